package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fix is reviewed and decided on the page. */
final class ReviewIT extends InBrowser {

  private static final String FIX = "/fixes/F-SHOP-1";

  @TempDir
  private Path otherProfile;

  @Test
  void fix_isShownBesideItsEvidence() {
    waitingFix();
    login(FIX);

    browser.awaitText("An item of the cart may be null.");
    for (String said : new String[] {"Red 2×", "12 → 13 tests pass",
      "captured in the running service",
      "Look twice at", "The values that broke it", "(redacted, 12 characters)", "Item.price()",
      "operator null-skip",
      RunningServer.DIGEST.substring(0, 12)}) {
      browser.awaitText(said);
    }
    Await.until(() -> count(".diff .hljs-keyword") > 0);
    assertThat(count(".diff tr.added")).isEqualTo(6);
    assertThat(count(".diff tr.removed")).isEqualTo(1);
    assertThat(browser.evaluate("document.querySelector('tr.removed mark').textContent").asString())
        .isEqualTo("owner");
    assertThat(count(".diff b")).as("markup in the diff is text").isZero();
    browser.keep("review");
    browser.press("s");
    Await.until(() -> count(".diff.split") == 2);
    assertThat(browser.evaluate("location.hash").asString()).endsWith("?diff=split");
    browser.keep("review-side-by-side");
    assertThat(browser.complaints()).isEmpty();
  }

  /** The link of a notification is the first press. */
  @Test
  void deepLinkAndTwoKeys_approve() {
    waitingFix();
    login(FIX);
    browser.awaitText("Decides exactly what is shown");

    browser.press("a");
    browser.awaitText("Nexa then does: Commit");
    browser.keep("review-approve");
    browser.press("Enter");

    browser.awaitText("carried out: commit abc123");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
    browser.keep("review-applied");
  }

  @Test
  void deepLinkAndTwoKeys_rejectWithAReason() {
    waitingFix();
    login(FIX);
    browser.awaitText("Decides exactly what is shown");

    browser.press("x");
    browser.awaitText("Why not?");
    browser.press("3");

    browser.awaitText("Rejected by");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().reason()).isEqualTo("Hides the failure");
  }

  @Test
  void escape_takesAChoiceBack() {
    waitingFix();
    login(FIX);
    browser.awaitText("Decides exactly what is shown");

    browser.press("a");
    browser.awaitText("Nexa then does");
    browser.press("Escape");

    browser.awaitText("Decides exactly what is shown");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("waiting");
  }

  @Test
  void rejectionInOwnWords_wantsSomeAndOutlivesARedraw() {
    waitingFix();
    login(FIX);
    browser.awaitText("Decides exactly what is shown");
    click("button.reject");
    browser.awaitText("Why not?");

    click(".own button.reject");
    browser.awaitText("Say why");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("waiting");
    browser.evaluate("document.getElementById('reason').value = 'too wide'");
    server.feed.append("issue.updated", Map.of());
    click(".own button.reject");

    browser.awaitText("Rejected by");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().reason()).isEqualTo("too wide");
  }

  @Test
  void decisionElsewhere_isShownAtOnce() {
    waitingFix();
    login(FIX);
    browser.awaitText(RunningServer.DIGEST.substring(0, 12));
    browser.awaitText("live");

    server.post(
        "/api/v1/fixes/F-SHOP-1/decision",
        Map.of("decision", "reject", "digest", RunningServer.DIGEST, "reason", "mine"));

    browser.awaitText("mine");
    assertThat(count("button.approve")).isZero();
  }

  /** The second browser hears nothing of the feed, so it still offers what the first decided. */
  @Test
  void ofTwoBrowsers_theSecondIsToldWhoWon() {
    waitingFix();
    try (Chromium second = new Chromium(otherProfile)) {
      second.deaf();
      login(browser, FIX);
      login(second, FIX);
      second.awaitText("Decides exactly what is shown");
      browser.awaitText("Decides exactly what is shown");

      browser.press("a");
      browser.press("Enter");
      browser.awaitText("carried out");
      second.press("x");
      second.awaitText("Why not?");
      second.press("1");

      second.awaitText("Somebody was faster: F-SHOP-1 is applied, decided by");
      second.awaitText("Your decision was not taken.");
      second.awaitText("carried out: commit abc123");
      second.keep("review-too-late");
    }
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
  }

  /** The owner approves first, then Bob, who opened the page by a link of his own token before the fix. */
  @Test
  void ofTwoPersons_bothApproveInTheirBrowsers() {
    ofTwo();
    try (Chromium second = new Chromium(otherProfile)) {
      loginAs("bob", second, "/fixes");
      second.awaitText("No fix yet");
      waitingFix();
      second.awaitText("F-SHOP-1");
      second.press("j");
      second.press("Enter");
      login(FIX);
      browser.awaitText("It needs two persons: yours would be the first");
      browser.awaitText("Approve (1 of 2)");
      browser.awaitText("each fix of shop needs two persons");
      browser.press("a");
      browser.awaitText("When another person approves, too, Nexa does: Commit");
      browser.press("Enter");

      String first = "Approved by " + Door.daemonUser() + ", needs one more.";
      browser.awaitText(first);
      browser.awaitText("It waits for another person until");
      browser.awaitText("comes by a way of the person who approved it already");
      browser.awaitText("approved by 1 of 2");
      assertThat(count("button.approve")).as("what would be refused").isZero();
      assertThat(Accessibility.faults(browser)).isEmpty();
      second.awaitText(first);
      second.awaitText("Yours would be the second approval");
      second.awaitText("Approve (2 of 2)");
      assertThat(Accessibility.faults(second)).isEmpty();
      browser.keep("review-one-of-two");
      second.width(360);
      second.keep("review-one-of-two-narrow");
      assertThat(second.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(360);

      browser.press("a");
      assertThat(browser.text()).doesNotContain("Approve?");
      browser.press("x");
      browser.awaitText("Why not?");
      browser.press("Escape");
      browser.awaitText("It waits for another person until");
      second.press("a");
      second.awaitText("Nexa then does: Commit");
      second.press("Enter");

      String both = "Approved by " + Door.daemonUser() + " and bob and carried out";
      second.awaitText(both);
      browser.awaitText(both);
      second.keep("review-two-of-two");
    }
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
  }

  @Test
  void requestForAnotherFix_isMadeByKeysAndLeadsToIt() {
    waitingFix();
    login(FIX);
    browser.awaitText("Decides exactly what is shown");

    browser.press("c");
    browser.awaitText("What should change?");
    "no skip".chars().forEach(key -> browser.press(Character.toString(key)));
    browser.press("Enter");

    browser.awaitText("asked for another fix: “no skip”.");
    browser.awaitText("F-SHOP-1.2 took its place");
    browser.keep("review-another");
    click(".line a");
    browser.awaitText("In place of F-SHOP-1");
    browser.awaitText("Decides exactly what is shown");
    assertThat(Accessibility.faults(browser)).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void fixThatChangedMeanwhile_isNotDecided() throws SQLException {
    waitingFix();
    browser.deaf();
    login(FIX);
    browser.awaitText("Decides exactly what is shown");
    AuditRoutesTest.tamper(home, "UPDATE fixes SET digest = '" + "e0".repeat(32) + "'");

    browser.press("a");
    browser.awaitText("Nexa then does");
    browser.press("Enter");

    browser.awaitText("The fix changed while you looked, so your decision was not taken.");
    browser.awaitText("e0e0e0e0e0e0");
    browser.awaitText("Decides exactly what is shown");
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("waiting");
    browser.keep("review-changed");
  }

  @Test
  void fixForRunningJvms_isApprovedByItsTypedIdAndRolledBackByAButton() {
    hotswap();
    waitingFix();
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      login(FIX);
      browser.awaitText("Decides exactly what is shown");

      browser.press("a");
      browser.awaitText("To approve, type F-SHOP-1");
      browser.press("Enter");
      browser.awaitText("It goes into running JVMs. Type F-SHOP-1");
      "F-SHOP-1".chars().forEach(key -> browser.press(Character.toString(key)));
      browser.keep("review-typed");
      browser.press("Enter");
      browser.awaitText("Swapped into 1 JVM, provisional until");

      click("#rollback");
      browser.awaitText("Rolled back: ordered by");
      assertThat(agent.kinds()).containsExactly("tap", "swap", "rollback");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private int count(String selector) {
    return browser.evaluate("document.querySelectorAll('" + selector + "').length").asInt();
  }
}
