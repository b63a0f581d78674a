package nexa.agent.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.store.Courier.Answer;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends e-mail in plain text by SMTP, with TLS from the start or by STARTTLS, without which nothing leaves
 * this host. A repeated mail has the Message-ID of the first; how it ended is an answer to it, and so is
 * what is said after another.
 */
public final class MailMessenger implements Messenger {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final int SUBJECT_CHARS_MAX = 200;
  private static final int VALUE_CHARS_MAX = 500;
  private static final int REASON_CHARS_MAX = 160;
  private static final int PORT_TLS = 465;
  private static final int PORT_SUBMISSION = 587;
  private static final Set<String> THIS_HOST = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Target target;
  private final Session session;

  /**
   * @param tls whom to trust
   */
  public MailMessenger(Target target, SSLContext tls) {
    this.target = target;
    this.session = Session.getInstance(properties(target.url(), tls));
  }

  /** Whom this JVM trusts. */
  public static SSLContext usualTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has a default for TLS", e);
    }
  }

  private static Properties properties(URI url, SSLContext tls) {
    boolean implicit = url.getScheme().equals("smtps");
    boolean here = THIS_HOST.contains(url.getHost());
    Properties properties = new Properties();
    properties.put("mail.smtp.ssl.enable", Boolean.toString(implicit));
    properties.put("mail.smtp.starttls.enable", Boolean.toString(!implicit && !here));
    properties.put("mail.smtp.starttls.required", Boolean.toString(!implicit && !here));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
    properties.put("mail.smtp.auth", Boolean.toString(url.getRawUserInfo() != null));
    properties.put("mail.smtp.sendpartial", "true");
    properties.put("mail.smtp.quitwait", "false");
    properties.put("mail.smtp.localhost", "[127.0.0.1]"); // no look-up of this host's name
    properties.put("mail.smtp.connectiontimeout", Long.toString(CONNECT_MAX.toMillis()));
    properties.put("mail.smtp.timeout", Long.toString(ANSWER_MAX.toMillis()));
    properties.put("mail.smtp.writetimeout", Long.toString(ANSWER_MAX.toMillis()));
    return properties;
  }

  @Override
  public Answer tell(Message message) throws IOException {
    if (message.isEndedByThread()) {
      return new Answer.Unsaid(); // it is said once a thread
    }
    boolean sending = false;
    boolean sent = false;
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage mail = mail(message);
      connect(transport);
      sending = true;
      transport.sendMessage(mail, mail.getAllRecipients());
      sent = true;
      return new Answer.Taken(null);
    } catch (AuthenticationFailedException e) {
      return new Answer.Unavailable(reason(e), null, false);
    } catch (MessagingException e) {
      return sent ? new Answer.Taken(null) : failure(e, sending); // saying goodbye may fail
    }
  }

  private void connect(Transport transport) throws MessagingException {
    URI url = target.url();
    int otherwise = url.getScheme().equals("smtps") ? PORT_TLS : PORT_SUBMISSION;
    String host = url.getHost();
    transport.connect(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        url.getPort() < 0 ? otherwise : url.getPort(), user(url, 0), user(url, 1));
  }

  /**
   * @param part 0 for the name, 1 for the password
   */
  private static @Nullable String user(URI url, int part) {
    String info = url.getRawUserInfo();
    String[] parts = info == null ? new String[0] : info.split(":", 2);
    return part < parts.length
        ? URLDecoder.decode(parts[part].replace("+", "%2B"), StandardCharsets.UTF_8)
        : null;
  }

  private MimeMessage mail(Message message) throws MessagingException {
    InternetAddress from = new InternetAddress(target.from(), true);
    String id = messageId(message.id(), "");
    MimeMessage mail =
        new NamedMail(session, message.ending() == null ? id : messageId(message.id(), ".ended"));
    mail.setFrom(from);
    for (String each : target.to()) {
      mail.addRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(each, true));
    }
    mail.setSentDate(Date.from(message.notice().time()));
    mail.setSubject(subject(message), StandardCharsets.UTF_8.name());
    mail.setText(text(message), StandardCharsets.UTF_8.name());
    mail.setHeader("Auto-Submitted", "auto-generated");
    String before =
        message.ending() != null ? id : message.thread() == null ? null
            : messageId(message.thread(), "");
    if (before != null) {
      mail.setHeader("In-Reply-To", before);
      mail.setHeader("References", before);
    }
    return mail;
  }

  private String messageId(String id, String suffix) {
    String from = String.valueOf(target.from());
    return "<" + id + suffix + from.substring(from.indexOf('@')) + ">";
  }

  /** The library makes up a Message-ID of its own unless it is told not to. */
  private static final class NamedMail extends MimeMessage {

    private final String messageId;

    NamedMail(Session session, String messageId) {
      super(session);
      this.messageId = messageId;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", messageId);
    }
  }

  private static String subject(Message message) {
    String subject = "[Nexa] " + message.headline() + " " + message.notice().title();
    return PlainText.line(
        message.ending() == null ? subject : "Re: " + subject, SUBJECT_CHARS_MAX);
  }

  private static String text(Message message) {
    return message.facts().stream()
        .map(fact -> PlainText.line(fact, VALUE_CHARS_MAX))
        .collect(Collectors.joining("\n", message.headline() + "\n\n", "\n\n"))
        + message.action() + ":\n" + message.link() + "\n";
  }

  /**
   * A server that says 5yz to a mail or an address will say so again; one that says nothing may have it.
   */
  private Answer failure(MessagingException e, boolean sending) {
    if (e instanceof SendFailedException some && some.getValidSentAddresses() != null
        && some.getValidSentAddresses().length > 0) {
      return new Answer.Taken(null); // the others were refused, and those here must not get it twice
    }
    int code = code(e);
    if (code / 100 == 5) {
      return new Answer.Refused(reason(e));
    }
    return new Answer.Unavailable(reason(e), null, sending && code < 0);
  }

  /** The server's answer, -1 where it gave none. */
  private static int code(MessagingException e) {
    for (Exception at = e; at instanceof MessagingException part; at = part.getNextException()) {
      int code =
          switch (at) {
            case SMTPSendFailedException failed -> failed.getReturnCode();
            case SMTPAddressFailedException failed -> failed.getReturnCode();
            default -> -1;
          };
      if (code > 0) {
        return code;
      }
    }
    return -1;
  }

  private String reason(MessagingException e) {
    Exception last = e;
    while (last instanceof MessagingException part && part.getNextException() != null) {
      last = part.getNextException();
    }
    return target + ": " + PlainText.line(String.valueOf(last.getMessage()), REASON_CHARS_MAX);
  }
}
