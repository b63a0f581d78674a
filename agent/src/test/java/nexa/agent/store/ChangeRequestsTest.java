package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.patch.Verdict;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Locator;
import nexa.repair.Plan;
import nexa.repair.Reproducer;
import nexa.repair.Requests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of fixes that people wanted otherwise. */
final class ChangeRequestsTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Issue ISSUE = Crashes.issue("SHOP-1");

  @TempDir
  private Path home;
  private Store store;
  private Feed feed;
  private Fixes fixes;
  private ChangeRequests requests;

  @BeforeEach
  void waitingFix() {
    store = Store.open(home, CLOCK);
    feed = new Feed(store, CLOCK);
    fixes = new Fixes(store, feed, CLOCK, run -> {});
    requests = new ChangeRequests(store, feed, CLOCK, true);
    submit("F-SHOP-1", "r1");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void request_turnsTheFixDownAndKeepsItsChangeAndReason() {
    assertThat(ask("F-SHOP-1", "smaller")).isEqualTo(new Fixes.Answer.Recorded());

    assertThat(fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("rejected");
    assertThat(requests.refused(ISSUE)).singleElement().satisfies(refused -> {
      assertThat(refused.reason()).isEqualTo("smaller");
      assertThat(refused.change())
          .startsWith("diff --git a/src/main/java/Cart.java")
          .contains("+        continue; // <b>not there</b>\n",
              "-    return sum - discount(owner);\n")
          .doesNotContain("CartCrashTest", "@@", "int total()");
    });
    assertThat(requests.refused(Crashes.issue("SHOP-2"))).isEmpty();
  }

  @Test
  void refusalOfAnotherKind_asksForNothing() {
    fixes.decide("F-SHOP-1", new Decision.Declined("ann", "no"), "digest");

    assertThat(requests.refused(ISSUE)).isEmpty();
    assertThat(requests.of("F-SHOP-1")).isEmpty();
  }

  @Test
  void whatStoodBeside_holdsOnTheSameCode() {
    ask("F-SHOP-1", "smaller");

    Requests.Proven proven = requests.proven(Crashes.diagnosis(ISSUE)).orElseThrow();
    assertThat(proven.reproduction()).isEqualTo(plan("F-SHOP-1").reproduction());
    assertThat(proven.plausible()).extracting(Verdict.Plausible::patch)
        .containsExactly(Crashes.patch());

    Diagnosis moved = Crashes.diagnosis(ISSUE);
    assertThat(requests.proven(new Diagnosis(ISSUE, "abc", moved.locations()))).isEmpty();
    assertThat(requests.proven(new Diagnosis(ISSUE, moved.commit(), List.of()))).isEmpty();
    assertThat(
        new ChangeRequests(store, feed, CLOCK, false).proven(Crashes.diagnosis(ISSUE))).isEmpty();
  }

  @Test
  void runThatWasCutShort_provesNothing() {
    ask("F-SHOP-1", "smaller");
    store.jdbi().useHandle(
        handle -> handle.execute("UPDATE steps SET ended = NULL WHERE name = 'verify'"));

    assertThat(requests.proven(Crashes.diagnosis(ISSUE))).isEmpty();
  }

  @Test
  void afterThree_thereIsNoMoreRoom() {
    ask("F-SHOP-1", "one");
    for (String id : List.of("F-SHOP-1.2", "F-SHOP-1.3")) {
      submit(id, "run of " + id);
      assertThat(ask(id, "again")).isEqualTo(new Fixes.Answer.Recorded());
    }
    submit("F-SHOP-1.4", "r4");

    assertThat(ask("F-SHOP-1.4", "again")).isEqualTo(new Fixes.Answer.AskedEnough(3));
    assertThat(fixes.find("F-SHOP-1.4").orElseThrow().status()).isEqualTo("waiting");
    assertThat(requests.refused(ISSUE)).hasSize(3);
  }

  @Test
  void fixThatIsNotProposed_isNotAskedOf() {
    assertThat(requests.askOfProposed("F-SHOP-1", "bob", "no")).as("it waits").isEmpty();
    assertThat(requests.askOfProposed("F-9", "bob", "no")).as("there is none").isEmpty();
    store.jdbi().useHandle(handle -> handle.execute("UPDATE fixes SET status = 'applied'"));

    assertThat(requests.askOfProposed("F-SHOP-1", "bob", "no")).contains("SHOP-1");
    assertThat(requests.askOfProposed("F-SHOP-1", "bob", "no")).as("once").isEmpty();
  }

  private Fixes.Answer ask(String fix, String reason) {
    return fixes.decide(fix, new Decision.Declined("ann", reason, true), "digest");
  }

  /** As the run left it: its steps are in its journal. */
  private void submit(String id, String run) {
    Journal journal = new SqlJournal(store, fixes, CLOCK, run);
    Plan plan = plan(id);
    journal.step("locate", () -> new Locator.Answer.Found(plan.diagnosis()));
    journal.step("reproduce", () -> new Reproducer.Answer.Red(plan.reproduction()));
    journal.step(
        "verify",
        () -> List.of(
            new Verdict.Plausible(plan.patch(), plan.proof()),
            new Verdict.Rejected(plan.patch(), "no")));
    fixes.submit(run, plan);
  }

  private static Plan plan(String id) {
    return Crashes.plan(id, ISSUE, "digest");
  }
}
