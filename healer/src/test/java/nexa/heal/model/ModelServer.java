package nexa.heal.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import nexa.heal.model.ModelSettings.Vendor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A vendor's server on loopback. It speaks the vendors' wire formats, refuses what they refuse, and
 * says what it was told to say.
 */
final class ModelServer implements AutoCloseable {

  static final String KEY = "sk-loopback-0123456789";
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Vendor vendor;

  /** The questions it was asked. */
  final List<String> questions = new CopyOnWriteArrayList<>();

  /** What the model says. */
  volatile String says = "";

  /** What the server does instead, when that is not null. */
  volatile @Nullable Misbehaviour misbehaves;

  /** Something else than an answer. */
  interface Misbehaviour {
    void handle(HttpExchange exchange) throws IOException;
  }

  ModelServer(Vendor vendor) throws IOException {
    this.vendor = vendor;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  ModelSettings settings() {
    return settings(30_000, Duration.ofSeconds(5));
  }

  ModelSettings settings(long tokens, Duration timeout) {
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    return new ModelSettings(
        vendor, vendor == Vendor.OLLAMA ? base : base + "/v1", "small", KEY, tokens, tokens,
        timeout, false);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body =
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    questions.add(body);
    Misbehaviour instead = misbehaves;
    try (exchange) {
      if (instead != null) {
        instead.handle(exchange);
        return;
      }
      String wrong = wrong(exchange, JSON.readTree(body));
      answer(exchange, wrong.isEmpty() ? 200 : 400, wrong.isEmpty() ? spoken() : wrong);
    }
  }

  /** What the vendor would refuse, empty for nothing. */
  private String wrong(HttpExchange exchange, JsonNode request) {
    String path = exchange.getRequestURI().getPath();
    boolean fits =
        switch (vendor) {
          case OPENAI -> path.equals("/v1/chat/completions")
              && ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))
              && request.path("response_format").path("type").asString("").equals("json_object")
              && request.path("messages").path(0).path("role").asString("").equals("system");
          case ANTHROPIC -> path.equals("/v1/messages")
              && KEY.equals(exchange.getRequestHeaders().getFirst("x-api-key"))
              && exchange.getRequestHeaders().containsKey("anthropic-version")
              && request.path("max_tokens").asInt(0) > 0;
          case OLLAMA -> path.equals("/api/chat")
              && request.path("format").asString("").equals("json")
              && !request.path("stream").asBoolean(true);
        };
    boolean asks =
        request.path("model").asString("").equals("small") && request.path("tools").isEmpty();
    return fits && asks ? "" : "{\"error\":{\"message\":\"refused\"}}";
  }

  private String spoken() {
    return JSON.writeValueAsString(
        switch (vendor) {
          case OPENAI -> Map.of(
              "id", "1", "object", "chat.completion", "created", 1, "model", "small",
              "choices", List.of(
                  Map.of("index", 0, "finish_reason", "stop", "message",
                      Map.of("role", "assistant", "content", says))),
              "usage", Map.of(
                  "prompt_tokens", 700, "completion_tokens", 50, "total_tokens", 750));
          case ANTHROPIC -> Map.of(
              "id", "1", "type", "message", "role", "assistant", "model", "small",
              "content", List.of(Map.of("type", "text", "text", says)),
              "stop_reason", "end_turn",
              "usage", Map.of("input_tokens", 700, "output_tokens", 50));
          case OLLAMA -> Map.of(
              "model", "small", "created_at", "2026-11-25T12:00:00Z",
              "message", Map.of("role", "assistant", "content", says),
              "done", true, "prompt_eval_count", 700, "eval_count", 50);
        });
  }

  static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
