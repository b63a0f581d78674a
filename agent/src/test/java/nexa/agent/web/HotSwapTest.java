package nexa.agent.web;

import static nexa.agent.web.RunningServer.DIGEST;
import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nexa.agent.store.Crashes;
import nexa.agent.store.Swaps.State;
import nexa.agent.swap.FakeBuild;
import nexa.agent.swap.StrictOrder;
import nexa.agent.swap.SwapKey;
import nexa.issue.TrustLevel;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Swapped;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A fix on its way into running JVMs and out of them, over HTTP on both sides. */
@Timeout(60)
final class HotSwapTest {

  private static final String FIX = "/api/v1/fixes/F-SHOP-1";

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void waitingFix() {
    server = new RunningServer(home, TrustLevel.HOTSWAP);
    server.store(Crashes.captured("e1", "java.lang.NullPointerException"));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void approvedFix_isSwappedIn() {
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      approve();

      assertThat(agent.kinds()).containsExactly("tap", "swap");
      StrictOrder swap = agent.orders.getLast();
      assertThat(swap.approval()).isEqualTo(DIGEST);
      assertThat(swap.provisional()).isEqualTo(600);
      JsonNode entry = fix().path("swaps").get(0);
      assertThat(entry.path("pid").asInt()).isEqualTo(7);
      assertThat(entry.path("state").asString()).isEqualTo("provisional");
      assertThat(entry.path("until").asString()).isNotEmpty();
      assertThat(metrics()).contains("nexa_hotswap_total{outcome=\"swapped\"} 1.0");
    }
  }

  @Test
  void approvalWithoutTheTypedId_isDenied() {
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      assertThat(fix().path("confirm").asBoolean()).isTrue();

      HttpResponse<String> answer = decide(Map.of("decision", "approve", "digest", DIGEST));

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(json(answer).path("hint").asString()).contains("F-SHOP-1");
      assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("waiting");
      assertThat(agent.orders).isEmpty();
    }
  }

  @Test
  void rejection_needsNoTypedId() {
    assertThat(decide(Map.of("decision", "reject", "digest", DIGEST)).statusCode()).isEqualTo(200);
  }

  @Test
  void jvmsThatTakeNoOrders_areToldApart() {
    try (FakeAgent off = FakeAgent.start(server, 1, "c0ffee", "");
        FakeAgent wrong = FakeAgent.start(server, 2, "c0ffee", "0123456789abcdef");
        FakeAgent on = FakeAgent.start(server, 3)) {
      approve();

      assertThat(off.orders).isEmpty();
      assertThat(wrong.orders).isEmpty();
      assertThat(on.kinds()).containsExactly("tap", "swap");
      assertThat(reasonIn(1)).contains("without swapkey");
      assertThat(reasonIn(2)).contains("another daemon");
    }
  }

  @Test
  void refusedTap_changesNothingAndSaysWhy() {
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      agent.refusal = "class not loaded";
      approve();

      assertThat(agent.kinds()).containsExactly("tap");
      assertThat(reasonIn(7)).contains("class not loaded");
      assertThat(metrics()).contains("nexa_hotswap_total{outcome=\"refused\"} 1.0");
    }
  }

  @Test
  void buildThatDoesNotFit_namesTheOtherRelease() {
    server.build.refuse("fields differ");
    try (FakeAgent agent = FakeAgent.start(server, 7, "0ddba11", key())) {
      approve();

      assertThat(agent.kinds()).containsExactly("tap");
      assertThat(reasonIn(7))
          .isEqualTo("It runs release 0ddba11, the patch was made on c0ffee: fields differ");
    }
  }

  @Test
  void fixThatIsIn_isNotSwappedInAgain() {
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      approve();

      JsonNode answer = json(server.post(FIX + "/apply", Map.of()));

      assertThat(answer.path("jvms").get(0).path("refusal").isNull()).isTrue();
      assertThat(agent.kinds()).containsExactly("tap", "swap");
    }
  }

  @Test
  void lostResult_isMadeUpForByTheStatus() {
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      agent.losesResultOf = "swap";
      approve();

      assertThat(stateIn(7)).isEqualTo("provisional");
    }
  }

  @Test
  void restartedDaemon_waitsForTheJvmAndSwapsOnce() throws Exception {
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      approve();
    }
    server.close();
    server = new RunningServer(home, TrustLevel.HOTSWAP);
    CompletableFuture<JsonNode> applied =
        CompletableFuture.supplyAsync(() -> json(server.post(FIX + "/apply", Map.of())));

    try (FakeAgent agent = FakeAgent.again(server, 7, "F-SHOP-1")) {
      assertThat(applied.get(20, TimeUnit.SECONDS).path("jvms").get(0).path("refusal").isNull())
          .isTrue();
      assertThat(agent.orders).isEmpty();
    }
  }

  @Test
  void jvmStartedLater_takesTheFixByApply() {
    approve();
    assertThat(fix().path("swaps").isEmpty()).isTrue();
    try (FakeAgent agent = FakeAgent.start(server, 8)) {
      JsonNode answer = json(server.post(FIX + "/apply", Map.of()));

      assertThat(answer.path("jvms").get(0).path("pid").asInt()).isEqualTo(8);
      assertThat(agent.kinds()).containsExactly("tap", "swap");
      assertThat(stateIn(8)).isEqualTo("provisional");
    }
  }

  @Test
  void rollback_takesTheFixOutOfEveryJvm() {
    try (FakeAgent one = FakeAgent.start(server, 7);
        FakeAgent two = FakeAgent.start(server, 8)) {
      approve();

      JsonNode answer = json(server.post(FIX + "/rollback", Map.of()));

      assertThat(answer.path("jvms").size()).isEqualTo(2);
      assertThat(one.kinds()).endsWith("rollback");
      assertThat(two.kinds()).endsWith("rollback");
      assertThat(stateIn(7)).isEqualTo("rolled-back");
      assertThat(stateIn(8)).isEqualTo("rolled-back");
    }
  }

  @Test
  void rollback_doesNotWaitForAnotherFixOnItsWayIn() throws Exception {
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      approve();
      CountDownLatch built = new CountDownLatch(1);
      server.build.hold(built);
      CompletableFuture<Swapped> other =
          CompletableFuture.supplyAsync(
              () -> server.swapper.swap(
                  Crashes.plan(
                      "F-SHOP-2", server.events.issue("SHOP-1").orElseThrow(), DIGEST,
                      List.of(FakeBuild.ACTION)),
                  new Change("nexa/shop-2", "c0ffee"), new Decision.Approved("Ann", DIGEST)));
      Await.until(() -> agent.kinds().equals(List.of("tap", "swap", "tap")));

      assertThat(json(server.post(FIX + "/rollback", Map.of())).path("jvms").size()).isEqualTo(1);

      assertThat(agent.kinds()).endsWith("rollback");
      built.countDown();
      assertThat(other.get(20, TimeUnit.SECONDS).jvms()).hasSize(1);
    }
  }

  @Test
  void rollbackOfWhatIsNowhere_isAConflict() {
    assertThat(server.post(FIX + "/rollback", Map.of()).statusCode()).isEqualTo(409);
    assertThat(server.post(FIX + "/apply", Map.of()).statusCode()).isEqualTo(409);
    assertThat(server.post("/api/v1/fixes/F-9/apply", Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  void swapThatTheAgentRollsBack_isShownWithItsReason() {
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      approve();
      agent.stand("F-SHOP-1", State.ROLLED_BACK, "IllegalStateException from Cart#total");

      Await.until(() -> stateIn(7).equals("rolled-back"));
      assertThat(reasonIn(7)).isEqualTo("IllegalStateException from Cart#total");
      assertThat(server.feed.after(0)).anyMatch(entry -> entry.name().equals("fix.rolled_back"));
      assertThat(metrics()).contains("nexa_hotswap_total{outcome=\"rolled-back\"} 1.0");
    }
  }

  @Test
  void pausedDaemon_ordersNothingAndTellsTheAgents() {
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      server.post("/api/v1/pause", Map.of());
      Await.until(() -> agent.told);

      assertThat(server.post(FIX + "/apply", Map.of()).statusCode()).isEqualTo(409);
      assertThat(server.post("/api/v1/issues/SHOP-1/heal", Map.of()).statusCode()).isEqualTo(409);
      assertThat(json(server.get("/api/v1/status")).path("paused").asBoolean()).isTrue();

      server.post("/api/v1/resume", Map.of());
      Await.until(() -> !agent.told);
    }
  }

  private void approve() {
    HttpResponse<String> answer =
        decide(Map.of("decision", "approve", "digest", DIGEST, "confirm", "F-SHOP-1"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    server.awaitFix("F-SHOP-1", "applied");
  }

  private HttpResponse<String> decide(Map<String, String> decision) {
    return server.post(FIX + "/decision", decision);
  }

  private String key() {
    return SwapKey.of(home).fingerprint();
  }

  private JsonNode fix() {
    return json(server.get(FIX));
  }

  private String stateIn(long pid) {
    return entry(pid).path("state").asString("");
  }

  private String reasonIn(long pid) {
    return entry(pid).path("reason").asString("");
  }

  private JsonNode entry(long pid) {
    return fix()
        .path("swaps")
        .valueStream()
        .filter(entry -> entry.path("pid").asLong() == pid)
        .findFirst()
        .orElseThrow();
  }

  private String metrics() {
    return server.send(HttpRequest.newBuilder(server.uri("/metrics")).build()).body();
  }
}
