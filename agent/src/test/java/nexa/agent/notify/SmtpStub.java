package nexa.agent.notify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that is strict about the order of commands, TLS before secrets, and the ends of lines. */
final class SmtpStub implements AutoCloseable {

  private static final String USER = "ann@example.com";

  private final ServerSocket server;
  private final Rules rules;
  final List<Mail> mails = new CopyOnWriteArrayList<>();
  final List<String> commands = new CopyOnWriteArrayList<>();

  /**
   * How it behaves.
   *
   * @param tls null where it offers none
   * @param implicit whether TLS begins at once
   * @param auth whether it wants user and password
   * @param refused receivers it does not know
   * @param answer to a mail, such as {@code 250 ok}
   */
  record Rules(
      @Nullable SSLContext tls, boolean implicit, boolean auth, Set<String> refused,
      String answer) {

    static final Rules PLAIN = new Rules(null, false, false, Set.of(), "250 ok");
  }

  /** A mail as it was sent, headers and body. */
  record Mail(List<String> to, String text, boolean encrypted) {

    /** A header, its continuation lines put together; empty when there is none. */
    String header(String name) {
      String headers = text.substring(0, text.indexOf("\r\n\r\n")).replace("\r\n ", " ");
      return headers.lines()
          .filter(line -> line.startsWith(name + ": "))
          .map(line -> line.substring(name.length() + 2))
          .reduce("", (a, b) -> a.isEmpty() ? b : a + "\n" + b);
    }
  }

  SmtpStub(String host, Rules rules) {
    this.rules = rules;
    try {
      server = new ServerSocket(0, 10, InetAddress.getByName(host));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        serve(rules.implicit() ? secured(socket) : socket, rules.implicit());
      } catch (IOException | IllegalStateException e) {
        commands.add("broken off"); // as by a client that does not trust us
      }
    }
  }

  private Socket secured(Socket plain) throws IOException {
    SSLContext tls = rules.tls();
    if (tls == null) {
      throw new IllegalStateException("no TLS");
    }
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
    socket.setUseClientMode(false);
    socket.startHandshake();
    return socket;
  }

  /** One connection. */
  private void serve(Socket socket, boolean encrypted) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    if (!encrypted || rules.implicit()) {
      say(out, "220 stub");
    }
    boolean greeted = false;
    boolean known = !rules.auth();
    boolean from = false;
    List<String> to = new ArrayList<>();
    for (String line = line(in); line != null; line = line(in)) {
      String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
      commands.add(verb);
      switch (verb) {
        case "EHLO" -> {
          greeted = true;
          say(
              out,
              "250-stub\r\n" + (rules.tls() == null || encrypted ? "" : "250-STARTTLS\r\n")
                  + (rules.auth() ? "250-AUTH PLAIN\r\n" : "") + "250 8BITMIME");
        }
        case "STARTTLS" -> {
          say(out, "220 go");
          serve(secured(socket), true);
          return;
        }
        case "AUTH" -> {
          known = encrypted && isKnown(line);
          say(out, known ? "235 ok" : "535 5.7.8 wrong");
        }
        case "MAIL" -> {
          from = greeted && known && line.contains("FROM:<nexa@example.com>");
          say(out, from ? "250 ok" : "530 5.7.0 not yet");
        }
        case "RCPT" -> {
          String address = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
          boolean taken = from && !rules.refused().contains(address);
          if (taken) {
            to.add(address);
          }
          say(out, taken ? "250 ok" : "550 5.1.1 no such user");
        }
        case "DATA" -> {
          say(out, to.isEmpty() ? "503 no receivers" : "354 go on");
          mails.add(new Mail(List.copyOf(to), data(in), encrypted));
          say(out, rules.answer());
        }
        case "QUIT" -> {
          say(out, "221 bye");
          return;
        }
        default -> say(out, "502 unknown");
      }
    }
  }

  /** Whom to act for may be left out. */
  private static boolean isKnown(String line) {
    String[] parts =
        new String(
            Base64.getDecoder().decode(line.substring("AUTH PLAIN ".length())),
            StandardCharsets.UTF_8)
            .split("\0", -1);
    return Set.of("", USER).contains(parts[0]) && parts[1].equals(USER) && parts[2].equals("p w+%");
  }

  private static String data(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = line(in); line != null && !line.equals("."); line = line(in)) {
      text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    return text.toString();
  }

  /** A line that ends with CR and LF; either alone breaks the connection off. */
  private static @Nullable String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\r') {
        if (in.read() != '\n') {
          throw new IllegalStateException("bare CR");
        }
        return line.toString();
      }
      if (c == '\n') {
        throw new IllegalStateException("bare LF");
      }
      line.append((char) c);
    }
    return null;
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
