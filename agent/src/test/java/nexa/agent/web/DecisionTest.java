package nexa.agent.web;

import static nexa.agent.web.RunningServer.DIGEST;
import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import nexa.agent.store.Crashes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Deciding a fix over HTTP. */
final class DecisionTest {

  private static final String PATH = "/api/v1/fixes/F-SHOP-1/decision";

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void waitingFix() {
    server = new RunningServer(home);
    server.store(Crashes.captured("e1", "java.lang.NullPointerException"));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void approvedFix_isAppliedByTheRun() {
    HttpResponse<String> answer = decide("approve", DIGEST, "");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("decidedBy").asString()).isNotBlank();
    server.awaitFix("F-SHOP-1", "applied");
    JsonNode fix = json(server.get("/api/v1/fixes/F-SHOP-1"));
    assertThat(fix.path("change").path("commit").asString()).isEqualTo("abc123");
  }

  @Test
  void rejectedFix_keepsTheReasonAndEndsTheRun() {
    decide("reject", DIGEST, "too wide");

    Await.until(() -> server.runs.latest("SHOP-1").orElseThrow().status().equals("ended"));
    JsonNode issue = json(server.get("/api/v1/issues/SHOP-1"));
    assertThat(issue.path("runs").get(0).path("outcome").asString()).isEqualTo("declined");
    assertThat(issue.path("runs").get(0).path("reason").asString()).isEqualTo("too wide");
  }

  @Test
  void secondDecision_isAConflict() {
    decide("reject", DIGEST, "too wide");

    HttpResponse<String> answer = decide("approve", DIGEST, "");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).path("detail").asString()).contains("rejected", "decided by");
  }

  @Test
  void staleDigest_isRefused() {
    HttpResponse<String> answer = decide("approve", "0ld", "");

    assertThat(answer.statusCode()).isEqualTo(412);
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("waiting");
  }

  @Test
  void unknownDecision_isABadRequest() {
    assertThat(decide("shrug", DIGEST, "").statusCode()).isEqualTo(400);
    assertThat(decide("approve", "", "").statusCode()).isEqualTo(400);
  }

  @Test
  void requestForChanges_isKeptWhileTheFixWaits() {
    assertThat(decide("request_changes", DIGEST, "").statusCode()).isEqualTo(400);
    assertThat(decide("request_changes", "0ld", "Smaller").statusCode()).isEqualTo(412);
    JsonNode fix = json(decide("request_changes", DIGEST, "Smaller, please"));

    assertThat(fix.path("status").asString()).isEqualTo("waiting");
    assertThat(fix.path("reviews").path(0).path("text").asString()).isEqualTo("Smaller, please");
    assertThat(fix.path("reviews").path(0).path("asks").asBoolean()).isTrue();
    decide("reject", DIGEST, "too wide");
    assertThat(decide("request_changes", DIGEST, "Smaller").statusCode()).isEqualTo(409);
  }

  @Test
  void signoff_isKeptOnlyWhenAsked() {
    server.post(PATH, Map.of("decision", "approve", "digest", DIGEST, "signoff", true));

    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().signoff()).isTrue();
    assertThat(json(server.get("/api/v1/audit")).toString()).contains("signed off");
  }

  @Test
  void fixThatIsNotCommitted_isNoMail() {
    HttpResponse<String> answer = server.get("/api/v1/fixes/F-SHOP-1/patch");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).path("hint").asString()).contains("Approve it first");
  }

  @Test
  void unknownFix_isNotFound() {
    HttpResponse<String> answer =
        server.post("/api/v1/fixes/F-9/decision", Map.of("decision", "approve", "digest", DIGEST));

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> decide(String decision, String digest, String reason) {
    return server.post(PATH, Map.of("decision", decision, "digest", digest, "reason", reason));
  }
}
