package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import nexa.memory.Case;
import nexa.repair.Journal;
import nexa.repair.Locator;
import nexa.repair.Plan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommitsInUseTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Plan PLAN = Crashes.plan("F-SHOP-1", Crashes.issue("SHOP-1"), "d");

  @TempDir
  private Path home;
  private Store store;
  private Fixes fixes;
  private CommitsInUse commits;

  @BeforeEach
  void open() {
    store = Store.open(home, CLOCK);
    fixes = new Fixes(store, new Feed(store, CLOCK), CLOCK, run -> {});
    commits = new CommitsInUse(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void emptyStore_usesNone() {
    assertThat(commits.all()).isEmpty();
  }

  @Test
  void commitOfAWaitingFix_isInUse() {
    PlanDesk.submit(fixes, PLAN);

    assertThat(commits.all()).containsExactly("c0ffee");
  }

  @Test
  void commitOfACase_isInUse() {
    new Cases(store)
        .keep(
            new Case(
                "F-1", "shop", "f", "java.lang.NullPointerException", "context",
                PLAN.patch().recipe(), "null-skip", Case.Outcome.APPROVED, "beef", Crashes.NOON));

    assertThat(commits.all()).containsExactly("beef");
  }

  @Test
  void commitThatARunLooksAt_isInUseUntilItEnds() {
    RunRows.running(store, "r1", "SHOP-1");
    RunRows.running(store, "r2", "SHOP-2");
    Journal journal = new SqlJournal(store, fixes, CLOCK, "r1");
    journal.step("locate", () -> new Locator.Answer.Found(PLAN.diagnosis()));
    new SqlJournal(store, fixes, CLOCK, "r2")
        .step("locate", () -> new Locator.Answer.Nowhere("no repository"));
    assertThat(commits.all()).containsExactly("c0ffee");

    store.jdbi().useHandle(handle -> handle.execute("UPDATE runs SET status = 'ended'"));
    assertThat(commits.all()).isEmpty();
  }

  @Test
  void releases_areInUse() {
    store
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("INSERT INTO releases VALUES ('shop', 'abc1234', 1, 2)");
              handle.execute("INSERT INTO releases VALUES ('mail', '1.4.2', 1, 2)");
            });

    assertThat(commits.all()).containsExactlyInAnyOrder("abc1234", "1.4.2");
  }
}
