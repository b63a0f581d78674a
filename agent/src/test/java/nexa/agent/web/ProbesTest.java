package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import nexa.agent.store.Crashes;
import nexa.event.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Nobody hides a crash as a probe, and no probe becomes an issue. */
@Timeout(60)
final class ProbesTest {

  private static final String SENTRY = "sentry";

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() {
    server = new RunningServer(home);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void probe_isDecodedAndGrouped_andNotStored() {
    JsonNode probe = issue(SENTRY);

    HttpResponse<String> answer = send(crash(probe), secret(probe));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode state = state(probe);
    assertThat(state.path("arrived").asBoolean()).isTrue();
    assertThat(state.path("ended").asString())
        .startsWith("decoded, grouped and stopped before the store: it would open an issue");
    assertNothingIsKept();
    assertThat(inputs().isEmpty()).isTrue();
  }

  @Test
  void secretThatWasUsed_isRefusedAndCounted() {
    JsonNode probe = issue(SENTRY);
    send(crash(probe), secret(probe));

    HttpResponse<String> again = send(crash(probe), secret(probe));

    assertThat(again.statusCode()).isEqualTo(403);
    assertThat(again.body()).contains("was used already");
    assertRefused("was used already");
  }

  @Test
  void forgedSecret_neitherHidesACrashNorStoresIt() {
    issue(SENTRY);

    HttpResponse<String> answer = send(Crashes.SENTRY, "f".repeat(64));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("X-Sentry-Error")).contains("No probe");
    assertRefused("no probe of this daemon");
  }

  @Test
  void emptySecret_isRefused() {
    assertThat(send(Crashes.SENTRY, "").statusCode()).isEqualTo(403);
    assertRefused("no probe of this daemon");
  }

  @Test
  void secretOfAnotherInput_isRefused() {
    JsonNode probe = issue("logs");

    assertThat(send(crash(probe), secret(probe)).statusCode()).isEqualTo(403);
    assertRefused("is one of input logs");
    assertThat(state(probe).path("ended").isNull()).isTrue();
  }

  @Test
  void anotherCrashUnderAGoodSecret_isRefused() {
    JsonNode probe = issue(SENTRY);

    HttpResponse<String> answer = send(Crashes.SENTRY, secret(probe));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("brought another text");
    assertThat(state(probe).path("refused").asString()).contains("brought another text");
    assertNothingIsKept();
  }

  @Test
  void secretThatIsOver_isRefused() {
    ManualClock clock = new ManualClock();
    Probes probes = new Probes(clock, event -> "kept");
    Probes.Issued good = probes.issue(SENTRY);
    Probes.Issued over = probes.issue(SENTRY);
    clock.move(Probes.GOOD_FOR);
    assertThat(probes.claim(SENTRY, good.secret())).isNotNull();

    clock.move(Duration.ofMillis(1));

    assertThatThrownBy(() -> probes.claim(SENTRY, over.secret()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("was good until " + over.expires());
    assertThatThrownBy(() -> probes.claim(SENTRY, over.secret()))
        .hasMessageContaining("was used already");
  }

  @Test
  void probes_areBoundedAndForgotten() {
    ManualClock clock = new ManualClock();
    Probes probes = new Probes(clock, event -> "kept");
    Probes.Issued first = probes.issue(SENTRY);
    assertThatThrownBy(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            probes.issue(SENTRY);
          }
        })
        .isInstanceOf(Problem.class)
        .hasMessageContaining("were given out already");

    clock.move(Duration.ofHours(1));

    assertThat(probes.issue(SENTRY).secret()).isNotEqualTo(first.secret());
    assertThatThrownBy(() -> probes.state(first.id())).hasMessageContaining("There is no probe");
  }

  @Test
  void inputThatThereIsNot_isTold() {
    HttpResponse<String> answer = server.post("/api/v1/probes", Map.of("input", "webhook:old"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("webhook:old", "sentry");
  }

  @Test
  void standingCollector_isTold() {
    SourceChecks checks = new SourceChecks(Duration.ofMillis(20));

    assertThatThrownBy(checks::ask).hasMessageContaining("did not answer within");
  }

  private void assertNothingIsKept() {
    assertThat(server.events.issues()).isEmpty();
    assertThat(server.feed.newest()).isZero();
    assertThat(server.get("/metrics").body())
        .doesNotContain("nexa_events_received_total{", "nexa_events_rejected_total{");
  }

  private void assertRefused(String why) {
    assertThat(server.events.issues()).isEmpty();
    JsonNode refused = inputs().get(0).path("refused").get(0);
    assertThat(refused.path("reason").asString()).isEqualTo("No probe");
    assertThat(refused.path("sample").asString()).contains(why);
  }

  private JsonNode inputs() {
    return json(server.get("/api/v1/inputs")).path("inputs");
  }

  private JsonNode issue(String input) {
    return json(server.post("/api/v1/probes", Map.of("input", input)));
  }

  private JsonNode state(JsonNode probe) {
    return json(server.get("/api/v1/probes/" + probe.path("id").asString()));
  }

  private static String secret(JsonNode probe) {
    return probe.path("secret").asString();
  }

  private static String crash(JsonNode probe) {
    return """
        {"event_id":"0123456789abcdef0123456789abcdef","level":"error","exception":{"values":[
          {"type":"IllegalStateException","value":"%s","stacktrace":{"frames":[
            {"module":"com.example.Shop","function":"main","lineno":3}]}}]}}"""
        .formatted(probe.path("text").asString());
  }

  private HttpResponse<String> send(String body, String secret) {
    return server.send(
        HttpRequest.newBuilder(server.uri("/api/1/store/?sentry_key=any"))
            .header(Probes.HEADER, secret)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }
}
