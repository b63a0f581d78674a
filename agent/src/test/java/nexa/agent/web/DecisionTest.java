package nexa.agent.web;

import static nexa.agent.web.RunningServer.DIGEST;
import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nexa.agent.store.Crashes;
import nexa.agent.store.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Deciding a fix over HTTP. */
final class DecisionTest {

  private static final String FIX = "/api/v1/fixes/F-SHOP-1";
  private static final String PATH = FIX + "/decision";
  private static final String LIST = "/api/v1/fixes";

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
  void requestForChanges_bringsAnotherFixByItself() {
    assertThat(decide("request_changes", DIGEST, "").statusCode()).isEqualTo(400);
    assertThat(decide("request_changes", "0ld", "Smaller").statusCode()).isEqualTo(412);
    JsonNode fix = json(decide("request_changes", DIGEST, "Smaller, please"));

    assertThat(fix.path("status").asString()).isEqualTo("rejected");
    assertThat(fix.path("reviews").path(0).path("text").asString()).isEqualTo("Smaller, please");
    assertThat(fix.path("reviews").path(0).path("asks").asBoolean()).isTrue();
    server.awaitFix("F-SHOP-1.2", "waiting");
    JsonNode old = json(server.get(FIX));
    assertThat(old.path("successor").path("fix").asString()).isEqualTo("F-SHOP-1.2");
    assertThat(old.path("successor").path("reason").asString()).isEqualTo("Smaller, please");
    assertThat(json(server.get("/api/v1/fixes/F-SHOP-1.2")).path("replaces").asString())
        .isEqualTo("F-SHOP-1");
    assertThat(decide("request_changes", DIGEST, "Smaller").statusCode()).isEqualTo(409);
    assertThat(json(server.get("/api/v1/audit")).toString()).contains("for another");
  }

  @Test
  void requestsForChanges_endAfterThree() {
    for (String id : new String[] {"F-SHOP-1", "F-SHOP-1.2", "F-SHOP-1.3"}) {
      server.awaitFix(id, "waiting");
      assertThat(ask(id).statusCode()).isEqualTo(200);
    }
    server.awaitFix("F-SHOP-1.4", "waiting");

    HttpResponse<String> fourth = ask("F-SHOP-1.4");

    assertThat(fourth.statusCode()).isEqualTo(409);
    assertThat(json(fourth).path("hint").asString()).contains("by hand");
    assertThat(server.fixes.find("F-SHOP-1.4").orElseThrow().status()).isEqualTo("waiting");
    assertThat(server.runs.ofIssue("SHOP-1")).hasSize(4);
  }

  private HttpResponse<String> ask(String id) {
    return server.post(
        "/api/v1/fixes/" + id + "/decision",
        Map.of("decision", "request_changes", "digest", DIGEST, "reason", "not so"));
  }

  @Test
  void signoff_isKeptOnlyWhenAsked() {
    server.post(PATH, Map.of("decision", "approve", "digest", DIGEST, "signoff", true));

    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().signoff()).isTrue();
    assertThat(json(server.get("/api/v1/audit")).toString()).contains("signed off");
  }

  @Test
  void planOfTwo_isCarriedOutAfterTheSecondPerson() {
    ofTwo();
    HttpRequest.Builder bob = by("bob");
    server.begin("SHOP-1");

    JsonNode waiting = json(server.get(FIX));
    assertThat(waiting.path("approvals").path("needed").asInt()).isEqualTo(2);
    assertThat(waiting.path("approvals").path("because").path(0).asString())
        .contains("needs two persons");
    assertThat(waiting.path("approvals").path("refusal").isNull()).isTrue();
    HttpResponse<String> first = decide("approve", DIGEST, "");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(json(first).path("status").asString()).isEqualTo("waiting");
    String owner = json(first).path("approvals").path("first").path("by").asString();
    assertThat(owner).isEqualTo(Door.daemonUser());

    HttpResponse<String> again = decide("approve", DIGEST, "");
    assertThat(again.statusCode()).isEqualTo(403);
    for (JsonNode toOwner : List.of(json(first), json(server.get(FIX)), listed(server.get(LIST)))) {
      assertThat(toOwner.path("approvals").path("refusal").asString())
          .isNotBlank().isSubstringOf(json(again).path("detail").asString());
    }
    HttpResponse<String> toBob = server.send(bob.copy().uri(server.uri(LIST)).GET().build());
    assertThat(listed(toBob).path("approvals").path("refusal").isNull()).isTrue();
    assertThat(json(again).path("hint").asString()).contains("nexa token create", "fourEyes: []");

    HttpResponse<String> second = server.send(approval(bob, DIGEST));
    assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
    server.awaitFix("F-SHOP-1", "applied");
    assertThat(json(server.get(FIX)).path("decidedBy").asString()).isEqualTo(owner + " and bob");
    assertThat(json(server.get(FIX)).path("approvals").path("refusal").isNull()).isTrue();
    HttpResponse<String> late = decide("reject", DIGEST, "too late");
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(json(late).path("detail").asString()).contains(owner + " and bob");
  }

  @Test
  void secondPersonWithAnOldDigest_isToldSo() {
    ofTwo();
    HttpRequest.Builder bob = by("bob");
    server.begin("SHOP-1");
    decide("approve", DIGEST, "");

    assertThat(server.send(approval(bob, "0ld")).statusCode()).isEqualTo(412);
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().first()).isNotNull();
  }

  @Test
  void rejectionAfterAFirstApproval_endsIt() {
    ofTwo();
    HttpRequest.Builder bob = by("bob");
    server.begin("SHOP-1");
    decide("approve", DIGEST, "");
    decide("reject", DIGEST, "on second thoughts");

    HttpResponse<String> late = server.send(approval(bob, DIGEST));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(json(late).path("detail").asString())
        .contains("rejected, decided by " + Door.daemonUser() + ".");
  }

  private static JsonNode listed(HttpResponse<String> answer) {
    return json(answer).path("fixes").path(0);
  }

  /** Begins anew where two persons have to approve. */
  private void ofTwo() {
    server.close();
    server = RunningServer.ofTwo(home.resolve("two"));
    server.store(Crashes.captured("e1", "java.lang.NullPointerException"));
  }

  private HttpRequest.Builder by(String name) {
    String token =
        json(server.post("/api/v1/tokens", Map.of("name", name, "scope", "decide")))
            .path("token").asString();
    return HttpRequest.newBuilder(server.uri(PATH)).header("Authorization", "Bearer " + token);
  }

  private static HttpRequest approval(HttpRequest.Builder by, String digest) {
    return by.POST(
        HttpRequest.BodyPublishers.ofString(
            Json.write(Map.of("decision", "approve", "digest", digest))))
        .build();
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
