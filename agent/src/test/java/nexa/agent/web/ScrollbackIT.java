package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import nexa.agent.store.Crashes;
import nexa.agent.store.SharedUpdates;
import org.junit.jupiter.api.Test;

/** The console's scrollback, which everybody shares and anybody who may decide can write to. */
final class ScrollbackIT extends InConsole {

  /** As long as output may be. */
  private static final String LONG = "Array(60).fill('y'.repeat(160))";

  /** The entry i, with lines. */
  private static final String ENTRY =
      "{ by: 'eve', at: 1, command: `c${i}`, lines: %s, links: [], ok: true }";

  /** Pages have cut(), after which no room's line comes about until mend(). */
  private static final String CUTTABLE =
      """
      (() => {
        const Real = WebSocket;
        const all = [];
        let isCut = false;
        window.cut = () => { isCut = true; all.forEach((each) => each.close()); };
        window.mend = () => { isCut = false; };
        window.WebSocket = class extends Real {
          constructor(address, protocols) {
            super(isCut ? `ws://${location.host}/nowhere` : address, protocols);
            all.push(this);
          }
        };
      })()
      """;

  /** Enters the room by the page's own library, past everything that the console heeds: straight. */
  private static final String ENTER =
      """
      (async () => {
        const chunks = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/chunk-'));
        const [{ enter }] = (await Promise.all(chunks.map((name) => import(name)))).filter((each) => each.enter);
        window.straight = async (write) => {
          const room = enter('page', 'mallory');
          await new Promise((done) => { room.watch(() => { if (room.status().state === 'live') done(); }); });
          write(room);
          window.held = [...(window.held ?? []), room];
        };
      })()
      """;

  private static void assertNarrow(Chromium where) {
    assertThat(where.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(360);
  }

  @Test
  void output_isSeenByTheOtherAndOutlivesReloadAndRestart() {
    waitingFix();
    try (Chromium second = new Chromium(otherProfile)) {
      enter(browser, "ann");
      enter(second, "bob");
      assertThat(log(browser)).contains("Nothing was run yet");

      browser.press("/");
      type(browser, "issues --status open");
      browser.press("Enter");

      awaitLog(second, "NullPointerException in Cart.total");
      assertThat(log(second)).contains("issues --status open", "ann", "SHOP-1");
      run(second, "show shop-1");
      awaitLog(browser, "> com.example.shop.Cart.total(Cart.java:7)");
      assertThat(log(browser)).contains("bob", "boom <script>alert(1)</script>");
      assertThat(
          browser.evaluate("document.querySelector('.output a').getAttribute('href')").asString())
          .isEqualTo("#/issues/SHOP-1");
      assertThat(browser.complaints()).isEmpty();
      assertThat(Accessibility.faults(browser)).isEmpty();
      browser.keep("console");

      String seen = log(browser);
      int port = server.web.port();
      server.close();
      server = new RunningServer(home, port);
      browser.open(server.uri("/?again#/console"));
      browser.awaitText(SHARED);
      awaitLog(browser, "Cart.java:7");
      assertThat(log(browser)).isEqualTo(seen);
      browser.dark();
      browser.width(360);
      assertNarrow(browser);
      assertThat(Accessibility.faults(browser)).isEmpty();
      browser.keep("console-narrow-dark");
    }
  }

  @Test
  void whatTwoWriteWhileOneIsOffline_converges() {
    server.store(Crashes.event("e1", "logfile", NPE));
    try (Chromium second = new Chromium(otherProfile)) {
      second.first(CUTTABLE);
      enter(browser, "ann");
      enter(second, "bob");
      run(browser, "status");
      awaitLog(second, "up since");

      second.evaluate("cut()");
      second.awaitText("Not connected. What you run here stays in this tab");
      run(second, "show SHOP-1");
      run(second, "trust");
      run(browser, "issues");
      run(browser, "audit");
      assertThat(log(browser)).doesNotContain("bob");
      assertThat(log(second)).doesNotContain("in an unbroken chain");
      second.evaluate("mend()");

      awaitLog(browser, "No service is configured");
      awaitLog(second, "in an unbroken chain");
      assertThat(log(second)).isEqualTo(log(browser));
      assertThat(entries(browser)).isEqualTo(5);
    }
  }

  @Test
  void whileTheDaemonIsDown_eachSaysSoAndBothConverge() {
    try (Chromium second = new Chromium(otherProfile)) {
      enter(browser, "ann");
      enter(second, "bob");
      int port = server.web.port();
      server.close();
      browser.awaitText("Not connected. What you run here stays in this tab");
      second.awaitText("Not connected. What you run here stays in this tab");

      assertThat(run(browser, "issues"))
          .isEqualTo("The daemon does not answer. Run it again when the page says live.");
      run(second, "help");
      server = new RunningServer(home, port);

      awaitLog(browser, "the issues, last seen first");
      awaitLog(second, "The daemon does not answer");
      assertThat(log(second)).isEqualTo(log(browser));
      second.awaitText(SHARED);
      assertThat(run(second, "issues")).contains("No issue is like that");
      awaitLog(browser, "No issue is like that");
    }
  }

  @Test
  void hostileEntries_areTextOrNothing() {
    enter(browser, "ann");
    run(browser, "help");
    browser.evaluate(ENTER);
    browser.evaluate(
        """
        straight((room) => {
          const YMap = room.map('none').constructor;
          room.list('console').push([
            'text', 7, null, true, { by: 10n }, [], [['by', 'x']], {}, new Uint8Array(3), new YMap(),
            { by: 1, at: 1, command: 'no', lines: [], links: [], ok: true },
            { by: 'x', at: 1e300, command: 'no', lines: [], links: [], ok: true },
            { by: 'x', at: -1, command: 'no', lines: [], links: [], ok: true },
            { by: 'x', at: '2026-11-27', command: 'no', lines: [], links: [], ok: true },
            { by: 'x', at: 1, command: 'no', lines: 'no', links: [], ok: true },
            { by: 'x', at: 1, command: 'no', lines: [1], links: [], ok: true },
            { by: 'x', at: 1, command: ['no'], lines: [], links: [], ok: true },
            { by: '<img src=x onerror=alert(1)>', at: Date.now(), command: '<script>alert(2)</script>', ok: 'yes',
              lines: ['<img src=x onerror=alert(3)>', 'one\\ntwo \\u202etxet\\u0007 \\ud800', 'here: SHOP-1. there', 'x'.repeat(9000),
                ...Array(500).fill('many')],
              links: [['here', 'javascript:alert(4)', ''], ['SHOP-1', 'issues', '"><img src=x>'], ['there', 'login', ''], 'x', [1, 2, 3], null] },
            { by: 'x', at: 2, command: 'no links', lines: ['end'], links: { length: 9e9 }, ok: true },
          ]);
        }).then(() => straight((room) => room.text('console').insert(0, '<b>text</b>')))
          .then(() => straight((room) => room.map('console').set('0', { by: 'x' })))
        """);
    awaitLog(browser, "no links");

    assertThat(entries(browser)).isEqualTo(3);
    assertThat(log(browser))
        .contains(
            "<img src=x onerror=alert(1)>", "<script>alert(2)</script>",
            "<img src=x onerror=alert(3)>", "one two  txet", "x".repeat(159) + "…")
        .doesNotContain("\u202e", "x".repeat(161));
    assertThat(
        browser.evaluate("document.querySelectorAll('.entry:nth-child(2) .output div').length")
            .asInt())
        .isEqualTo(60);
    assertThat(
        browser
            .evaluate(
                "[...document.querySelectorAll('.log a')].map((each) => each.getAttribute('href')).join(' ')")
            .asString())
        .isEqualTo("#/issues/%22%3E%3Cimg%20src%3Dx%3E");
    assertThat(
        browser.evaluate("document.querySelectorAll('main img, main script, main b').length")
            .asInt())
        .isZero();
    assertThat(run(browser, "status")).contains("up since");
    assertThat(browser.complaints()).isEmpty();
    browser.keep("console-hostile");
    run(browser, "clear");
    assertThat(entries(browser)).isEqualTo(1);
  }

  /** The room of the page has 1 MB; the pins are in it too. */
  @Test
  void manyAndLongEntries_leaveByAge() {
    enter(browser, "ann");
    browser.evaluate(ENTER);
    browser.evaluate(
        "straight((room) => room.list('console').push(Array.from({ length: 300 }, (_, i) => ("
            + ENTRY.formatted("['short']") + "))))");
    awaitLog(browser, "c299");
    run(browser, "status");
    assertThat(entries(browser)).isEqualTo(200);
    assertThat(log(browser)).contains("c101").doesNotContain("c100\n");
    assertThat(held()).isEqualTo(200);

    browser.evaluate(
        "straight((room) => room.list('console').push(Array.from({ length: 40 }, (_, i) => ("
            + ENTRY.formatted(LONG) + "))))");
    awaitLog(browser, "c39\n");
    run(browser, "audit");

    assertThat(held()).as("of 9,660 bytes each, 200,000 in all").isEqualTo(21);
    assertThat(browser.complaints()).isEmpty();
  }

  /** What is taken out is gone only when a client answers with a snapshot. */
  @Test
  void theRoom_isFarFromFullHoweverMuchIsRun() {
    enter(browser, "ann");
    browser.evaluate(ENTER);
    browser.evaluate("straight(() => {})");
    long most = 0;
    for (int i = 0; i < 150; i++) {
      browser.evaluate(
          "(() => { const i = " + i + "; const list = held[0].list('console');"
              + " list.doc.transact(() => { list.push([" + ENTRY.formatted(LONG)
              + "]); list.delete(0, Math.max(0, list.length - 21)); }); })()");
      most = Math.max(most, new SharedUpdates(server.store).bytes());
    }
    awaitLog(browser, "c149\n");

    assertThat(most).as("of the 1,449,000 bytes that went through").isBetween(200_000L, 600_000L);
    assertThat(run(browser, "status")).contains("up since");
    browser.awaitText(SHARED);
    assertThat(browser.complaints()).isEmpty();
  }

  /** How many entries the document has, whatever is drawn. */
  private int held() {
    return browser.evaluate("held[0].list('console').length").asInt();
  }
}
