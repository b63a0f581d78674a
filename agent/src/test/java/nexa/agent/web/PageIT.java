package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import nexa.agent.store.Crashes;
import nexa.agent.store.Swaps;
import nexa.event.Alert;
import nexa.event.Event;
import nexa.event.HttpExchange;
import nexa.event.Loss;
import nexa.event.Severity;
import nexa.event.Tally;
import nexa.event.Trouble;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. */
@Timeout(120)
final class PageIT {

  private static final String NPE = "java.lang.NullPointerException";

  @TempDir
  private Path home;
  @TempDir
  private Path profile;
  private RunningServer server;
  private Chromium browser;

  @BeforeEach
  void start() {
    assumeTrue(Files.isExecutable(Chromium.BINARY), "Chromium is not installed");
    server = new RunningServer(home);
    browser = new Chromium(profile);
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.close();
      server.close();
    }
  }

  @Test
  void withoutTheLink_saysHowToLogIn() {
    browser.open(server.uri("/"));

    browser.awaitText("nexa open");
  }

  @Test
  void newIssue_appearsByItself() {
    login("/issues");
    browser.awaitText("Nothing is watched yet");
    Await.until(() -> browser.text().contains("live"));

    server.store(Crashes.event("e1", "logfile", NPE));

    browser.awaitText("SHOP-1");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void issue_showsTextFromOutsideAsText() {
    waitingFix();
    login("/issue/SHOP-1");

    browser.awaitText("boom <script>alert(1)</script>");
    browser.awaitText("item.price()");
    browser.awaitText("coupon");
    assertThat(
        browser.evaluate("document.querySelectorAll('main script, main img').length").asInt())
        .isZero();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void inputs_showWhatWasRefusedAsText() {
    server.post("/v1/logs", Map.of("resourceLogs", "<img src=x onerror=alert(1)>"));
    server.send(
        HttpRequest.newBuilder(server.uri("/api/1/envelope/"))
            .POST(HttpRequest.BodyPublishers.ofString("<img src=x onerror=alert(1)>"))
            .build());
    server.web.inputs().tallied(
        "logfile",
        new Tally(Map.of("ecs", 3L), List.of(Loss.cut("line too long", "<img src=y>"))));
    login("/inputs");

    browser.awaitText("1 refused");
    browser.awaitText("<img src=x");
    browser.awaitText("1 cut line too long");
    browser.awaitText("<img src=y>");
    browser.awaitText("3 ecs");
    browser.awaitText("OTEL_EXPORTER_OTLP_ENDPOINT");
    assertThat(browser.evaluate("document.querySelectorAll('main img').length").asInt()).isZero();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void inputs_showWhatIsNotThereAndErrorsOfNoIssue() {
    server.web.inputs()
        .troubled(List.of(new Trouble("logfile", "/var/log/shop.log", "Not there", "Start it")));
    server.store(
        new Event(
            "e1", "shop", Crashes.NOON, Severity.ERROR, "nginx", "<img src=x>", null, null, null,
            new HttpExchange("GET", "/cart", 502)));
    login("/inputs");

    browser.awaitText("cannot read /var/log/shop.log Not there. Start it.");
    browser.awaitText("1 by nginx");

    browser.open(server.uri("/#/inputs/nginx"));

    browser.awaitText("Errors of no issue");
    browser.awaitText("<img src=x>");
    browser.awaitText("shop · GET /cart 502");
    assertThat(browser.evaluate("document.querySelectorAll('main img').length").asInt()).isZero();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void firingAlert_isShownAtItsIssue() {
    server.store(Crashes.event("e1", "logfile", NPE));
    server.alerts.save(
        List.of(
            new Alert("a", "alertmanager", "shop", "HighErrorRate", "many 500s", Crashes.NOON, null,
                "http://127.0.0.1:9/graph")));
    login("/issues");
    browser.awaitText("alert fires");

    browser.open(server.uri("/#/issue/SHOP-1"));

    browser.awaitText("HighErrorRate: many 500s");
    browser.awaitText("boom seen 1×");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void issueOfSendersWithoutAKey_saysSo() {
    server.store(Crashes.event("e1", "sentry", NPE));

    login("/issue/SHOP-1");

    browser.awaitText("Only senders that showed no key told of it");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void mergeAndSplit_areDoneOnTheIssuesPage() {
    server.store(
        Crashes.event("e1", "logfile", NPE),
        Crashes.event("e2", "logfile", "java.lang.ArithmeticException"));
    login("/issue/SHOP-2");
    browser.awaitText("One issue?");

    browser.evaluate("document.getElementById('merge').click()");
    browser.awaitText("Name the issue");
    browser.evaluate(
        "const i = document.getElementById('into'); i.value = 'SHOP-1';"
            + " i.dispatchEvent(new Event('input')); document.getElementById('merge').click()");

    browser.awaitText("merged SHOP-2 into it");
    assertThat(server.events.issues()).hasSize(1);
    browser.evaluate("document.querySelector('button.split').click()");
    browser.awaitText("split SHOP-2 off from it");
    assertThat(server.events.issues()).hasSize(2);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void issue_showsOwnerPathAndUrgency() {
    server.store(Crashes.event("e1", "logfile", NPE));
    login("/issue/SHOP-1");

    browser.awaitText("not known");
    browser.awaitText("Not to be healed: The service shop has no repository");
    browser.awaitText("requests or jobs fail");
    browser.open(server.uri("/#/issues?status=open&q=&sort=urgency"));
    browser.awaitText("Most Urgent");
    browser.awaitText("SHOP-1");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void approvedFix_isShownAsApplied() {
    waitingFix();
    login("/fix/F-SHOP-1");
    browser.awaitText(RunningServer.DIGEST);

    browser.evaluate("document.querySelector('button.approve').click()");

    browser.awaitText("carried out: commit abc123");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
  }

  @Test
  void auditLog_showsWhoDecidedAndThatSomebodyChangedIt() throws SQLException {
    waitingFix();
    login("/audit");
    browser.awaitText("Nothing was decided yet");

    server.post(
        "/api/v1/fixes/F-SHOP-1/decision",
        Map.of("decision", "reject", "digest", RunningServer.DIGEST, "reason", "no"));

    browser.awaitText(": rejected");
    browser.awaitText("Whole: each of 1 entries");
    AuditRoutesTest.tamper(home, "UPDATE audit SET actor = 'eve'");
    browser.open(server.uri("/#/issues"));
    browser.open(server.uri("/#/audit"));
    browser.awaitText("Changed: entry 1 does not follow");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void rejection_wantsAReasonWhichOutlivesARedraw() {
    waitingFix();
    login("/fix/F-SHOP-1");
    browser.awaitText(RunningServer.DIGEST);

    browser.evaluate("document.querySelector('button.reject').click()");
    browser.awaitText("Say why");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("waiting");
    browser.evaluate(
        "const r = document.getElementById('reason'); r.value = 'too wide';"
            + " r.dispatchEvent(new Event('input'));");
    server.feed.append("issue.updated", Map.of());
    browser.evaluate("document.querySelector('button.reject').click()");

    browser.awaitText("Rejected by");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().reason()).isEqualTo("too wide");
  }

  @Test
  void decisionElsewhere_isShownAtOnce() {
    waitingFix();
    login("/fix/F-SHOP-1");
    browser.awaitText(RunningServer.DIGEST);
    browser.awaitText("live");

    server.post(
        "/api/v1/fixes/F-SHOP-1/decision",
        Map.of("decision", "reject", "digest", RunningServer.DIGEST, "reason", "mine"));

    browser.awaitText("mine");
    assertThat(browser.evaluate("document.querySelector('button.approve')").isNull()).isTrue();
  }

  @Test
  void fixForRunningJvms_isApprovedByItsTypedIdAndRolledBackByAButton() {
    hotswap();
    waitingFix();
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      login("/fix/F-SHOP-1");
      browser.awaitText("To approve, type F-SHOP-1");

      browser.evaluate("document.querySelector('button.approve').click()");
      browser.awaitText("It goes into running JVMs. Type F-SHOP-1");
      browser.evaluate(
          "const c = document.getElementById('confirm'); c.value = 'F-SHOP-1';"
              + " c.dispatchEvent(new Event('input'));");
      browser.evaluate("document.querySelector('button.approve').click()");
      browser.awaitText("Swapped into 1 JVM, provisional until");

      browser.evaluate("document.getElementById('rollback').click()");
      browser.awaitText("Rolled back: ordered by");
      assertThat(agent.kinds()).containsExactly("tap", "swap", "rollback");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void jvms_showWhatIsSwappedAndPauseEverything() {
    hotswap();
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      agent.stand("F-SHOP-1", Swaps.State.ROLLED_BACK, "p95 doubled");
      login("/jvms");
      browser.awaitText("p95 doubled");
      browser.awaitText("% of a core");

      browser.evaluate("document.getElementById('pause').click()");
      browser.awaitText("Resume");
      Await.until(() -> agent.told);
    }
  }

  private void hotswap() {
    server.close();
    server = new RunningServer(home, TrustLevel.HOTSWAP);
  }

  @Test
  void narrowWindow_needsNoSidewaysScrolling() {
    waitingFix();
    browser.width(360);
    for (String view : new String[] {"/issues", "/issue/SHOP-1", "/fixes", "/fix/F-SHOP-1", "/jvms",
      "/cases", "/audit"}) {
      login(view);
      Await.until(() -> browser.evaluate("document.querySelector('main')?.childElementCount ?? 0")
          .asInt() > 0);
      assertThat(
          browser
              .evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth")
              .asInt())
          .as(view)
          .isZero();
    }
  }

  private void waitingFix() {
    server.store(Crashes.captured("e1", NPE));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
  }

  private void login(String view) {
    browser.open(URI.create(server.web.page() + "#" + view));
  }
}
