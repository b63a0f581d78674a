package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import nexa.agent.store.Crashes;
import nexa.event.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Merge, split, route and urgency, over HTTP. */
final class RegroupRoutesTest {

  private static final String NPE = "java.lang.NullPointerException";
  private static final String ARITHMETIC = "java.lang.ArithmeticException";

  private RunningServer server;

  @BeforeEach
  void start(@TempDir Path home) {
    server = new RunningServer(home);
    server.store(
        Crashes.event("e1", "logfile", NPE), Crashes.event("e2", "logfile", ARITHMETIC),
        Crashes.event("e3", "logfile", ARITHMETIC));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void merge_answersTheIssueThatIsLeft() {
    HttpResponse<String> answer =
        server.post(
            "/api/v1/issues/SHOP-2/merge", Map.of("into", "SHOP-1", "reason", "the same record"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("id").asString()).isEqualTo("SHOP-1");
    assertThat(json(answer).path("count").asLong()).isEqualTo(3);
    assertThat(json(answer).path("groupedBecause").asString())
        .contains("A person, ", "merged SHOP-2 into it: the same record");
    assertThat(json(server.get("/api/v1/issues")).path("issues").size()).isEqualTo(1);
    assertThat(json(server.get("/api/v1/issues/SHOP-2")).path("id").asString())
        .isEqualTo("SHOP-1");
  }

  @Test
  void split_answersTheIssueThatIsNew() {
    server.post("/api/v1/issues/SHOP-2/merge", Map.of("into", "SHOP-1"));
    JsonNode parts = json(server.get("/api/v1/issues/SHOP-1")).path("parts");

    JsonNode part = parts.valueStream()
        .filter(each -> each.path("splittable").asBoolean())
        .findFirst()
        .orElseThrow();
    JsonNode split =
        json(
            server.post(
                "/api/v1/issues/SHOP-1/split", Map.of("part", part.path("id").asString())));

    assertThat(parts.size()).isEqualTo(2);
    assertThat(part.path("said").asString()).startsWith("ArithmeticException: boom");
    assertThat(split.path("id").asString()).isEqualTo("SHOP-2");
    assertThat(split.path("count").asLong()).isEqualTo(2);
    assertThat(split.path("groupedBecause").asString()).contains("split it off from SHOP-1");
  }

  @Test
  void issueWithAFixThatWaits_isNotMergedAway() {
    server.runs.begin("SHOP-2");
    server.awaitFix("F-SHOP-2", "waiting");
    Await.until(() -> server.runs.latest("SHOP-2").orElseThrow().status().equals("waiting"));

    HttpResponse<String> answer =
        server.post("/api/v1/issues/SHOP-2/merge", Map.of("into", "SHOP-1"));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).path("detail").asString()).contains("decide it first");
    assertThat(
        server.post("/api/v1/issues/SHOP-1/merge", Map.of("into", "SHOP-2")).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "SHOP-1/merge, into, SHOP-1, 409",
    "SHOP-1/merge, into, SHOP-9, 404",
    "SHOP-9/merge, into, SHOP-1, 404",
    "SHOP-1/merge, to,   SHOP-2, 400",
    "SHOP-1/split, part, x,      409",
    "SHOP-1/split, of,   x,      400",
  })
  void impossibleRequest_isAProblemWithAHint(String path, String name, String value, int status) {
    HttpResponse<String> answer = server.post("/api/v1/issues/" + path, Map.of(name, value));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).path("hint").asString()).isNotBlank();
  }

  @Test
  void issue_saysWhereItGoesAndHowUrgentItIs() {
    JsonNode issue = json(server.get("/api/v1/issues/SHOP-1"));

    assertThat(issue.path("route").path("path").asString()).isEqualTo("none");
    assertThat(issue.path("route").path("because").asString()).contains("services[].repository");
    assertThat(issue.path("urgency").asString()).isEqualTo("normal");
    assertThat(issue.path("urgencyScore").asInt()).isPositive();
    assertThat(issue.path("urgentBecause").toString()).contains("requests or jobs fail");
  }

  @Test
  void issues_areSortedByUrgencyWhenAsked() {
    Instant now = Instant.now();
    for (int i = 0; i < 100; i++) {
      server.store(at(now, "often" + i, NPE));
    }
    server.store(at(now.plusSeconds(60), "last", ARITHMETIC));

    assertThat(first("?sort=urgency")).isEqualTo("SHOP-1");
    assertThat(first("?sort=seen")).isEqualTo("SHOP-2");
    assertThat(first("")).isEqualTo("SHOP-2");
    assertThat(server.get("/api/v1/issues?sort=x").statusCode()).isEqualTo(400);
  }

  private static Event at(Instant time, String id, String type) {
    Event bare = Crashes.event(id, "logfile", type);
    return new Event(
        id, bare.service(), time, bare.severity(), bare.input(), bare.message(), bare.release(),
        bare.stackTrace(), null, null);
  }

  private String first(String query) {
    return json(server.get("/api/v1/issues" + query)).path("issues").get(0).path("id").asString();
  }
}
