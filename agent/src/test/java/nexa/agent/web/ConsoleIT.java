package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import nexa.agent.store.Cases;
import nexa.agent.store.Crashes;
import nexa.agent.store.Json;
import nexa.agent.store.Scope;
import nexa.event.Loss;
import nexa.event.Tally;
import nexa.issue.Issue;
import nexa.memory.Case;
import org.junit.jupiter.api.Test;

/** What the page's console answers: commands that read, and where the others are. */
final class ConsoleIT extends InConsole {

  /** Notes by which methods the page asks for what. */
  private static final String NOTING =
      """
      window.asked = [];
      const really = window.fetch;
      window.fetch = (path, options) => {
        window.asked.push(`${options?.method ?? 'GET'} ${path}`);
        return really(path, options);
      };
      """;

  @Test
  void commandsOfTheCommandLine_readTheSame() {
    hotswap();
    waitingFix();
    server.agent("/agent/v1/hello",
        Json.write(Map.of("agent", "0.1.0", "service", "shop", "jvm",
            Map.of("pid", 4711, "startedUnixMs", 1, "version", "25", "main", "Shop"))));
    new Cases(server.store).keep(
        new Case("F-SHOP-9", "shop", "f", NPE, "crash", Crashes.patch().recipe(), "null-guard",
            Case.Outcome.ROLLED_BACK, "c0ffee", Crashes.NOON));
    server.web.inputs().tallied("logfile",
        new Tally(Map.of("ecs", 3L), List.of(Loss.cut("line too long", "x"))));
    enter(browser, "ann");

    assertThat(run(browser, "status")).contains("open        1 issue", "waiting     1 fix");
    assertThat(run(browser, "issues cart")).contains("SHOP-1  open  1×  2026-11-25 12:00Z");
    assertThat(run(browser, "issues --service=shop --status resolved"))
        .isEqualTo("No issue is like that. issues alone lists all.");
    assertThat(run(browser, "nexa fixes")).contains("F-SHOP-1  waiting  SHOP-1");
    assertThat(run(browser, "fix F-SHOP-1")).contains("issue", "SHOP-1", "test", "red");
    assertThat(run(browser, "fix diff F-SHOP-1"))
        .contains("+        continue; // <b>not there</b>");
    assertThat(run(browser, "jvms")).contains("SERVICE  PID   JAVA", "shop     4711  25");
    assertThat(run(browser, "inputs")).contains("INPUT", "logfile");
    assertThat(run(browser, "cases \"null guard\"")).contains("None of 1 case is like that");
    assertThat(run(browser, "cases search null-guard"))
        .contains("F-SHOP-9  rolled back  NullPointerException  null-guard  shop");
    assertThat(run(browser, "trust get shop")).contains("shop  hotswap (nexa.yaml: hotswap)");
    server.post("/api/v1/fixes/F-SHOP-1/decision",
        Map.of("decision", "reject", "digest", RunningServer.DIGEST, "reason", "too wide"));
    assertThat(run(browser, "audit")).contains("Whole: 1 entry in an unbroken chain.", "rejected");
    assertThat(run(browser, "fix F-SHOP-1")).contains("rejected, by", "too wide");
    assertThat(run(browser, "help"))
        .contains("issues [--status S] [--service S] [TEXT]", "fix [show|diff] ID");
    assertThat(browser.evaluate("document.querySelectorAll('.log b, .log img').length").asInt())
        .isZero();
    assertThat(browser.evaluate("document.querySelectorAll('.output.bad').length").asInt())
        .isZero();
    assertThat(browser.complaints()).isEmpty();
    browser.keep("console-commands");

    assertThat(run(browser, "clear")).isEqualTo("The scrollback was cleared.");
    assertThat(entries(browser)).isEqualTo(1);
    assertThat(log(browser)).contains("ann");
  }

  @Test
  void whatChangesSomething_isOnlySaidToBeElsewhere() {
    waitingFix();
    browser.first(NOTING);
    enter(browser, "ann");

    for (String word : List.of("approve", "reject", "request-changes", "apply", "rollback",
        "publish")) {
      assertThat(run(browser, word + " F-SHOP-1 -m why"))
          .isEqualTo(
              word + " changes something, and this console only reads."
                  + " It is done in the fix’s review: F-SHOP-1");
    }
    assertThat(
        browser.evaluate("document.querySelector('.entry:last-child .output a').hash").asString())
        .isEqualTo("#/fixes/F-SHOP-1");
    for (String word : List.of("heal", "resolve", "ignore", "reopen", "merge", "split")) {
      assertThat(run(browser, word + " SHOP-1")).endsWith("on the issue’s page: SHOP-1");
    }
    assertThat(run(browser, "pause")).endsWith("Everything is paused in JVMs.");
    assertThat(run(browser, "resume")).endsWith("A pause is ended in JVMs.");
    assertThat(run(browser, "trust set shop hotswap"))
        .endsWith("How far patches go is set in Trust.");
    assertThat(run(browser, "token create eve"))
        .isEqualTo("token is a command of the terminal: nexa token --help tells more.");

    assertThat(browser.evaluate("asked.join('\\n')").asString().lines())
        .allMatch(each -> each.startsWith("GET "));
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("waiting");
    assertThat(server.events.issue("SHOP-1").orElseThrow().status()).isEqualTo(Issue.Status.OPEN);
    assertThat(server.pause.holds()).isFalse();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatIsWrong_isAnsweredByTheNextStep() {
    server.store(Crashes.event("e1", "logfile", NPE));
    enter(browser, "ann");

    assertThat(run(browser, "isues")).isEqualTo("There is no command isues. help lists them.");
    assertThat(run(browser, "constructor")).contains("There is no command constructor.");
    assertThat(run(browser, "show"))
        .isEqualTo("show needs the ID of an issue, such as show SHOP-1; issues lists them.");
    assertThat(run(browser, "show SHOP-9"))
        .isEqualTo("There is no issue SHOP-9. issues lists them.");
    assertThat(run(browser, "show ../status"))
        .isEqualTo("There is no issue ../STATUS. issues lists them.");
    assertThat(run(browser, "show SHOP-1 SHOP-2")).startsWith("One ID, not also SHOP-2.");
    assertThat(run(browser, "fix")).contains("such as fix F-SHOP-1; fixes lists them.");
    assertThat(run(browser, "fix diff F-NONE-1"))
        .isEqualTo("There is no fix F-NONE-1. fixes lists them.");
    assertThat(run(browser, "issues --status closed"))
        .isEqualTo(
            "--status needs one of open, resolved, ignored, all, such as issues --status open.");
    assertThat(run(browser, "issues --service"))
        .isEqualTo("--service needs the name of a service, such as issues --service shop.");
    assertThat(run(browser, "issues --limit 5"))
        .isEqualTo("issues has no option --limit; it has --status and --service.");
    assertThat(run(browser, "status now")).isEqualTo("status stands alone, without now.");
    assertThat(run(browser, "trust till"))
        .isEqualTo("There is no configured service till. trust lists them.");
    assertThat(entries(browser))
        .isEqualTo(browser.evaluate("document.querySelectorAll('.output.bad').length").asInt());
    browser.evaluate(
        "fetch('/api/v1/logout', { method: 'POST', body: '{}',"
            + " headers: { 'Content-Type': 'application/json' } }).then(({ status }) => status)");
    assertThat(run(browser, "status"))
        .isEqualTo(
            "You are not logged in any more. On the daemon’s host, nexa open prints a link.");
  }

  @Test
  void keyboard_reachesCompletesRecallsAndLeaves() {
    server.store(Crashes.event("e1", "logfile", NPE));
    open(browser, "ann", Scope.DECIDE);
    browser.awaitText(SHARED);
    browser.open(server.uri("/#/issues"));
    browser.awaitText("1 issue");
    type(browser, "gc");
    browser.awaitText(SHARED);
    browser.press("/");
    assertThat(focused()).isEqualTo("command");

    type(browser, "st");
    browser.press("Tab");
    assertThat(line()).isEqualTo("status ");
    browser.press("Enter");
    awaitLog(browser, "up since");
    type(browser, "f");
    browser.press("Tab");
    assertThat(line()).isEqualTo("fix");
    browser.awaitText("fix, fixes");
    type(browser, "es");
    browser.press("Enter");
    awaitLog(browser, "There is no fix yet");
    type(browser, "draft");
    browser.press("ArrowUp");
    assertThat(line()).isEqualTo("fixes");
    browser.press("ArrowUp");
    browser.press("ArrowUp");
    assertThat(line()).isEqualTo("status");
    browser.press("ArrowDown");
    browser.press("ArrowDown");
    assertThat(line()).isEqualTo("draft");
    browser.press("Tab");
    assertThat(focused()).as("Tab leads on where there is nothing to complete")
        .isNotEqualTo("command");
    browser.evaluate(LINE + ".focus()");
    browser.press("Escape");
    assertThat(browser.evaluate("document.activeElement.getAttribute('role')").asString())
        .isEqualTo("log");
    type(browser, "gi");
    browser.awaitText("1 issue");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void tabOnAWordThatMayGoOn_tellsHowAndThenLeadsOn() {
    enter(browser, "ann");
    browser.press("/");
    type(browser, "fix");
    browser.press("Tab");
    browser.awaitText("fix, fixes");
    assertThat(focused()).isEqualTo("command");
    browser.press("Tab");
    assertThat(focused()).isNotEqualTo("command");
  }

  @Test
  void whoMayOnlyRead_runsCommandsForThemselves() {
    server.store(Crashes.event("e1", "logfile", NPE));
    try (Chromium second = new Chromium(otherProfile)) {
      enter(browser, "ann");
      run(browser, "help");
      open(second, "rea", Scope.READ);
      second
          .awaitText("What is shared needs one that may decide. What you run here, only you see.");

      assertThat(run(second, "issues")).contains("SHOP-1");
      second.press("/");
      second.press("ArrowUp");
      assertThat(second.evaluate(LINE + ".value").asString()).isEqualTo("issues");
      assertThat(log(second)).doesNotContain("ann");
      run(browser, "status");
      assertThat(log(browser)).doesNotContain("SHOP-1");
      second.open(server.uri("/#/audit"));
      second.awaitText("Nothing was decided yet");
      second.open(server.uri("/#/console"));
      awaitLog(second, "SHOP-1");
      run(second, "clear");
      assertThat(log(browser)).contains("up since");
      assertThat(second.complaints()).isEmpty();
      second.keep("console-read-only");
    }
  }

  private String line() {
    return browser.evaluate(LINE + ".value").asString();
  }

  private String focused() {
    return browser.evaluate("document.activeElement.id").asString("");
  }
}
