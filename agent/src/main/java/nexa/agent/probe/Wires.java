package nexa.agent.probe;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import nexa.agent.probe.Desk.Ticket;
import nexa.agent.probe.Road.Reply;
import nexa.agent.probe.Road.Wire;

/** Sends messages by HTTP, straight to an address of this host and by no proxy. */
final class Wires implements Closeable {

  /** The header in which a probe shows its secret. */
  static final String HEADER = "Nexa-Probe";

  static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int SAID_CHARS_MAX = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .proxy(ProxySelector.of(null))
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .build();

  /** A message, and the headers that go with it. */
  record Post(byte[] body, String contentType, Map<String, String> headers) {}

  /** POSTs what a ticket is for. */
  Wire post(URI address, Function<Ticket, Post> message) {
    return ticket -> post(address, ticket, message.apply(ticket));
  }

  private Reply post(URI address, Ticket ticket, Post post)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("User-Agent", "nexa-doctor")
            .header("Content-Type", post.contentType())
            .header(HEADER, ticket.secret())
            .POST(HttpRequest.BodyPublishers.ofByteArray(post.body()));
    post.headers().forEach(request::header);
    HttpResponse<String> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    String body = answer.body().strip();
    return new Reply(
        answer.statusCode() / 100 == 2,
        "HTTP " + answer.statusCode() + " "
            + body.substring(0, Math.min(body.length(), SAID_CHARS_MAX)));
  }

  /** Headers of one and the other. */
  static Map<String, String> with(Map<String, String> headers, String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return Map.copyOf(all);
  }

  static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    http.close();
  }
}
