package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import nexa.agent.store.Crashes;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Events and alerts of other programs, over HTTP. */
final class IngestTest {

  private static final String OTLP =
      "{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\","
          + "\"value\":{\"stringValue\":\"shop-api\"}}]},\"scopeLogs\":[{\"logRecords\":[{"
          + "\"severityNumber\":17,\"attributes\":[{\"key\":\"exception.stacktrace\",\"value\":{"
          + "\"stringValue\":\"a.B: x\\n\\tat com.example.shop.Cart.total(Cart.java:7)\\n\"}}]}]}]}]}";

  private static final String ALERT =
      "{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"service\":\"shop\"},"
          + "\"startsAt\":\"%s\",\"fingerprint\":\"f\"}]}";

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() {
    Service shop =
        new Service(
            "shop", null, "main", List.of(), TrustLevel.PROPOSE, List.of(),
            List.of("1", "shop-api"));
    server = new RunningServer(home, 0, List.of(shop));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sentryEnvelope_isStoredBeforeItIsAnswered() throws IOException {
    String id = "9ec79c33ec9942ab8353589fcb2e04dc";
    String envelope =
        "{\"event_id\":\"" + id + "\"}\n{\"type\":\"event\"}\n" + Crashes.SENTRY + "\n";

    HttpResponse<String> answer =
        post("/api/1/envelope/?sentry_key=any", null, "gzip", gzip(envelope));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("id").asString()).isEqualTo(id);
    assertThat(server.events.issue("SHOP-1")).hasValueSatisfying(
        issue -> assertThat(issue.inputs()).containsExactly("sentry"));
  }

  @Test
  void sentryProjectNobodyConfigured_isAServiceOfItsOwn() {
    post("/api/42/store/", null, null, Crashes.SENTRY.getBytes(UTF_8));

    assertThat(server.events.issues()).extracting(issue -> issue.service()).containsExactly("42");
  }

  @Test
  void brokenEnvelope_isRefusedAsTheProtocolSays() {
    HttpResponse<String> answer = post("/api/1/envelope/", null, null, "no json".getBytes(UTF_8));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("X-Sentry-Error")).isPresent();
    assertThat(json(answer).path("detail").asString()).contains("envelope: no JSON");
  }

  @Test
  void brokenJson_isRefusedInWordsOfItsOwn() {
    String words = post("/v1/logs", "application/json", null, "{\"a\":[".getBytes(UTF_8)).body();

    assertThat(words).contains("no JSON: Unexpected end-of-input").doesNotContain("Source", "#");
  }

  @Test
  void otlpJson_isTakenForItsAlias() {
    HttpResponse<String> answer =
        post("/v1/logs", "application/json", null, OTLP.getBytes(UTF_8));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body()).isEqualTo("{}");
    assertThat(server.events.issue("SHOP-1")).isPresent();
  }

  @Test
  void otlpProtobuf_isAnsweredInProtobuf() {
    HttpResponse<String> taken = post("/v1/traces", "application/x-protobuf", null, new byte[0]);
    HttpResponse<String> refused =
        post("/v1/traces", "application/x-protobuf", null, "{}".getBytes(UTF_8));

    assertThat(taken.statusCode()).isEqualTo(200);
    assertThat(taken.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
    assertThat(taken.body()).isEmpty();
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).startsWith("\b\u0003");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/logs,         text/plain,       ,     415",
    "/v1/logs,         application/json, br,   400",
    "/v1/logs,         application/json, gzip, 400",
    "/v1/logs,         application/json, ,     400",
    "/api/1/store/,    ,                 gzip, 400",
    "/api/v1/webhooks/alertmanager, application/json, , 400",
  })
  void whatCannotBeRead_isRefusedAndTold(
      String path, @Nullable String type, @Nullable String encoding, int status) {
    HttpResponse<String> answer = post(path, type, encoding, "garbage".getBytes(UTF_8));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    String input =
        path.startsWith("/v1") ? "otlp" : path.startsWith("/api/1") ? "sentry" : "alertmanager";
    assertThat(input(input).path("refused")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e300", "0", "\"2999-01-01T00:00:00Z\""})
  void impossibleTime_isNowAndCounted(String time) {
    Instant before = Instant.now();
    String event = "{\"timestamp\":" + time + "," + Crashes.SENTRY.substring(1);

    assertThat(post("/api/1/store/", null, null, event.getBytes(UTF_8)).statusCode())
        .isEqualTo(200);

    assertThat(server.events.issue("SHOP-1")).hasValueSatisfying(
        issue -> assertThat(issue.lastSeen()).isBetween(before, Instant.now()));
    assertThat(server.get("/api/v1/issues/SHOP-1").statusCode()).isEqualTo(200);
    assertThat(input("sentry").path("cut").get(0).path("reason").asString())
        .isEqualTo("impossible time, the time it came is taken");
  }

  @Test
  void refusal_hasCountReasonAndSample() {
    post("/v1/logs", "application/json", null, "garbage \u202e\u0007".getBytes(UTF_8));
    post("/v1/logs", "application/json", null, "garbage \u202e\u0007".getBytes(UTF_8));

    JsonNode refusal = input("otlp").path("refused").get(0);
    assertThat(refusal.path("reason").asString()).isEqualTo("Bad request");
    assertThat(refusal.path("count").asLong()).isEqualTo(2);
    assertThat(refusal.path("sample").asString()).contains("garbage", "\ufffd\ufffd");
    assertThat(server.get("/metrics").body())
        .contains("nexa_events_rejected_total{input=\"otlp\",reason=\"Bad request\"} 2.0");
    assertThat(server.feed.after(0)).extracting(entry -> entry.name())
        .containsOnlyOnce("input.rejected");
  }

  @Test
  void bomb_isCutOffAtItsInflatedSize() throws IOException {
    byte[] bomb = gzip(" ".repeat(RequestBody.BYTES_MAX + 1));

    HttpResponse<String> answer = post("/v1/logs", "application/json", "gzip", bomb);

    assertThat(bomb).hasSizeLessThan(10_000);
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void requestOfTooManyParts_isTooLarge() {
    byte[] protobuf = new byte[RequestBody.BYTES_MAX];
    for (int i = 0; i < protobuf.length; i += 2) {
      protobuf[i] = 0x0a; // resourceLogs, empty
    }
    byte[] json = ("{\"a\":[" + "[],".repeat(1_000_000) + "1]}").getBytes(UTF_8);

    assertThat(post("/v1/logs", "application/x-protobuf", null, protobuf).statusCode())
        .isEqualTo(413);
    assertThat(post("/v1/logs", "application/json", null, json).statusCode()).isEqualTo(413);
  }

  @Test
  void logText_isReadInWhateverLayout() {
    String text =
        """
        2026-11-27T10:40:32.819Z ERROR 1 --- [main] com.example.shop.Cart : total failed
        java.lang.IllegalStateException: no stock
        \tat com.example.shop.Cart.total(Cart.java:7)
        {"@timestamp":"2026-11-27T10:40:33Z","log.level":"ERROR","message":"no disk"}
        """;

    HttpResponse<String> answer =
        post("/api/v1/ingest/logs?service=shop-api", "text/plain", null, text.getBytes(UTF_8));

    assertThat(json(answer).path("accepted").asInt()).as(answer.body()).isEqualTo(2);
    assertThat(json(answer).path("layouts").propertyNames()).contains("spring-boot", "ecs");
    assertThat(server.events.issue("SHOP-1")).isPresent();
  }

  @Test
  void whatLogTextLost_isCountedWithASample() {
    String text = "ERROR: " + "x".repeat(100_000) + "\nERROR: y\n".repeat(1_001);
    post("/api/v1/ingest/logs?service=shop-api", "text/plain", null, text.getBytes(UTF_8));

    JsonNode logs = input("logs");
    JsonNode cut = logs.path("cut").get(0);
    assertThat(cut.path("reason").asString()).isEqualTo("line too long");
    assertThat(cut.path("count").asLong()).isEqualTo(1);
    assertThat(cut.path("sample").asString()).startsWith("ERROR: xxx").hasSize(200);
    JsonNode refused = logs.path("refused").get(0);
    assertThat(refused.path("reason").asString()).isEqualTo("too many events in one text");
    assertThat(refused.path("sample").asString()).isEqualTo("y");
    assertThat(logs.path("layouts").path("plain").asLong()).isEqualTo(1_002);
    assertThat(server.get("/metrics").body())
        .contains("nexa_events_cut_total{input=\"logs\",reason=\"line too long\"} 1.0");
  }

  @Test
  void itemOfAnUnknownKind_isShownByItsName() {
    String envelope =
        "{}\n{\"type\":\"hologram\"}\n{}\n{\"type\":\"event\"}\n" + Crashes.SENTRY + "\n";

    post("/api/1/envelope/", null, null, envelope.getBytes(UTF_8));

    JsonNode refused = input("sentry").path("refused").get(0);
    assertThat(refused.path("reason").asString()).isEqualTo("unknown kind of item");
    assertThat(refused.path("sample").asString()).isEqualTo("hologram");
  }

  @Test
  void messagesOfEveryRoad_haveATemplate() {
    String logged = "2026-11-27T10:40:32.819Z ERROR 1 --- [main] a.Cart : order %d of %d failed\n"
        + "a.B: x\n\tat com.example.shop.Cart.total(Cart.java:7)\n";
    post("/api/v1/ingest/logs?service=shop-api", "text/plain", null,
        (logged.formatted(1, 2) + logged.formatted(3, 4)).getBytes(UTF_8));
    post("/v1/logs", "application/json", null, OTLP.getBytes(UTF_8));

    JsonNode templates = json(server.get("/api/v1/issues/SHOP-1")).path("templates");
    assertThat(templates.get(0).path("text").asString()).isEqualTo("order <*> of <*> failed");
    assertThat(templates.get(0).path("count").asLong()).isEqualTo(2);
    assertThat(templates.get(0).path("id").asString()).hasSize(16);
    JsonNode events = json(server.get("/api/v1/issues/SHOP-1/events")).path("events");
    assertThat(events.valueStream().map(event -> event.path("template").path("id").asString()))
        .hasSize(3)
        .containsOnly(
            templates.get(0).path("id").asString(), templates.get(1).path("id").asString());
    assertThat(events.get(0).path("service").asString()).isEqualTo("shop");
  }

  @Test
  void logTextOfNoService_isRefused() {
    assertThat(post("/api/v1/ingest/logs", "text/plain", null, new byte[0]).statusCode())
        .isEqualTo(400);
    assertThat(input("logs").path("refused").get(0).path("count").asLong()).isEqualTo(1);
  }

  @Test
  void deflatedBody_isRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(Crashes.SENTRY.getBytes(UTF_8));
    }

    assertThat(post("/api/1/store/", null, "deflate", bytes.toByteArray()).statusCode())
        .isEqualTo(200);
  }

  /** As Sentry's SDK for Python sends, where a module for Brotli is installed. */
  @Test
  void brotliBody_isRead() {
    byte[] body =
        Base64.getDecoder()
            .decode(
                "G54AIBwHzll2Fl4Q+KWGpcjWHpTbUj/6ShGroT/DohNBp63D0tX3Gxv/iHIcZXhi8B1jXKAbC/GY9PJh"
                    + "1maY2KJBQ7KhvYg3eFKbNbYHhr6M6U9uymceecdogR0NlO9lZ8TGrq3opDCdQ8TgewU=");

    assertThat(post("/api/1/store/", null, "br", body).statusCode()).isEqualTo(200);
    assertThat(server.events.issues())
        .extracting(issue -> issue.exceptionType())
        .containsExactly("java.lang.NullPointerException");
  }

  @Test
  void brotliBomb_isCutOffAtItsInflatedSize() {
    byte[] bomb = Base64.getDecoder().decode("mwAAQPglQOKxQED3/gc="); // 4 MB of blanks, and one

    assertThat(post("/v1/logs", "application/json", "br", bomb).statusCode()).isEqualTo(413);
  }

  @Test
  void encodingThatNobodyReads_isRefusedWithThoseThatAre() {
    HttpResponse<String> answer =
        post("/api/1/store/", null, "zstd", Crashes.SENTRY.getBytes(UTF_8));

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(json(answer).path("detail").asString()).contains("gzip", "deflate", "br", "zstd");
    JsonNode refusal = input("sentry").path("refused").get(0);
    assertThat(refusal.path("reason").asString()).isEqualTo("Unsupported encoding");
    assertThat(refusal.path("count").asLong()).isEqualTo(1);
  }

  @Test
  void firingAlert_raisesTheIssuesOfItsService() {
    post("/api/1/store/", null, null, Crashes.SENTRY.getBytes(UTF_8));
    String firing = ALERT.formatted(Instant.now());
    HttpResponse<String> answer =
        post("/api/v1/webhooks/alertmanager", "application/json", null, firing.getBytes(UTF_8));

    assertThat(answer.body()).isEqualTo("{\"accepted\":1}");
    JsonNode issue = json(server.get("/api/v1/issues/SHOP-1"));
    assertThat(issue.path("priority").asString()).isEqualTo("raised");
    assertThat(issue.path("alerts").get(0).path("id").asString()).startsWith("f@");
  }

  @Test
  void personsCategory_isKeptForWhatIsLikeIt() {
    post("/api/1/store/", null, null, Crashes.SENTRY.getBytes(UTF_8));

    HttpResponse<String> answer =
        server.post("/api/v1/issues/SHOP-1/classify", Map.of("category", "configuration"));

    assertThat(json(answer).path("category").asString()).isEqualTo("configuration");
    assertThat(json(server.get("/api/v1/issues/SHOP-1")).path("category").asString())
        .isEqualTo("configuration");
    assertThat(
        server.post("/api/v1/issues/SHOP-1/classify", Map.of("category", "weather")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void pageOfAnotherSite_sendsNothing() {
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/api/1/store/"))
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString(Crashes.SENTRY))
                .build());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(server.events.issues()).isEmpty();
  }

  private JsonNode input(String name) {
    return json(server.get("/api/v1/inputs")).path("inputs").valueStream()
        .filter(input -> input.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> post(
      String path, @Nullable String type, @Nullable String encoding, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    if (encoding != null) {
      request.header("Content-Encoding", encoding);
    }
    return server.send(request.build());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
