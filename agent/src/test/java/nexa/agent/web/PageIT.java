package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
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
import org.junit.jupiter.api.Test;

/** The page in a real browser. */
final class PageIT extends InBrowser {

  private static final int FIRST_LOAD_BYTES_MAX = 60_000;
  private static final List<String> VIEWS =
      List.of("/issues", "/issues/SHOP-1", "/thoughts/SHOP-1", "/fixes", "/fixes/F-SHOP-1", "/jvms",
          "/cases",
          "/inputs",
          "/audit",
          "/console");

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
    Await.until(
        () -> browser.evaluate("document.querySelector('button.split') !== null").asBoolean());
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
    browser.awaitText("Not to be healed");
    browser.awaitText("The service shop has no repository");
    browser.awaitText("requests or jobs fail");
    browser.open(server.uri("/#/issues?status=open&q=&sort=urgency"));
    browser.awaitText("ost urgent");
    browser.awaitText("SHOP-1");
    assertThat(browser.complaints()).isEmpty();
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
    browser.awaitText("Whole: 1 entry in an unbroken chain");
    AuditRoutesTest.tamper(home, "UPDATE audit SET actor = 'eve'");
    browser.open(server.uri("/#/issues"));
    browser.awaitText("SHOP-1");
    browser.open(server.uri("/#/audit"));
    browser.awaitText("Changed: entry 1 does not follow");
    assertThat(browser.complaints()).isEmpty();
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

  @Test
  void narrowWindow_needsNoSidewaysScrolling() {
    waitingFix();
    browser.width(360);
    login("/issues");
    for (String view : VIEWS) {
      show(view);
      browser.keep("narrow" + name(view));
      assertThat(
          browser
              .evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth")
              .asInt())
          .as(view)
          .isZero();
    }
  }

  @Test
  void everyView_isReadableInLightAndDark() {
    waitingFix();
    login("/issues");
    for (String view : VIEWS) {
      show(view);
      browser.keep("light" + name(view));
      assertThat(Accessibility.faults(browser)).as("light " + view).isEmpty();
    }
    browser.dark();
    for (String view : VIEWS) {
      show(view);
      browser.keep("dark" + name(view));
      assertThat(Accessibility.faults(browser)).as("dark " + view).isEmpty();
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theme_isKept() {
    login("/issues");
    browser.awaitText("Nothing is watched yet");

    browser.press("t");
    browser.press("t");
    show("/fixes");

    assertThat(browser.evaluate("document.documentElement.dataset.theme").asString())
        .isEqualTo("dark");
    browser.awaitText("dark");
  }

  @Test
  void keysAlone_leadFromTheInboxToADecision() {
    waitingFix();
    login("/issues");
    browser.awaitText("fix waits");

    browser.press("Tab");
    assertThat(focused()).isEqualTo("Skip to content");
    browser.press("Enter");
    browser.press("j");
    Await.until(() -> focused().contains("SHOP-1"));
    browser.press("Enter");
    browser.awaitText("A fix waits for your decision");
    browser.press("g");
    browser.press("f");
    browser.awaitText("An item of the cart may be null.");
    browser.press("j");
    browser.press("Enter");
    browser.awaitText("Decides exactly what is shown");
    browser.press("g");
    browser.press("a");
    browser.awaitText("Nothing was decided yet");
    browser.evaluate("history.back()");
    browser.awaitText("Decides exactly what is shown");
    browser.press("a");
    browser.press("Enter");

    browser.awaitText("carried out: commit abc123");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void questionMark_showsTheKeysWhichCanBeSwitchedOff() {
    login("/issues");
    browser.awaitText("Nothing is watched yet");

    browser.press("?");
    browser.awaitText("approve the fix");
    browser.keep("keys");
    click("dialog input");
    browser.press("Escape");
    Await.until(() -> browser.evaluate("document.querySelector('dialog')").isNull());
    browser.press("?");

    assertThat(browser.evaluate("document.querySelector('dialog')").isNull()).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  /** A browser opens six connections to a host, and a feed takes one for good. */
  /** By keys alone, at the width of a telephone; what others of this browser's tabs show goes, too. */
  @Test
  void logout_endsTheSessionInAllTabs() {
    waitingFix();
    loginAs("Ada of a long name", browser, "/fixes");
    browser.awaitText("F-SHOP-1");
    browser.tab(server.uri("/#/issues"));
    Await.until(() -> browser.titles().toString().contains("Inbox"));
    browser.width(360);
    browser.press("u");
    browser.awaitText("You are Ada of a long name");
    browser.awaitText("by a link that a token of your name made");
    browser.awaitText("decide what becomes of issues and fixes");
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(360);
    assertThat(Accessibility.faults(browser)).isEmpty();
    browser.keep("who");
    browser.press("Escape");
    Await.until(() -> browser.evaluate("document.querySelector('dialog') === null").asBoolean());
    assertThat(browser.evaluate("document.activeElement.id").asString()).isEqualTo("who");

    browser.press("Enter");
    browser.awaitText("You are Ada");
    browser.press("Tab");
    assertThat(browser.evaluate("document.activeElement.id").asString()).isEqualTo("logout");
    browser.press("Enter");

    browser.awaitText("You are not logged in");
    Await.until(
        () -> browser.titles().size() == 2
            && browser.titles().stream().allMatch("Not logged in · Nexa"::equals));
    assertThat(browser.text()).doesNotContain("F-SHOP-1", "Ada");
    browser.keep("logged-out");
    assertThat(
        browser.evaluate("fetch('/api/v1/session').then(answer => answer.status)").asInt())
        .isEqualTo(401);
  }

  @Test
  void eightTabs_areAllServed() {
    waitingFix();
    login("/fixes");
    browser.awaitText("live");
    for (int i = 0; i < 7; i++) {
      browser.tab(server.uri("/?tab" + i + "#/fixes"));
    }

    show("/issues/SHOP-1");

    browser.awaitText("Stack trace");
    server.store(Crashes.event("e2", "logfile", "com.example.OtherException"));
    show("/issues");
    browser.awaitText("2 issues");
  }

  /** As the bundle comes over the wire, without what is loaded with the first code or shared room. */
  @Test
  void firstLoad_isSmallAndAsksNobodyElse() {
    login("/issues");
    browser.awaitText("Nothing is watched yet");

    assertThat(
        browser
            .evaluate(
                "performance.getEntriesByType('resource')"
                    + ".filter((each) => !/\\/api\\/|\\/chunk-/.test(each.name))"
                    + ".reduce((sum, each) => sum + each.encodedBodySize, 0)")
            .asInt())
        .isBetween(10_000, FIRST_LOAD_BYTES_MAX);
    assertThat(
        browser
            .evaluate(
                "performance.getEntriesByType('resource')"
                    + ".filter((each) => new URL(each.name).origin !== location.origin).length")
            .asInt())
        .isZero();
  }

  /** Loads a view anew, and waits until it is there. */
  private void show(String view) {
    browser.open(server.uri("/?" + name(view) + "#" + view));
    Await.until(
        () -> browser
            .evaluate("document.querySelector('main > :not(.loading)') !== null"
                + " && document.querySelector('.loading') === null && document.body.innerText.includes('live')")
            .asBoolean());
  }

  private static String name(String view) {
    return view.replace('/', '-').toLowerCase(Locale.ROOT);
  }

  private String focused() {
    return browser.evaluate("document.activeElement.textContent").asString();
  }
}
