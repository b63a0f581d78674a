package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nexa.agent.store.Crashes;
import nexa.agent.store.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Markup in every text that anyone can send: whatever shows it again says that it is data. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class HostileTextTest {

  /** Each field has its own, so that it is seen where each comes out. */
  private static final List<String> FIELDS =
      List.of("type", "value", "module", "function", "filename", "release", "environment", "logger",
          "line", "service", "alertname", "summary", "jvm", "main", "reason");

  private RunningServer server;

  @BeforeAll
  void fill(@TempDir Path home) {
    server = new RunningServer(home);
    server.store(Crashes.captured("e1", "java.lang.NullPointerException"));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
    sentry();
    post("/api/v1/ingest/logs?service=" + encoded("service"),
        "2026-11-27 10:00:00 ERROR " + markup("line") + "\njava.lang.IllegalStateException: x\n"
            + "\tat com.example.Till.sum(Till.java:3)\n");
    post("/api/v1/webhooks/alertmanager",
        Json.write(Map.of("alerts", List.of(Map.of(
            "status", "firing", "startsAt", "2026-11-27T10:00:00Z", "fingerprint", "f",
            "labels", Map.of("alertname", markup("alertname"), "service", "shop"),
            "annotations", Map.of("summary", markup("summary")))))));
    post("/api/1/store/", "{no json " + markup("sample"));
    server.agent("/agent/v1/hello",
        Json.write(Map.of("agent", "0.1.0", "service", "shop",
            "jvm", Map.of("pid", 1, "startedUnixMs", 1, "version", markup("jvm"), "main",
                markup("main")))));
    server.post("/api/v1/fixes/F-SHOP-1/decision",
        Map.of("decision", "reject", "digest", RunningServer.DIGEST, "reason", markup("reason")));
  }

  private void sentry() {
    Map<String, Object> frame =
        Map.of("module", "com.example." + markup("module"), "function", markup("function"),
            "filename", markup("filename"), "lineno", 7, "in_app", true);
    post("/api/till/store/",
        Json.write(Map.of(
            "release", markup("release"), "environment", markup("environment"), "logger",
            markup("logger"), "exception",
            Map.of("values", List.of(Map.of(
                "type", markup("type"), "value", markup("value"), "module", "com.example",
                "stacktrace", Map.of("frames", List.of(frame))))))));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String markup(String field) {
    return "<img src=x onerror=" + field + "()>\"'";
  }

  private static String encoded(String field) {
    return URLEncoder.encode(markup(field), StandardCharsets.UTF_8);
  }

  private void post(String path, String body) {
    server.send(
        HttpRequest.newBuilder(server.uri(path))
            .header("User-Agent", markup("agent"))
            .POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  /** Every route that reads, of each issue and fix, and errors that repeat what was asked for. */
  Stream<String> reads() {
    List<String> ids =
        server.events.issues().stream().map(issue -> encodedPath(issue.id())).toList();
    Stream<String> routes =
        server.web.routes().stream()
            .filter(route -> route.startsWith("GET /api/") && !route.endsWith("/api/v1/events"))
            .map(route -> route.substring("GET ".length()))
            .flatMap(
                path -> path.contains("/issues/{id}")
                    ? ids.stream().map(id -> path.replace("{id}", id))
                    : Stream.of(path.replace("{id}", "F-SHOP-1")));
    return Stream.concat(routes,
        Stream.of("/metrics", "/api/v1/" + encoded("path"), "/api/v1/issues/" + encoded("id"),
            "/api/v1/fixes/" + encoded("id"), "/api/v1/issues?limit=" + encoded("limit"),
            "/api/v1/issues?sort=" + encoded("sort"), "/?key=" + encoded("key"),
            "/" + encoded("file")));
  }

  private static String encodedPath(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @ParameterizedTest
  @MethodSource("reads")
  void answer_isData(String path) {
    RawAnswer answer = read(path);

    assertThat(answer.header("Content-Type").orElseThrow())
        .as(path)
        .satisfiesAnyOf(
            type -> assertThat(type).startsWith("application/json"),
            type -> assertThat(type).startsWith("application/problem+json"),
            type -> assertThat(type).startsWith("text/plain"));
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.header("X-Frame-Options")).contains("DENY");
    assertThat(answer.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'",
            "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "*", "data:");
  }

  /** Else the test above would look at nothing. */
  @Test
  void markup_comesOutAsItWentIn() {
    String all = String.join("\n", reads().map(path -> read(path).text()).toList());

    assertThat(FIELDS)
        .filteredOn(field -> all.contains("onerror=" + field + "()"))
        .hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void page_isTheSameWhateverWasSent() {
    assertThat(read("/").body()).doesNotContain("onerror");
  }

  private RawAnswer read(String path) {
    return RawAnswer.to(server.web.port(), RawRequest.get(path).bearer(server.key("token")));
  }
}
