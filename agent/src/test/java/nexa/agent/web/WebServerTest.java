package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import nexa.agent.store.Crashes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The routes, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebServerTest {

  private static final String NPE = "java.lang.NullPointerException";

  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path home) {
    server = new RunningServer(home);
    server.store(Crashes.event("e1", "logfile", NPE), Crashes.captured("e2", NPE));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void issue_hasTheFieldsOfTheContract() {
    JsonNode issue = json(server.get("/api/v1/issues/SHOP-1"));

    assertThat(issue.propertyNames())
        .contains(
            "id", "service", "fingerprint", "title", "exceptionType", "topFrame", "category",
            "severity", "status", "count", "firstSeen", "lastSeen", "release", "inputs",
            "groupedBecause");
    assertThat(issue.path("status").asString()).isEqualTo("open");
    assertThat(issue.path("inputs").toString()).isEqualTo("[\"javaagent\",\"logfile\"]");
    assertThat(issue.path("count").asLong()).isEqualTo(1);
  }

  @Test
  void issue_showsSourceAndCapturedValues() {
    JsonNode issue = json(server.get("/api/v1/issues/SHOP-1"));

    JsonNode frame = issue.path("traces").get(0).path("frames").get(0);
    assertThat(frame.path("inApp").asBoolean()).isTrue();
    assertThat(frame.path("source").path("lines").get(1).asString()).contains("item.price()");
    JsonNode captured = issue.path("snapshot").get(0);
    assertThat(captured.path("receiver").asString()).contains("items=[null]", "redacted");
    assertThat(captured.path("arguments").get(0).path("value").asString())
        .isEqualTo("Optional.empty");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/issues?q=cart.TOTAL, 1",
    "/api/v1/issues?q=nothing, 0",
    "/api/v1/issues?status=resolved, 0",
    "/api/v1/issues?service=shop&limit=0, 0",
  })
  void issues_areFiltered(String path, int found) {
    assertThat(json(server.get(path)).path("issues").size()).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/status", "/api/v1/services", "/api/v1/issues", "/api/v1/issues/SHOP-1/events",
        "/api/v1/issues/SHOP-1/thoughts", "/api/v1/fixes", "/api/v1/fixes/F-SHOP-1",
        "/api/v1/fixes/F-SHOP-1/evidence", "/api/v1/cases", "/api/v1/jvms", "/api/v1/audit",
        "/api/v1/inputs", "/api/v1/inputs/logfile/events", "/api/v1/openapi.json"
      })
  void read_answersJsonToAdminsOnly(String path) {
    HttpResponse<String> answer = server.get(path);
    HttpResponse<String> refused =
        server.send(HttpRequest.newBuilder(server.uri(path)).build());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).isObject()).isTrue();
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(json(refused).path("hint").asString()).contains("nexa open");
  }

  @Test
  void thoughts_areSpansOfTheIssuesRuns() {
    JsonNode found = json(server.get("/api/v1/issues/SHOP-1/thoughts?run=newest"));

    assertThat(found.path("title").asString()).isEqualTo("NullPointerException in Cart.total");
    String run = found.path("runs").get(0).path("id").asString();
    JsonNode thought = found.path("thoughts").get(0);
    assertThat(thought.path("run").asString()).isEqualTo(run);
    assertThat(thought.path("id").asString()).hasSize(16);
    assertThat(thought.path("parent").isNull()).isTrue();
    assertThat(thought.path("name").asString()).isEqualTo("plan");
    assertThat(thought.path("state").asString()).isEqualTo("ok");
    assertThat(thought.path("facts").path("fix").asString()).isEqualTo("F-SHOP-1");
    assertThat(json(server.get("/api/v1/issues/SHOP-1/thoughts?run=" + run)).path("thoughts"))
        .isEqualTo(found.path("thoughts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHOP-1/thoughts?run=", "SHOP-1/thoughts?run=SHOP-2/1", "SHOP-1/thoughts?run=%00'%20OR%201",
        "SHOP-9/thoughts", "SHOP-9/thoughts?run=newest", "%3Cimg%20src=x%3E/thoughts"
      })
  void thoughtsOfNobody_areNotThere(String path) {
    HttpResponse<String> answer = server.get("/api/v1/issues/" + path);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    assertThat(json(answer).path("hint").asString()).isNotEmpty();
  }

  @Test
  void unchangedDocument_isNotSentAgain() {
    String tag = server.get("/api/v1/cases").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again =
        server.send(server.request("/api/v1/cases").header("If-None-Match", tag).build());

    assertThat(again.statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /api/v1/nowhere,          404",
    "GET,  /api/v1/issues/SHOP-99,   404",
    "GET,  /api/v1/fixes/F-9/diff,   404",
    "GET,  /api/v1/issues?limit=x,   400",
    "PUT,  /api/v1/issues,           405",
    "POST, /api/v1/fixes/F-SHOP-1/decision, 400",
  })
  void error_isAProblemWithAHint(String method, String path, int status) {
    HttpResponse<String> answer =
        server.send(
            server.request(path).method(method, HttpRequest.BodyPublishers.ofString("{no json"))
                .build());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(json(answer).path("status").asInt()).isEqualTo(status);
    assertThat(json(answer).path("hint").asString()).isNotBlank();
  }

  @Test
  void tooLargeBody_isRefused() {
    HttpResponse<String> answer =
        server.agent("/agent/v1/hello", " ".repeat(RequestBody.BYTES_MAX + 1));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(json(answer).path("hint").asString()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "agent-token", "nexa.sock"})
  void key_isReadableByItsOwnerOnly(String file) throws Exception {
    assertThat(
        PosixFilePermissions.toString(Files.getPosixFilePermissions(server.home.resolve(file))))
        .isEqualTo("rw-------");
  }

  @Test
  void foreignOrigin_cannotDecide() {
    HttpResponse<String> answer =
        server.send(
            server
                .request("/api/v1/fixes/F-SHOP-1/decision")
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("waiting");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:6392, 200",
    "localhost,      200",
    "[::1]:6392,     200",
    "evil.example,   421",
    "127.0.0.1.evil.example:6392, 421",
  })
  void hostOfAnotherSite_isNotAnswered(String host, int status) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.web.port())) {
      String request = "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void description_namesEveryRouteOfTheContractThatExists() {
    assertThat(json(server.get("/api/v1/openapi.json")).path("paths").propertyNames())
        .contains(
            "/api/v1/status", "/api/v1/services", "/api/v1/issues", "/api/v1/issues/{id}",
            "/api/v1/issues/{id}/events", "/api/v1/issues/{id}/thoughts", "/api/v1/fixes",
            "/api/v1/fixes/{id}", "/api/v1/fixes/{id}/diff", "/api/v1/fixes/{id}/evidence",
            "/api/v1/fixes/{id}/decision", "/api/v1/cases", "/api/v1/jvms", "/api/v1/events",
            "/api/v1/openapi.json", "/agent/v1/hello", "/agent/v1/events", "/agent/v1/status",
            "/healthz", "/readyz", "/metrics");
  }

  @Test
  void page_isServedUnderAStrictPolicy() {
    HttpResponse<String> page = server.send(HttpRequest.newBuilder(server.uri("/")).build());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void metrics_haveTheNamesOfTheContract() {
    String metrics = server.send(HttpRequest.newBuilder(server.uri("/metrics")).build()).body();

    assertThat(metrics.lines().filter(line -> line.startsWith("nexa_")))
        .anyMatch(line -> line.startsWith("nexa_issues_open{service=\"shop\",severity=\"error\"}"))
        .anyMatch(line -> line.startsWith("nexa_approvals_pending 1"))
        .anyMatch(line -> line.startsWith("nexa_cases "))
        .anyMatch(line -> line.startsWith("nexa_agents_connected "))
        .anyMatch(line -> line.startsWith("nexa_task_failures_total{task=\"nexa-sweep\"} 0"))
        .anyMatch(line -> line.startsWith("nexa_build_info{version=\"0.1.0\"} 1"))
        .anyMatch(
            line -> line.startsWith("nexa_fixes_total{outcome=\"waiting\",source=\"operator\"} 1"));
  }

  @Test
  void health_needsNoKey() {
    assertThat(Stream.of("/healthz", "/readyz"))
        .allSatisfy(
            path -> assertThat(
                server.send(HttpRequest.newBuilder(server.uri(path)).build()).statusCode())
                .isEqualTo(200));
  }

  @Test
  void statusOfAnIssue_isSet() {
    server.store(Crashes.event("s1", "logfile", "java.lang.IllegalStateException"));

    HttpResponse<String> ignored = server.post("/api/v1/issues/SHOP-2/ignore", Map.of());
    HttpResponse<String> reopened = server.post("/api/v1/issues/SHOP-2/reopen", Map.of());

    assertThat(json(ignored).path("status").asString()).isEqualTo("ignored");
    assertThat(json(reopened).path("status").asString()).isEqualTo("open");
  }
}
