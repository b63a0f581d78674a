package nexa.agent.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All that a server sent back until it closed the connection, began to stream, or went on as a WebSocket. */
record RawAnswer(String text) {

  private static final int WAIT_MILLIS = 20_000;
  private static final int SILENCE_MILLIS = 1_000;
  private static final String UPGRADED = "HTTP/1.1 101 ";
  private static final String STREAM = "content-type: text/event-stream";

  static RawAnswer to(int port, RawRequest request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(WAIT_MILLIS);
      socket.getOutputStream().write(request.bytes());
      socket.getOutputStream().flush();
      return new RawAnswer(read(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(request.line(), e);
    }
  }

  private static String read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] part = new byte[8_192];
    try {
      int length = in.read(part);
      while (length >= 0) {
        bytes.write(part, 0, length);
        socket.setSoTimeout(SILENCE_MILLIS);
        String heard = bytes.toString(ISO_8859_1);
        if (heard.toLowerCase(Locale.ROOT).contains(STREAM) || heard.startsWith(UPGRADED)) {
          break;
        }
        length = in.read(part);
      }
    } catch (SocketException | SocketTimeoutException e) {
      // it closed while more was on its way, or keeps the connection and is done
    }
    return bytes.toString(ISO_8859_1);
  }

  int status() {
    return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : -1;
  }

  /** How many answers there are: more than one where a request was smuggled in behind the first. */
  int answers() {
    return text.split("HTTP/1.1 ", -1).length - 1;
  }

  Optional<String> header(String name) {
    return head().stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  private List<String> head() {
    int end = text.indexOf("\r\n\r\n");
    return (end < 0 ? text : text.substring(0, end)).lines().toList();
  }

  String body() {
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? "" : text.substring(end + 4);
  }

  /** The cookie that is set, as a browser sends it back. */
  String cookie() {
    String set = header("Set-Cookie").orElseThrow();
    return "Cookie: " + set.substring(0, set.indexOf(';'));
  }
}
