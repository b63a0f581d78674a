package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import nexa.agent.store.Crashes;
import nexa.agent.store.Json;
import nexa.agent.store.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people share on the page, in two browsers. */
final class SharedIT extends InBrowser {

  private static final String ISSUE = "/issues/SHOP-1";
  private static final String NOTES = "document.querySelector('.notes textarea')";
  private static final String KEPT = "Shared as you type, and kept by the daemon.";

  @TempDir
  private Path otherProfile;

  private static String notes(Chromium where) {
    return where.evaluate(NOTES + "?.value ?? ''").asString("");
  }

  private static void type(Chromium where, String text) {
    text.chars().forEach(key -> where.press(Character.toString(key)));
  }

  private static void caret(Chromium where, String at) {
    where.evaluate(
        "(() => { const field = " + NOTES + "; field.focus(); field.setSelectionRange(" + at + ", "
            + at + "); })()");
  }

  private static void awaitNotes(Chromium where, String text) {
    try {
      Await.until(() -> notes(where).equals(text));
    } catch (AssertionError e) {
      assertThat(notes(where)).isEqualTo(text);
    }
  }

  @Test
  void notesOfTwoBrowsers_convergeAfterAnOfflineSpell() {
    server.store(Crashes.event("e1", "logfile", NPE));
    try (Chromium second = new Chromium(otherProfile)) {
      open(browser, "ann", Scope.ADMIN, ISSUE);
      open(second, "bob", Scope.DECIDE, ISSUE);
      browser.awaitText(KEPT);
      second.awaitText(KEPT);
      browser.awaitText("bob");
      second.awaitText("ann");

      caret(browser, "0");
      type(browser, "look at the cart");
      awaitNotes(second, "look at the cart");
      caret(second, "0");
      type(second, "ann: ");
      awaitNotes(browser, "ann: look at the cart");
      assertThat(browser.evaluate(NOTES + ".selectionStart").asInt())
          .as("the caret stays behind what was typed")
          .isEqualTo("ann: look at the cart".length());
      browser.keep("shared-notes");
      assertThat(browser.complaints()).isEmpty();
      assertThat(Accessibility.faults(browser)).isEmpty();

      int port = server.web.port();
      server.close();
      browser.awaitText("Not connected. What you write stays in this tab");
      second.awaitText("Not connected. What you write stays in this tab");
      type(browser, ", said ann");
      caret(second, "5");
      type(second, "BOB ");
      browser.keep("shared-offline");
      server = new RunningServer(home, port);

      awaitNotes(browser, "ann: BOB look at the cart, said ann");
      awaitNotes(second, "ann: BOB look at the cart, said ann");
      browser.awaitText(KEPT);
      browser.awaitText("bob");
      browser.dark();
      browser.width(360);
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isLessThan(361);
      assertThat(Accessibility.faults(browser)).isEmpty();
      browser.keep("shared-narrow-dark");
    }
    Await.until(() -> !browser.text().contains("bob"));
  }

  /** The caret tells which of several equal letters was typed; no character is cut in two. */
  @Test
  void editsOfAnyKind_arriveAsTheyWereMade() {
    server.store(Crashes.event("e1", "logfile", NPE));
    try (Chromium second = new Chromium(otherProfile)) {
      open(browser, "ann", Scope.ADMIN, ISSUE);
      open(second, "bob", Scope.DECIDE, ISSUE);
      browser.awaitText(KEPT);
      second.awaitText(KEPT);
      for (String value : new String[] {"aaa", "aaaa", "aa", "a\uD83D\uDE00b", "a\uD83D\uDE01b",
        "\uD83D\uDE01\uD83D\uDE00", "<b>bold</b>\nline", "", "x".repeat(5_000), "end"}) {
        browser.evaluate(
            "(() => { const field = " + NOTES + "; field.value = " + Json.write(value)
                + "; field.dispatchEvent(new Event('input')); })()");
        awaitNotes(second, value);
        assertThat(notes(browser)).isEqualTo(value);
      }
      assertThat(browser.complaints()).isEmpty();
      assertThat(second.complaints()).isEmpty();
    }
  }

  @Test
  void pins_areEverybodys() {
    server.store(Crashes.event("e1", "logfile", NPE));
    server.store(Crashes.event("e2", "logfile", "com.example.OtherException"));
    try (Chromium second = new Chromium(otherProfile)) {
      open(browser, "ann", Scope.ADMIN, "/issues");
      open(second, "bob", Scope.DECIDE, "/issues/SHOP-2");
      browser.awaitText("2 issues");
      Await.until(() -> second.evaluate("document.querySelector('#pin') !== null").asBoolean());

      second.evaluate("document.querySelector('#pin').click()");
      browser.awaitText("SHOP-2, by bob");
      second.awaitText("Pinned");
      browser.press("j");
      Await.until(
          () -> browser.evaluate("document.activeElement.dataset.index === '0'").asBoolean());
      String first =
          browser.evaluate("document.activeElement.getAttribute('href')").asString();
      browser.press("p");
      Await.until(
          () -> browser.text().contains("SHOP-1, by ann") == first.endsWith("SHOP-1"));
      browser.keep("shared-pins");
      assertThat(Accessibility.faults(browser)).isEmpty();

      browser.open(server.uri("/#/audit"));
      browser.awaitText("Audit");
      browser.open(server.uri("/#/issues"));
      browser.awaitText("Pinned");
      browser
          .evaluate("document.querySelectorAll('.pinned button').forEach((each) => each.click())");
      Await.until(
          () -> browser.evaluate("document.querySelector('.pinned') === null").asBoolean());
      Await.until(
          () -> second.evaluate("document.querySelector('#pin').ariaPressed").asString()
              .equals("false"));
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void whoMayOnlyRead_isToldSoAndOpensNoRoom() {
    server.store(Crashes.event("e1", "logfile", NPE));
    open(browser, "rea", Scope.READ, ISSUE);

    browser.awaitText("This session may only read. What is shared needs one that may decide.");
    assertThat(browser.evaluate(NOTES + " === null").asBoolean()).isTrue();
    assertThat(browser.evaluate("document.querySelector('#pin') === null").asBoolean()).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void sharedLibrary_comesAfterThePageAndFromHere() {
    open(browser, "ann", Scope.ADMIN, "/issues");
    browser.awaitText("Nothing is watched yet");
    String before = "performance.getEntriesByType('resource').map((each) => each.name).join(' ')";
    Await.until(() -> browser.evaluate(before).asString().contains("/chunk-"));

    assertThat(browser.evaluate(before).asString().split(" ", -1))
        .allMatch(name -> name.startsWith(server.uri("/").toString()));
    assertThat(
        browser
            .evaluate(
                "performance.getEntriesByType('resource').filter((each) => !each.name.includes('/api/'))"
                    + ".reduce((sum, each) => sum + each.encodedBodySize, 0)")
            .asInt())
        .as("with the shared library, compressed")
        .isBetween(50_000, 150_000);
    assertThat(browser.complaints()).isEmpty();
  }
}
