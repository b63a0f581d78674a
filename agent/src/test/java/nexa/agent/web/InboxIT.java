package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import nexa.agent.store.Crashes;
import nexa.event.Event;
import org.junit.jupiter.api.Test;

/** The inbox in a real browser, with more issues and more changes than anybody reads. */
final class InboxIT extends InBrowser {

  private static final int ISSUES = 10_000;
  private static final int CHANGES = 5_000;
  private static final int AT_ONCE = 50;
  private static final Duration PAUSE = Duration.ofMillis(50);

  @Test
  void tenThousandIssues_areDrawnOnlyWhereOneLooks() {
    store(ISSUES);
    login("/issues");
    browser.awaitText("10,000 issues");

    assertThat(rows()).isBetween(10, 100);
    browser.press("j");
    browser.press("End");
    awaitFocus("row 10000 of");
    assertThat(rows()).isBetween(10, 100);
    browser.press("Home");
    awaitFocus("row 1 of");
    browser.press("j");
    awaitFocus("row 2 of");
    browser.keep("inbox");
    browser.press("Enter");
    browser.awaitText("Stack trace");
    assertThat(browser.complaints()).isEmpty();
  }

  /** Counts what the page asks for, and how long it was busy, while a thousand changes a second come. */
  @Test
  void thousandChangesASecond_doNotFreezeThePage() {
    store(200);
    login("/issues");
    browser.awaitText("200 issues");
    browser.evaluate(
        """
        performance.clearResourceTimings();
        window.busy = [];
        new PerformanceObserver((list) => list.getEntries().forEach((task) => busy.push(Math.round(task.duration))))
          .observe({ entryTypes: ['longtask'] });
        window.heard = 0;
        const feed = new EventSource('/api/v1/events');
        feed.addEventListener('issue.updated', () => { heard++; });
        new Promise((open) => { feed.onopen = () => open(0); })""");
    for (int i = 0; i < CHANGES; i++) {
      server.feed.append("issue.updated", Map.of("id", "SHOP-" + (i % 200 + 1)));
      if (i % AT_ONCE == 0) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    Await.until(() -> browser.evaluate("heard").asInt() >= CHANGES);

    int asked =
        browser
            .evaluate(
                "performance.getEntriesByType('resource')"
                    + ".filter((each) => each.name.includes('/api/v1/issues')).length")
            .asInt();
    String busy = browser.evaluate("JSON.stringify(busy)").asString();
    assertThat(asked).as("the list is asked for once a second at most").isBetween(1, 60);
    assertThat(browser.evaluate("Math.max(0, ...busy)").asInt()).as(busy).isLessThan(1_000);
    browser.press("/");
    browser.press("x");
    Await.until(() -> browser.evaluate("document.getElementById('search').value").asString()
        .equals("x"));
  }

  @Test
  void filters_standInTheAddressAndLeadBack() {
    store(40);
    server.store(Crashes.event("other", "logfile", "com.example.OtherException"));
    browser.open(server.uri("/"));
    login("/issues?q=OtherException");
    browser.awaitText("1 issue");

    browser.open(server.uri("/#/issues?q=nothing-like-it"));
    browser.awaitText("Nothing matches");
    browser.open(server.uri("/#/issues?sort=urgency"));
    browser.awaitText("41 issues");
    assertThat(
        browser
            .evaluate(
                "document.querySelector('.filters [aria-current=true][href*=urgency]') !== null")
            .asBoolean())
        .isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void resolvedByAKey_leavesTheInbox() {
    store(3);
    login("/issues");
    browser.awaitText("3 issues");

    browser.press("j");
    awaitFocus("row 1 of");
    browser.press("e");

    browser.awaitText("2 issues");
    assertThat(browser.complaints()).isEmpty();
  }

  private void store(int issues) {
    int batch = 500;
    for (int from = 0; from < issues; from += batch) {
      List<Event> crashes =
          IntStream.range(from, Math.min(issues, from + batch))
              .mapToObj(i -> Crashes.event("e" + i, "logfile", "com.example.Crash" + i))
              .toList();
      server.store(crashes.toArray(Event[]::new));
    }
  }

  private int rows() {
    return browser.evaluate("document.querySelectorAll('main .row').length").asInt();
  }

  private void awaitFocus(String row) {
    Await.until(
        () -> browser
            .evaluate(
                "(() => { const row = document.activeElement?.closest('li'); return row === null ? ''"
                    + " : `row ${row.ariaPosInSet} of ${row.ariaSetSize}`; })()")
            .asString("")
            .contains(row));
  }
}
