package nexa.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.store.Courier.Answer;
import nexa.agent.store.Courier.Answer.Unavailable;
import nexa.agent.web.Await;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** E-mail by a strict server, on this host and, by another address of it, on one that is not. */
final class MailMessengerTest {

  private static final Answer TAKEN = new Answer.Taken(null);
  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "127.0.0.2";
  private static final String USER = "ann%40example.com:p%20w+%25@";
  private static final SmtpStub.Rules PLAIN = SmtpStub.Rules.PLAIN;

  @TempDir
  private static Path folder;
  private static SSLContext tls;

  @BeforeAll
  static void certify() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
            "-alias", "mail", "-keyalg", "EC", "-dname", "CN=mail", "-ext", "san=ip:" + ELSEWHERE,
            "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit")
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, "changeit".toCharArray());
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(keys);
    tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
  }

  @Test
  void mail_saysWhatWaitsAndItsEndIsAnAnswerToIt() throws IOException {
    try (SmtpStub server = new SmtpStub(HERE, PLAIN)) {
      Messenger messenger = messenger("smtp://" + HERE, server);
      Message waiting = Notices.message(Moment.FIX_WAITING);

      assertThat(messenger.tell(waiting)).isEqualTo(TAKEN);
      assertThat(messenger.tell(Notices.ended(waiting, null))).isEqualTo(TAKEN);

      SmtpStub.Mail first = server.mails.getFirst();
      assertThat(first.to()).containsExactly("ann@example.com", "bob@example.com");
      assertThat(first.header("Subject"))
          .isEqualTo("[Nexa] A fix waits for your decision: SHOP-1 shop");
      assertThat(first.header("Message-ID")).isEqualTo("<" + waiting.id() + "@example.com>");
      assertThat(first.header("Auto-Submitted")).isEqualTo("auto-generated");
      assertThat(first.text())
          .endsWith("Decide on the page:\r\nhttps://nexa.example.com/#/fix/F-SHOP-1\r\n");
      SmtpStub.Mail second = server.mails.getLast();
      assertThat(second.header("In-Reply-To")).isEqualTo(first.header("Message-ID"));
      assertThat(second.header("Message-ID")).isNotEqualTo(first.header("Message-ID"));
      assertThat(second.header("Subject")).startsWith("Re: [Nexa] ");
    }
  }

  @Test
  void callForASecondPerson_isAnAnswerAndTheDecisionIsSaidOnce() throws IOException {
    try (SmtpStub server = new SmtpStub(HERE, PLAIN)) {
      Messenger messenger = messenger("smtp://" + HERE, server);
      Message waiting = Notices.message(Moment.FIX_WAITING);
      Message second = Notices.after(Notices.message(Moment.SECOND_NEEDED), waiting);

      messenger.tell(waiting);
      assertThat(messenger.tell(second)).isEqualTo(TAKEN);
      assertThat(messenger.tell(Notices.ended(second, null))).isEqualTo(new Answer.Unsaid());
      assertThat(messenger.tell(Notices.expired(second))).isEqualTo(TAKEN);

      assertThat(server.mails).hasSize(3);
      SmtpStub.Mail call = server.mails.get(1);
      assertThat(call.header("Subject"))
          .isEqualTo("[Nexa] A fix needs a second person: SHOP-1 shop");
      assertThat(call.header("In-Reply-To")).isEqualTo("<" + waiting.id() + "@example.com>");
      assertThat(call.text())
          .endsWith("Decide on the page:\r\nhttps://nexa.example.com/#/fix/F-SHOP-1\r\n");
      assertThat(server.mails.getLast().header("In-Reply-To"))
          .isEqualTo(call.header("Message-ID"));
    }
  }

  @Test
  void repeatedMail_hasTheSameId() throws IOException {
    try (SmtpStub server = new SmtpStub(HERE, PLAIN)) {
      Messenger messenger = messenger("smtp://" + HERE, server);
      messenger.tell(Notices.message(Moment.FIX_WAITING));
      messenger.tell(Notices.message(Moment.FIX_WAITING));

      assertThat(server.mails).extracting(mail -> mail.header("Message-ID")).hasSize(2)
          .containsOnly("<nexa0123456789abcdef@example.com>");
    }
  }

  @Test
  void hostileText_forgesNoHeaderAndEndsNoMail() throws IOException {
    try (SmtpStub server = new SmtpStub(HERE, PLAIN)) {
      assertThat(
          messenger("smtp://" + HERE, server)
              .tell(Notices.message(Moment.ISSUE_OPENED, Notices.HOSTILE.repeat(50))))
          .isEqualTo(TAKEN);

      assertThat(server.mails).hasSize(1);
      assertThat(server.mails.getFirst().header("Subject")).doesNotStartWith("forged")
          .doesNotContain("\n");
      assertThat(server.mails.getFirst().text()).doesNotContain("Subject: forged\r\n");
      assertThat(server.mails.getFirst().text()).contains("Content-Type: text/plain");
      Await.until(() -> server.commands.contains("QUIT"));
      assertThat(server.commands).containsOnlyOnce("DATA").containsOnlyOnce("QUIT");
    }
  }

  @ParameterizedTest
  @CsvSource({"smtp, false", "smtps, true"})
  void elsewhere_onlyTlsIsSpoken(String scheme, boolean implicit) throws IOException {
    SmtpStub.Rules rules = new SmtpStub.Rules(tls, implicit, true, Set.of(), "250 ok");
    try (SmtpStub server = new SmtpStub(ELSEWHERE, rules)) {
      Messenger messenger = messenger(scheme + "://" + USER + ELSEWHERE, server);

      assertThat(messenger.tell(Notices.message(Moment.FIX_WAITING))).isEqualTo(TAKEN);
      assertThat(server.mails).extracting(SmtpStub.Mail::encrypted).containsExactly(true);
      assertThat(server.commands).contains("AUTH");
    }
  }

  @Test
  void serverElsewhereWithoutTls_isToldNothing() throws IOException {
    SmtpStub.Rules rules = new SmtpStub.Rules(null, false, true, Set.of(), "250 ok");
    try (SmtpStub server = new SmtpStub(ELSEWHERE, rules)) {
      Answer answer =
          messenger("smtp://" + USER + ELSEWHERE, server)
              .tell(Notices.message(Moment.FIX_WAITING));

      assertThat(answer).isInstanceOf(Unavailable.class);
      assertThat(server.commands).doesNotContain("AUTH", "MAIL");
    }
  }

  @Test
  void certificateOfAnotherHost_isNotTrusted() throws IOException {
    SmtpStub.Rules rules = new SmtpStub.Rules(tls, true, true, Set.of(), "250 ok");
    try (SmtpStub server = new SmtpStub("127.0.0.3", rules)) {
      Answer answer =
          messenger("smtps://" + USER + "127.0.0.3", server)
              .tell(Notices.message(Moment.FIX_WAITING));

      assertThat(answer).isInstanceOf(Unavailable.class);
      assertThat(server.commands).doesNotContain("AUTH", "MAIL");
    }
  }

  @Test
  void wrongPassword_isTriedAgainAndNotRepeated() throws IOException {
    SmtpStub.Rules rules = new SmtpStub.Rules(tls, true, true, Set.of(), "250 ok");
    try (SmtpStub server = new SmtpStub(ELSEWHERE, rules)) {
      Answer answer =
          messenger("smtps://ann%40example.com:hush@" + ELSEWHERE, server)
              .tell(Notices.message(Moment.FIX_WAITING));

      assertThat(answer)
          .isInstanceOfSatisfying(
              Unavailable.class,
              unavailable -> assertThat(unavailable.reason()).contains("535")
                  .doesNotContain("hush"));
      assertThat(server.mails).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"554 5.7.1 spam, Refused", "451 4.3.0 later, Unavailable"})
  void answerToAMail_saysWhetherToComeAgain(String said, String answer) throws IOException {
    SmtpStub.Rules rules = new SmtpStub.Rules(null, false, false, Set.of(), said);
    try (SmtpStub server = new SmtpStub(HERE, rules)) {
      assertThat(
          messenger("smtp://" + HERE, server).tell(Notices.message(Moment.FIX_WAITING))
              .getClass().getSimpleName())
          .isEqualTo(answer);
    }
  }

  @Test
  void oneUnknownReceiver_doesNotKeepItFromTheOthers() throws IOException {
    SmtpStub.Rules rules =
        new SmtpStub.Rules(null, false, false, Set.of("bob@example.com"), "250 ok");
    try (SmtpStub server = new SmtpStub(HERE, rules)) {
      assertThat(messenger("smtp://" + HERE, server).tell(Notices.message(Moment.FIX_WAITING)))
          .isEqualTo(TAKEN);
      assertThat(server.mails.getFirst().to()).containsExactly("ann@example.com");
    }
  }

  @Test
  void onlyUnknownReceivers_areRefused() throws IOException {
    SmtpStub.Rules rules =
        new SmtpStub.Rules(
            null, false, false, Set.of("ann@example.com", "bob@example.com"), "250 ok");
    try (SmtpStub server = new SmtpStub(HERE, rules)) {
      assertThat(messenger("smtp://" + HERE, server).tell(Notices.message(Moment.FIX_WAITING)))
          .isInstanceOf(Answer.Refused.class);
    }
  }

  @Test
  void noServer_isSaidToTakeNothing() throws IOException {
    Answer answer;
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(HERE, 0)); // nobody listens, and no other test can
      answer =
          new MailMessenger(target("smtp://" + HERE + ":" + held.getLocalPort()), tls)
              .tell(Notices.message(Moment.FIX_WAITING));
    }

    assertThat(answer)
        .isInstanceOfSatisfying(
            Unavailable.class, unavailable -> assertThat(unavailable.doubtful()).isFalse());
  }

  private static Messenger messenger(String url, SmtpStub server) {
    return new MailMessenger(target(url + ":" + server.port()), tls);
  }

  private static Target target(String url) {
    return new Target(
        URI.create(url), List.of(), "nexa@example.com",
        List.of("ann@example.com", "bob@example.com"));
  }
}
