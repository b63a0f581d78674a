package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nexa.agent.config.Access;
import nexa.agent.config.Access.Proof;
import nexa.agent.config.InputsConfig;
import nexa.agent.store.Cases;
import nexa.agent.store.Crashes;
import nexa.agent.store.Publications;
import nexa.memory.Case;
import nexa.patch.Recipe;
import nexa.repair.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What forges tell of a fix that was approved, applied and proposed, over HTTP. */
final class ForgeRoutesTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String OTHER = "fedcba9876543210fedcba9876543210";
  private static final String BILLING = "00112233445566778899aabbccddeeff";

  @TempDir
  private Path home;
  private RunningServer server;
  private Cases cases;

  @BeforeEach
  void proposedFix() {
    InputsConfig inputs =
        InputsConfig.OPEN
            .with("github", access(Proof.SHA256, "X-Hub-Signature-256"))
            .with("gitlab", access(Proof.TOKEN, "X-Gitlab-Token"));
    server = new RunningServer(home, 0, List.of(), inputs, null);
    server.store(Crashes.captured("e1", "java.lang.NullPointerException"));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
    server.post(
        "/api/v1/fixes/F-SHOP-1/decision",
        Map.of("decision", "approve", "digest", RunningServer.DIGEST, "reason", ""));
    server.awaitFix("F-SHOP-1", "applied");
    cases = new Cases(server.store);
    cases.keep(
        new Case(
            "F-SHOP-1", "shop", "f", "E", "c", new Recipe(Recipe.Shape.BEFORE_STATEMENT, "r"), "o",
            Case.Outcome.APPROVED, "abc123", Instant.EPOCH));
    propose("github");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Access access(Proof proof, String header) {
    return new Access(
        proof, header, null,
        List.of(new Access.Key(KEY), new Access.Key(BILLING, Set.of("billing"))));
  }

  private void propose(String forge) {
    server.publications.begin("F-SHOP-1", new Change("nexa/shop-1-null", "abc123"), "remote");
    server.publications.opened(
        server.publications.find("F-SHOP-1").orElseThrow(),
        new Publications.PullRequest(forge, "acme/shop", 7, "https://git.example/acme/shop/pull/7"),
        null);
  }

  @Test
  void mergedFix_isConfirmed() {
    HttpResponse<String> answer = gitHub(KEY, pull("closed", true, "10:00:00"));

    assertThat(answer.body()).isEqualTo("{\"accepted\":1}");
    JsonNode fix = json(server.get("/api/v1/fixes/F-SHOP-1"));
    assertThat(fix.path("status").asString()).isEqualTo("applied");
    assertThat(fix.path("publication").path("state").asString()).isEqualTo("merged");
    assertThat(fix.path("publication").path("by").asString()).isEqualTo("eve (github)");
    assertThat(outcome()).isEqualTo(Case.Outcome.APPROVED);
    assertThat(json(server.get("/api/v1/audit")).toString()).contains("eve (github)", "merged");
  }

  @Test
  void closedFix_isABadExampleWithItsReason() {
    gitHub(KEY, comment(1, "bob", "Later"));
    gitHub(KEY, comment(2, "eve", "The caller is wrong, not this"));
    gitHub(KEY, pull("closed", false, "10:00:00"));

    JsonNode fix = json(server.get("/api/v1/fixes/F-SHOP-1"));
    assertThat(fix.path("status").asString()).isEqualTo("rejected");
    assertThat(fix.path("reason").asString())
        .isEqualTo("eve (github): The caller is wrong, not this");
    assertThat(fix.path("reviews")).hasSize(2);
    assertThat(outcome()).isEqualTo(Case.Outcome.REJECTED);

    gitHub(KEY, pull("reopened", false, "10:05:00"));
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
    assertThat(outcome()).isEqualTo(Case.Outcome.APPROVED);
  }

  @Test
  void requestForChanges_bringsAnotherFixOnce() {
    String asked = review("changes_requested", "COLLABORATOR", "Return an empty list instead");

    gitHub(KEY, asked);
    server.awaitFix("F-SHOP-1.2", "waiting");
    gitHub(KEY, asked + "\n");
    gitHub(KEY, review("changes_requested", "OWNER", "And name it"));

    assertThat(server.runs.ofIssue("SHOP-1")).hasSize(2);
    JsonNode fix = json(server.get("/api/v1/fixes/F-SHOP-1"));
    assertThat(fix.path("status").asString()).isEqualTo("applied");
    assertThat(fix.path("successor").path("fix").asString()).isEqualTo("F-SHOP-1.2");
    assertThat(fix.path("successor").path("by").asString()).isEqualTo("bob");
    assertThat(server.requests.refused(server.events.issue("SHOP-1").orElseThrow()))
        .singleElement()
        .satisfies(
            refused -> assertThat(refused.reason())
                .contains("Return an empty list instead", "And name it"));
    assertThat(json(server.get("/api/v1/audit")).toString()).contains("changes asked", "bob");
  }

  @Test
  void fixMergedAfterAll_withdrawsItsSuccessor() {
    gitHub(KEY, review("changes_requested", "OWNER", "Return an empty list instead"));
    server.awaitFix("F-SHOP-1.2", "waiting");

    gitHub(KEY, pull("closed", true, "10:00:00"));

    String why = "F-SHOP-1 was merged by eve (github).";
    JsonNode next = json(server.get("/api/v1/fixes/F-SHOP-1.2"));
    assertThat(next.path("status").asString()).isEqualTo("rejected");
    assertThat(next.path("decidedBy").asString()).isEqualTo("nexa");
    assertThat(next.path("reason").asString()).isEqualTo(why);
    JsonNode successor = json(server.get("/api/v1/fixes/F-SHOP-1")).path("successor");
    assertThat(successor.path("state").asString()).isEqualTo("moot");
    assertThat(successor.path("because").asString()).isEqualTo(why);
    Await.until(() -> server.runs.latest("SHOP-1").orElseThrow().status().equals("ended"));
    JsonNode issue = json(server.get("/api/v1/issues/SHOP-1"));
    assertThat(issue.path("runs").path(1).path("reason").asString()).isEqualTo(why);
    assertThat(issue.path("fixes").path(0).path("reason").asString()).isEqualTo(why);
    assertThat(json(server.get("/api/v1/audit")).toString())
        .contains("withdrawn", "F-SHOP-1.2 " + RunningServer.DIGEST + ": " + why);
    HttpResponse<String> late =
        server.post(
            "/api/v1/fixes/F-SHOP-1.2/decision",
            Map.of("decision", "approve", "digest", RunningServer.DIGEST));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(json(late).path("detail").asString()).contains("rejected, decided by nexa");
  }

  @Test
  void successorThatIsMerged_closesTheOldOneWhichIsABadExample() {
    gitHub(KEY, review("changes_requested", "OWNER", "Return an empty list instead"));
    server.awaitFix("F-SHOP-1.2", "waiting");
    server.post(
        "/api/v1/fixes/F-SHOP-1.2/decision",
        Map.of("decision", "approve", "digest", RunningServer.DIGEST));
    server.awaitFix("F-SHOP-1.2", "applied");
    server.publications.begin("F-SHOP-1.2", new Change("nexa/shop-1-null-2", "def"), "remote");
    server.publications.opened(
        server.publications.find("F-SHOP-1.2").orElseThrow(),
        new Publications.PullRequest("github", "acme/shop", 8, "https://git.example/8"), null);

    gitHub(KEY, pull("closed", true, "10:00:00").replace("\"number\":7", "\"number\":8")
        .replace("nexa/shop-1-null", "nexa/shop-1-null-2"));

    JsonNode old = json(server.get("/api/v1/fixes/F-SHOP-1"));
    assertThat(old.path("publication").path("state").asString()).isEqualTo("closing");
    assertThat(old.path("publication").path("reason").asString())
        .isEqualTo("F-SHOP-1.2 was merged by eve (github).");
    assertThat(old.path("successor").path("state").asString()).isEqualTo("found");
    assertThat(outcome()).isEqualTo(Case.Outcome.REJECTED);

    String echo = pull("closed", false, "10:00:05");
    assertThat(gitHub(KEY, echo).body()).as("its own doing").isEqualTo("{\"accepted\":0}");
    assertThat(server.publications.find("F-SHOP-1").orElseThrow().state())
        .isEqualTo(Publications.State.CLOSING);
    assertThat(json(server.get("/api/v1/fixes/F-SHOP-1.2")).path("status").asString())
        .isEqualTo("applied");
  }

  @ParameterizedTest
  @CsvSource({"changes_requested, NONE", "changes_requested, CONTRIBUTOR", "approved, OWNER"})
  void whatIsNoRequestOfTheTeam_beginsNothing(String state, String association) {
    gitHub(KEY, review(state, association, "Hm"));

    assertThat(json(server.get("/api/v1/fixes/F-SHOP-1")).path("successor").isNull()).isTrue();
    assertThat(server.runs.ofIssue("SHOP-1")).hasSize(1);
    assertThat(json(server.get("/api/v1/fixes/F-SHOP-1")).path("reviews")).hasSize(1);
  }

  @Test
  void requestOnWhatIsClosed_beginsNothing() {
    gitHub(KEY, pull("closed", false, "10:00:00"));
    gitHub(KEY, review("changes_requested", "OWNER", "Too late"));

    assertThat(server.runs.ofIssue("SHOP-1")).hasSize(1);
  }

  private static String review(String state, String association, String text) {
    return "{\"action\":\"submitted\",\"review\":{\"id\":" + text.hashCode()
        + ",\"state\":\"" + state + "\",\"author_association\":\"" + association
        + "\",\"user\":{\"login\":\"bob\"},\"body\":\"" + text
        + "\",\"submitted_at\":\"2026-11-26T10:00:00Z\"},\"pull_request\":{\"number\":7,"
        + "\"head\":{\"ref\":\"nexa/shop-1-null\"}},"
        + "\"repository\":{\"full_name\":\"acme/shop\"}}";
  }

  @Test
  void messageSentAgainOrLate_changesNothing() {
    String closed = pull("closed", false, "10:00:00");
    gitHub(KEY, closed);
    gitHub(KEY, pull("reopened", false, "10:05:00"));

    HttpResponse<String> again = gitHub(KEY, closed);
    HttpResponse<String> late = gitHub(KEY, pull("closed", false, "10:01:00"));

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(List.of(again.body(), late.body())).containsOnly("{\"accepted\":0}");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
  }

  @Test
  void daemonKilledBeforeTheFixKnew_learnsItWhenToldAgain() {
    gitHub(KEY, pull("closed", false, "10:00:00"));
    server.fixes.upheld("F-SHOP-1");
    cases.keep(cases.find("F-SHOP-1").orElseThrow().with(Case.Outcome.APPROVED));

    gitHub(KEY, pull("closed", false, "10:00:00") + "\n");

    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("rejected");
    assertThat(outcome()).isEqualTo(Case.Outcome.REJECTED);
  }

  @Test
  void mergeIsTheLastWord() {
    gitHub(KEY, pull("closed", true, "10:00:00"));
    gitHub(KEY, pull("closed", false, "11:00:00"));

    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
  }

  @Test
  void reviewComment_isKeptAsARequestForChanges() {
    String comment =
        "{\"action\":\"created\",\"comment\":{\"id\":6,\"body\":\"<script>No</script>\",\"path\":"
            + "\"A.java\",\"line\":9,\"user\":{\"login\":\"bob\"}},"
            + pull("created", false, "09:00:00")
                .substring("{\"action\":\"created\",".length());
    assertThat(gitHub(KEY, comment).body()).isEqualTo("{\"accepted\":1}");

    JsonNode review =
        json(server.get("/api/v1/fixes/F-SHOP-1")).path("reviews").path(0);
    assertThat(review.path("asks").asBoolean()).isTrue();
    assertThat(review.path("place").asString()).isEqualTo("A.java:9");
    assertThat(server.feed.after(0).stream().map(entry -> entry.name()))
        .contains("fix.changes_requested");
  }

  @ParameterizedTest
  @CsvSource({
    "acme/shop, 7, main", "acme/shop, 8, nexa/shop-1-null", "evil/shop, 7, nexa/shop-1-null",
  })
  void otherPullRequest_isNone(String repository, int number, String branch) {
    String other =
        pull("closed", false, "10:00:00").replace("acme/shop", repository)
            .replace("\"number\":7", "\"number\":" + number)
            .replace("nexa/shop-1-null", branch);

    assertThat(gitHub(KEY, other).body()).isEqualTo("{\"accepted\":0}");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
  }

  @Test
  void wrongSignature_isRefused() {
    String closed = pull("closed", false, "10:00:00");

    assertThat(gitHub(OTHER, closed).statusCode()).isEqualTo(401);
    assertThat(post("github", closed, "X-Hub-Signature-256", "sha256=00").statusCode())
        .isEqualTo(401);
    assertThat(post("github", closed, "X-Nothing", KEY).statusCode()).isEqualTo(401);
    assertThat(
        post("github", closed + " ", "X-Hub-Signature-256", "sha256=" + hmac(KEY, closed))
            .statusCode())
        .isEqualTo(401);
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
  }

  @Test
  void keyOfAnotherService_tellsNothing() {
    assertThat(gitHub(BILLING, pull("closed", false, "10:00:00")).body())
        .isEqualTo("{\"accepted\":0}");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
  }

  @Test
  void forgeWithoutAKey_isNotHeard() {
    HttpResponse<String> answer = post("gitea", "{}", "X-Gitea-Signature", "00");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(json(answer).path("hint").asString()).contains("inputs.gitea.keyFile");
  }

  @Test
  void tokenOfGitLab_isAskedFor() {
    String close =
        "{\"object_kind\":\"merge_request\",\"user\":{\"username\":\"eve\"},\"project\":"
            + "{\"path_with_namespace\":\"acme/shop\"},\"object_attributes\":{\"iid\":7,"
            + "\"action\":\"close\",\"source_branch\":\"nexa/shop-1-null\",\"updated_at\":"
            + "\"2026-11-27 10:00:00 UTC\"}}";
    assertThat(post("gitlab", close, "X-Gitlab-Token", OTHER).statusCode()).isEqualTo(403);
    assertThat(post("gitlab", close, "Authorization", "Bearer " + KEY).statusCode())
        .isEqualTo(401);
    assertThat(post("gitlab", close, "X-Gitlab-Token", KEY).body())
        .as("proposed at GitHub").isEqualTo("{\"accepted\":0}");
  }

  @ParameterizedTest
  @CsvSource({"[]", "null", "'{'", "''", "'\"x\"'"})
  void noJsonObject_isABadRequest(String body) {
    assertThat(gitHub(KEY, body).statusCode()).isEqualTo(400);
  }

  @Test
  void fixThatWasNotRefused_isNotPublishedAgain() {
    assertThat(server.post("/api/v1/fixes/F-SHOP-1/publish", Map.of()).statusCode())
        .isEqualTo(409);
  }

  private Case.Outcome outcome() {
    return cases.find("F-SHOP-1").orElseThrow().outcome();
  }

  private static String pull(String action, boolean merged, String time) {
    return "{\"action\":\"" + action + "\",\"sender\":{\"login\":\"eve\"},\"repository\":"
        + "{\"full_name\":\"acme/shop\"},\"pull_request\":{\"number\":7,\"merged\":" + merged
        + ",\"updated_at\":\"2026-11-27T" + time + "Z\",\"head\":{\"ref\":\"nexa/shop-1-null\"}}}";
  }

  private static String comment(int id, String by, String text) {
    return "{\"action\":\"created\",\"issue\":{\"number\":7,\"pull_request\":{}},\"comment\":"
        + "{\"id\":" + id + ",\"body\":\"" + text + "\",\"user\":{\"login\":\"" + by + "\"}},"
        + "\"repository\":{\"full_name\":\"acme/shop\"}}";
  }

  private HttpResponse<String> gitHub(String key, String body) {
    return post("github", body, "X-Hub-Signature-256", "sha256=" + hmac(key, body));
  }

  private HttpResponse<String> post(String forge, String body, String header, String value) {
    return server.send(
        HttpRequest.newBuilder(server.uri("/api/v1/webhooks/" + forge))
            .header("Content-Type", "application/json")
            .header(header, value)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static String hmac(String key, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
