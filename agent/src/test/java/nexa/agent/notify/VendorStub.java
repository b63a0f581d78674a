package nexa.agent.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import nexa.agent.store.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An HTTP server on loopback that answers as a vendor would, and keeps what it was sent. */
public final class VendorStub implements AutoCloseable {

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** What it was sent. */
  public record Request(
      String method, String path, @Nullable String query, Map<String, List<String>> headers,
      String body) {

    public JsonNode json() {
      return Json.MAPPER.readTree(body);
    }

    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  /** What it answers. */
  public record Reply(int status, String body, Map<String, String> headers) {

    public Reply(int status, String body) {
      this(status, body, Map.of());
    }
  }

  public VendorStub(Function<Request, Reply> vendor) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> serve(exchange, vendor));
    server.start();
  }

  private void serve(HttpExchange exchange, Function<Request, Reply> vendor) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(),
              exchange.getRequestURI().getRawQuery(), exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      requests.add(request);
      Reply reply = vendor.apply(request);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  public List<Request> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
