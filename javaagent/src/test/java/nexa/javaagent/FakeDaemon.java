package nexa.javaagent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A daemon that takes events only in exactly the agreed form, and remembers what was wrong. */
final class FakeDaemon implements AutoCloseable {

  static final String TOKEN = "s3cr3t-token-of-the-test";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> EVENT_KEYS =
      Set.of(
          "id", "timeUnixMs", "kind", "severity", "logger", "thread", "message", "traceId",
          "spanId", "http", "exception", "snapshot");

  private static final Set<String> STATUS_KEYS =
      Set.of(
          "session", "armed", "sent", "dropped", "errors", "swaps", "refusedOrders",
          "lastRefusal", "overhead", "paused");

  private final HttpServer server;
  private final List<String> orders = new ArrayList<>();
  private final List<JsonNode> results = new ArrayList<>();
  private volatile CountDownLatch go = new CountDownLatch(0);
  private boolean paused;
  private int orderRefusals;
  private final List<JsonNode> events = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private JsonNode hello = JSON.nullNode();
  private JsonNode status = JSON.nullNode();
  private int refusals;
  private int refusal = 503;
  private int hellos;

  FakeDaemon() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/agent/v1/", exchange -> {
          awaitGo();
          handle(exchange);
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Answers the next requests for events with a status instead of taking them. */
  synchronized void refuseFirst(int count, int status) {
    refusals = count;
    refusal = status;
  }

  /** Hands an order out with the next answer to a status. */
  synchronized void order(String order) {
    orders.add(order);
  }

  synchronized void pause(boolean whether) {
    paused = whether;
  }

  /** Answers nobody any more. */
  void hang() {
    go = new CountDownLatch(1);
  }

  /** Answers the next results of orders with 503 instead of taking them. */
  synchronized void refuseResults(int count) {
    orderRefusals = count;
  }

  synchronized List<JsonNode> results() {
    return List.copyOf(results);
  }

  /** How often the agent said hello. */
  synchronized int hellos() {
    return hellos;
  }

  synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  synchronized JsonNode hello() {
    return hello;
  }

  synchronized JsonNode status() {
    return status;
  }

  @Override
  public void close() {
    go.countDown();
    server.stop(0);
  }

  private void awaitGo() {
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    check("POST".equals(exchange.getRequestMethod()), "method");
    check(exchange.getRequestHeaders().getFirst("Content-Length") != null, "no Content-Length");
    if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "{}");
      return;
    }
    JsonNode json = JSON.readTree(body);
    switch (exchange.getRequestURI().getPath()) {
      case "/agent/v1/hello" -> {
        keys(json, Set.of("agent", "service", "release", "jvm", "swap", "swapKey"));
        keys(json.get("jvm"), Set.of("pid", "startedUnixMs", "version", "main"));
        hello = json;
        hellos++;
        answer(exchange, 200, "{\"session\":\"s-1\"}");
      }
      case "/agent/v1/events" -> takeEvents(exchange, json);
      case "/agent/v1/status" -> {
        statusKeys(json);
        status = json;
        answer(exchange, 200, statusAnswer());
      }
      case "/agent/v1/order" -> {
        if (orderRefusals > 0) {
          orderRefusals--;
          answer(exchange, 503, "{}");
        } else {
          results.add(json);
          answer(exchange, 200, "{}");
        }
      }
      default -> {
        violations.add("path " + exchange.getRequestURI());
        answer(exchange, 404, "{}");
      }
    }
  }

  private String statusAnswer() {
    ObjectNode answer = JSON.createObjectNode().put("paused", paused);
    ArrayNode list = answer.putArray("orders");
    orders.forEach(list::add);
    orders.clear();
    return answer.toString();
  }

  private void statusKeys(JsonNode status) {
    Set<String> found = new TreeSet<>(status.propertyNames());
    check(found.containsAll(STATUS_KEYS), "keys of " + status);
    found.removeAll(STATUS_KEYS);
    check(found.isEmpty(), "keys of " + status);
  }

  private void takeEvents(HttpExchange exchange, JsonNode json) throws IOException {
    keys(json, Set.of("session", "dropped", "events"));
    check("s-1".equals(json.get("session").asString()), "session");
    if (refusals > 0) {
      refusals--;
      answer(exchange, refusal, "{}");
      return;
    }
    for (JsonNode event : json.get("events")) {
      checkEvent(event);
      events.add(event);
    }
    answer(exchange, 200, "{\"accepted\":" + json.get("events").size() + "}");
  }

  private void checkEvent(JsonNode event) {
    keys(event, EVENT_KEYS);
    check(Set.of("uncaught", "logged", "http").contains(event.get("kind").asString()), "kind");
    check(event.get("id").asString().length() == 36, "id");
    if (!event.get("http").isNull()) {
      keys(event.get("http"), Set.of("method", "path", "status"));
    }
    checkException(event.get("exception"));
    JsonNode snapshot = event.get("snapshot");
    if (!snapshot.isNull()) {
      keys(snapshot, Set.of("frames"));
      for (JsonNode frame : snapshot.get("frames")) {
        keys(frame, Set.of("class", "method", "descriptor", "receiver", "arguments"));
      }
    }
  }

  private void checkException(JsonNode exception) {
    if (exception.isNull()) {
      return;
    }
    keys(exception, Set.of("type", "message", "frames", "cause", "suppressed"));
    for (JsonNode frame : exception.get("frames")) {
      keys(frame, Set.of("class", "method", "file", "line"));
    }
    checkException(exception.get("cause"));
  }

  private void keys(JsonNode node, Set<String> expected) {
    check(new TreeSet<>(node.propertyNames()).equals(new TreeSet<>(expected)), "keys of " + node);
  }

  private void check(boolean holds, String what) {
    if (!holds) {
      violations.add(what);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
