package nexa.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A daemon that takes whatever the agent sends, counts it and keeps nothing. */
final class SinkDaemon implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private long events;
  private long snapshots;
  private long snapshotBytesMax;
  private long dropped;
  private long errors;

  SinkDaemon() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/agent/v1/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  synchronized Counts counts() {
    return new Counts(events, snapshots, snapshotBytesMax, dropped, errors);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** What arrived, and what the agent says it dropped and failed at. */
  record Counts(long events, long snapshots, long snapshotBytesMax, long dropped, long errors) {}

  private synchronized void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    if (path.endsWith("/hello")) {
      answer(exchange, "{\"session\":\"bench\"}");
    } else if (path.endsWith("/events")) {
      answer(exchange, "{\"accepted\":" + take(request.path("events")) + "}");
    } else {
      dropped = request.path("dropped").asLong(dropped);
      errors = request.path("errors").asLong(errors);
      answer(exchange, "{\"paused\":false,\"orders\":[]}");
    }
  }

  private int take(JsonNode batch) {
    for (JsonNode event : batch) {
      events++;
      JsonNode snapshot = event.path("snapshot");
      if (snapshot.isObject()) {
        snapshots++;
        snapshotBytesMax = Math.max(snapshotBytesMax, snapshot.toString().length());
      }
    }
    return batch.size();
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
