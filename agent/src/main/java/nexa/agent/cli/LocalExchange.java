package nexa.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request over a Unix socket, which the JDK's HTTP client does not do. It speaks HTTP/1.0, where an
 * answer ends with its connection.
 */
final class LocalExchange {

  private static final int BYTES_MAX = 64 << 20;

  /** Between the headers of an answer and its body. */
  private static final String END_OF_HEADERS = "\r\n\r\n";

  private LocalExchange() {}

  /**
   * Sends a request and waits for its answer; empty when nobody listens, or lets this user in.
   *
   * @param json the body, null for none
   * @throws IOException when the answer breaks off
   * @throws HttpTimeoutException when it takes too long
   */
  static Optional<Answer> send(
      Path socket, String method, String path, @Nullable String json, Duration timeout)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return isConnected(channel, socket)
          ? Optional.of(exchange(channel, request(method, path, json), timeout))
          : Optional.empty();
    }
  }

  private static boolean isConnected(SocketChannel channel, Path socket) {
    try {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      return false; // the caller has another way
    }
  }

  private static Answer exchange(SocketChannel channel, String text, Duration timeout)
      throws IOException {
    Thread watch = Thread.ofVirtual().start(() -> close(channel, timeout));
    try {
      ByteBuffer request = ByteBuffer.wrap(text.getBytes(UTF_8));
      while (request.hasRemaining()) {
        channel.write(request);
      }
      return read(Channels.newInputStream(channel));
    } catch (ClosedChannelException e) {
      throw new HttpTimeoutException("No answer within " + timeout.toSeconds() + " s");
    } finally {
      watch.interrupt();
    }
  }

  private static void close(SocketChannel channel, Duration timeout) {
    try {
      Thread.sleep(timeout);
      channel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the answer is there
    } catch (IOException e) {
      throw new IllegalStateException("A socket that cannot be closed", e);
    }
  }

  private static String request(String method, String path, @Nullable String json) {
    String head = method + " " + path + " HTTP/1.0\r\nHost: localhost\r\n";
    return json == null
        ? head + "\r\n"
        : head + "Content-Type: application/json\r\nContent-Length: " + json.getBytes(UTF_8).length
            + END_OF_HEADERS + json;
  }

  private static Answer read(InputStream in) throws IOException {
    String text = new String(in.readNBytes(BYTES_MAX), UTF_8);
    int end = text.indexOf(END_OF_HEADERS);
    List<String> head = end < 0 ? List.of() : text.substring(0, end).lines().toList();
    if (head.isEmpty() || !head.getFirst().startsWith("HTTP/1.") || head.getFirst().length() < 12) {
      throw new IOException("no answer in HTTP");
    }
    String body = text.substring(end + END_OF_HEADERS.length());
    String length = header(head, "content-length");
    if (!length.isEmpty() && !length.equals(Integer.toString(body.getBytes(UTF_8).length))) {
      throw new IOException("half an answer");
    }
    return new Answer(status(head.getFirst()), header(head, "content-type"), body);
  }

  private static int status(String line) throws IOException {
    try {
      return Integer.parseInt(line, 9, 12, 10);
    } catch (NumberFormatException e) {
      throw new IOException("no answer in HTTP: " + line, e);
    }
  }

  private static String header(List<String> head, String name) {
    String start = name + ":";
    return head.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst()
        .orElse("");
  }
}
