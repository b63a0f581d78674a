package nexa.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A daemon that takes whatever the agent sends, counts it and keeps nothing; it can hand out orders. */
final class SinkDaemon implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long WAIT_SECONDS = 30;

  private final HttpServer server;
  private long events;
  private long snapshots;
  private long snapshotBytesMax;
  private long dropped;
  private long errors;
  private JsonNode jvm = JSON.nullNode();
  private JsonNode status = JSON.nullNode();
  private final SynchronousQueue<String> orders = new SynchronousQueue<>();
  private final BlockingQueue<JsonNode> results = new LinkedBlockingQueue<>();

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

  /** What the newest JVM said of itself. */
  synchronized JsonNode jvm() {
    return jvm;
  }

  /** The newest status, for a message. */
  synchronized JsonNode status() {
    return status;
  }

  /** Waits for the next status, or returns the last one when none comes. */
  synchronized JsonNode nextStatus() throws InterruptedException {
    JsonNode last = status;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    for (long left = WAIT_SECONDS * 1000; status == last && left > 0;
        left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
      wait(left);
    }
    return status;
  }

  /** Waits until the agent has come for an order; when it did. */
  long hand(String order) throws IOException, InterruptedException {
    if (!orders.offer(order, WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("The agent does not come for orders: " + status());
    }
    return System.nanoTime();
  }

  /** Waits for what came of an order; it must have been carried out. */
  JsonNode result() throws IOException, InterruptedException {
    JsonNode result = results.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (result == null || !result.path("ok").asBoolean(false)) {
      throw new IOException("The order was not carried out: " + result + " " + status());
    }
    return result;
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
      jvm = request.path("jvm");
      answer(exchange, "{\"session\":\"bench\"}");
    } else if (path.endsWith("/events")) {
      answer(exchange, "{\"accepted\":" + take(request.path("events")) + "}");
    } else if (path.endsWith("/order")) {
      results.add(request);
      answer(exchange, "{}");
    } else {
      status = request;
      dropped = request.path("dropped").asLong(dropped);
      errors = request.path("errors").asLong(errors);
      notifyAll();
      answer(exchange, "{\"paused\":false,\"orders\":" + JSON.writeValueAsString(order()) + "}");
    }
  }

  private List<String> order() {
    String order = orders.poll();
    return order == null ? List.of() : List.of(order);
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
