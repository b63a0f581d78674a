package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Plan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlJournalTest {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir
  private Path home;
  private Store store;
  private Feed feed;
  private Fixes fixes;
  private Journal journal;

  @BeforeEach
  void open() {
    store = Store.open(home, CLOCK);
    feed = new Feed(store, CLOCK);
    fixes = new Fixes(store, feed, CLOCK, run -> {});
    journal =
        new SqlJournal(store, fixes, CLOCK, "r1");
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute(
                "INSERT OR IGNORE INTO runs (id, issue, status, started)"
                    + " VALUES ('r1', 'SHOP-1', 'running', 1)"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void recordedStep_isNotRunAgainAfterARestart() {
    List<Change> first = journal.step("apply", () -> List.of(new Change("b", "c")));
    close();
    open();

    List<Change> again =
        journal.step(
            "apply",
            () -> {
              throw new AssertionError("ran again");
            });

    assertThat(again).isEqualTo(first);
  }

  @Test
  void stepCutShort_runsAgain() {
    assertThatThrownBy(
        () -> journal.step(
            "apply",
            () -> {
              throw new IllegalStateException("cut");
            }))
        .hasMessage("cut");

    assertThat(journal.step("apply", () -> new Change("b", "c"))).isEqualTo(new Change("b", "c"));
  }

  @Test
  void undecidedPlan_waitsAndIsShownOnce() {
    Plan plan = Crashes.plan("F-SHOP-1", Crashes.issue("SHOP-1"), "digest");

    assertThatThrownBy(() -> journal.decision(plan)).isInstanceOf(Journal.Waiting.class);
    assertThatThrownBy(() -> journal.decision(plan)).isInstanceOf(Journal.Waiting.class);

    assertThat(feed.after(0)).extracting(Feed.Entry::name).containsExactly("fix.waiting");
    assertThat(fixes.find("F-SHOP-1").orElseThrow().plan()).isEqualTo(plan);
  }

  @Test
  void decidedPlan_givesTheDecision() {
    Plan plan = Crashes.plan("F-SHOP-1", Crashes.issue("SHOP-1"), "digest");
    assertThatThrownBy(() -> journal.decision(plan)).isInstanceOf(Journal.Waiting.class);
    fixes.decide("F-SHOP-1", new Decision.Declined("ann", "too wide"), "digest");

    assertThat(journal.decision(plan)).isEqualTo(new Decision.Declined("ann", "too wide"));
  }
}
