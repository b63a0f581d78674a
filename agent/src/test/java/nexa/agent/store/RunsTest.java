package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import nexa.event.Batch;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Outcome;
import nexa.repair.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Healing runs across decisions, failures and daemons. */
@Timeout(120)
final class RunsTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final String NPE = "java.lang.NullPointerException";

  @TempDir
  private Path home;

  /** The bodies that ran, in order. */
  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());

  /** A daemon's state: everything but the HTTP server. */
  private final class Daemon implements AutoCloseable {
    final Store store = Store.open(home, CLOCK);
    final Feed feed = new Feed(store, CLOCK);
    final Fixes fixes = new Fixes(store, feed, CLOCK, this::wake);
    final EventStore events = new EventStore(store, feed, Crashes.BY_TYPE, issue -> {});
    final Runs runs;

    Daemon(Runs.Healer healer) {
      runs = new Runs(store, feed, CLOCK, healer);
    }

    private void wake(String run) {
      runs.wake(run);
    }

    Daemon started() {
      runs.start();
      return this;
    }

    Journal journal(String run) {
      return new SqlJournal(store, fixes, CLOCK, run);
    }

    void crash(String eventId, boolean captured) {
      events.accept(
          new Batch(
              "test",
              List.of(captured ? Crashes.captured(eventId, NPE)
                  : Crashes.event(eventId, "logfile", NPE)),
              null));
    }

    String status() {
      return runs.latest("SHOP-1").map(Runs.Run::status).orElse("none");
    }

    @Override
    public void close() {
      runs.close();
      store.close();
    }
  }

  /** Plans, waits for a person, applies. */
  private Outcome heal(Daemon daemon, String run, String issue) {
    Journal journal = daemon.journal(run);
    Plan plan =
        journal.step(
            "plan",
            () -> {
              bodies.add("plan");
              return Crashes.plan(
                  "F-SHOP-1", daemon.events.issue(issue).orElseThrow(), "digest of " + run);
            });
    if (journal.decision(plan) instanceof Decision.Declined declined) {
      return new Outcome.Declined(plan, declined.reason());
    }
    Change change =
        journal.step(
            "apply",
            () -> {
              bodies.add("apply");
              return new Change(plan.branch(), "abc123");
            });
    return new Outcome.Fixed(plan, change);
  }

  private Daemon healing() {
    Daemon[] daemon = new Daemon[1];
    daemon[0] = new Daemon((run, issue) -> heal(daemon[0], run, issue));
    return daemon[0];
  }

  @Test
  void decision_letsTheRunGoOnWithoutRepeatingAStep() {
    try (Daemon daemon = healing().started()) {
      approve(waitingRun(daemon));

      await(() -> daemon.status().equals("ended"));
      assertThat(bodies).containsExactly("plan", "apply");
      assertThat(daemon.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
      assertThat(daemon.feed.after(0))
          .extracting(Feed.Entry::name)
          .containsSubsequence("fix.waiting", "fix.approved", "fix.applied", "run.ended");
    }
  }

  @Test
  void decision_isCarriedOutBeforeOthersAreHealed() {
    CountDownLatch busy = new CountDownLatch(1);
    Daemon[] daemon = new Daemon[1];
    daemon[0] =
        new Daemon(
            (run, issue) -> {
              if (issue.equals("SHOP-1")) {
                return heal(daemon[0], run, issue);
              }
              bodies.add(issue);
              await(() -> busy.getCount() == 0);
              return new Outcome.Abstained("no repository");
            });
    try (Daemon running = daemon[0].started()) {
      waitingRun(running);
      for (String type : List.of("a.First", "a.Second", "a.Third", "a.Fourth")) {
        running.events.accept(
            new Batch("test", List.of(Crashes.event("e-" + type, "logfile", type)), null));
      }
      for (int i = 2; i <= 5; i++) {
        running.runs.begin("SHOP-" + i);
        await(() -> bodies.contains("SHOP-2"));
      }

      approve(running);
      busy.countDown();

      await(() -> bodies.size() == 6);
      assertThat(bodies).startsWith("plan", "SHOP-2", "apply");
    }
  }

  @Test
  void pausedRun_goesOnWhenThePauseEnds() {
    AtomicBoolean paused = new AtomicBoolean(true);
    Daemon[] daemon = new Daemon[1];
    CountDownLatch begun = new CountDownLatch(1);
    daemon[0] =
        new Daemon(
            (run, issue) -> {
              begun.countDown();
              new PausableJournal(daemon[0].journal(run), paused::get)
                  .step("locate", () -> new Change("", ""));
              return heal(daemon[0], run, issue);
            });
    try (Daemon running = daemon[0].started()) {
      running.crash("e1", true);
      running.runs.begin("SHOP-1");
      await(() -> begun.getCount() == 0);
      assertThat(bodies).isEmpty();

      paused.set(false);
      await(() -> running.fixes.find("F-SHOP-1").isPresent());
      assertThat(bodies).containsExactly("plan");
    }
  }

  @Test
  void runThatWaits_outlivesTheDaemon() {
    try (Daemon first = healing().started()) {
      waitingRun(first);
    }
    try (Daemon second = healing().started()) {
      approve(second);

      await(() -> second.status().equals("ended"));
      assertThat(bodies).containsExactly("plan", "apply");
    }
  }

  @Test
  void decisionWhoseWakeUpWasLost_isSeenAtTheNextStart() {
    try (Daemon first = healing().started()) {
      waitingRun(first);
      Fixes unheard = new Fixes(first.store, first.feed, CLOCK, run -> {}); // dies before it wakes the run
      unheard.decide("F-SHOP-1", new Decision.Approved("ann", digest(first)), digest(first));
    }
    try (Daemon second = healing().started()) {
      await(() -> second.status().equals("ended"));
      assertThat(bodies).containsExactly("plan", "apply");
    }
  }

  @Test
  void decisionInTheMiddleOfARun_isNotLost() {
    Daemon[] daemon = new Daemon[1];
    daemon[0] =
        new Daemon(
            (run, issue) -> {
              try {
                return heal(daemon[0], run, issue);
              } catch (Journal.Waiting waiting) {
                approve(daemon[0]); // a person is quicker than the run's end
                throw waiting;
              }
            });
    try (Daemon quick = daemon[0].started()) {
      quick.crash("e1", true);
      quick.runs.beginIfDue("SHOP-1");

      await(() -> quick.status().equals("ended"));
    }
  }

  @Test
  void runOfAKilledDaemon_isTakenUpAtOnce() throws Exception {
    CountDownLatch killed = new CountDownLatch(1);
    Daemon first = new Daemon((run, issue) -> hang(killed));
    first.started().crash("e1", true);
    first.runs.beginIfDue("SHOP-1");
    await(() -> bodies.contains("hang"));
    first.store.close(); // its database goes away under it, as by kill -9

    try (Daemon second = healing().started()) {
      await(() -> second.status().equals("waiting"));
      assertThat(bodies).containsExactly("hang", "plan");
    } finally {
      killed.countDown();
      first.runs.close();
    }
  }

  private Outcome hang(CountDownLatch killed) {
    bodies.add("hang");
    try {
      killed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Outcome.Abstained("killed");
  }

  @Test
  void runThatBreaksOff_isTriedThreeTimesAndSaysWhy() {
    try (Daemon daemon =
        new Daemon(
            (run, issue) -> {
              bodies.add("try");
              throw new IllegalStateException("no sandbox");
            })) {
      daemon.started().crash("e1", true);
      daemon.runs.beginIfDue("SHOP-1");

      await(() -> daemon.status().equals("failed"));
      assertThat(bodies).containsExactly("try", "try", "try");
      assertThat(daemon.runs.latest("SHOP-1").orElseThrow().outcome())
          .isInstanceOfSatisfying(
              Outcome.Abstained.class, end -> assertThat(end.reason()).contains("no sandbox"));
    }
  }

  @Test
  void valuesCapturedAfterARun_giveASecondOneAndNoThird() {
    try (Daemon daemon = new Daemon((run, issue) -> new Outcome.NotReproduced("no values"))) {
      daemon.started().crash("e1", false);
      daemon.runs.beginIfDue("SHOP-1");
      await(() -> daemon.status().equals("ended"));
      daemon.runs.beginIfDue("SHOP-1");
      assertThat(daemon.runs.ofIssue("SHOP-1")).hasSize(1);

      daemon.crash("e2", true);
      daemon.runs.beginIfDue("SHOP-1");
      assertThat(daemon.runs.ofIssue("SHOP-1")).hasSize(2);
      await(() -> daemon.status().equals("ended"));
      daemon.crash("e3", true);
      daemon.runs.beginIfDue("SHOP-1");
      assertThat(daemon.runs.ofIssue("SHOP-1")).hasSize(2);
    }
  }

  @Test
  void planOfALaterRun_isNotApprovedByAnEarlierDecision() {
    try (Daemon daemon = healing().started()) {
      waitingRun(daemon);
      daemon.fixes.decide("F-SHOP-1", new Decision.Declined("ann", "no"), digest(daemon));
      await(() -> daemon.status().equals("ended"));
      daemon.runs.begin("SHOP-1");

      await(() -> daemon.status().equals("waiting"));
      assertThat(daemon.fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("waiting");
      assertThat(bodies).containsExactly("plan", "plan");
    }
  }

  @Test
  void requestForChanges_beginsOneRunWhateverHappensToTheDaemon() {
    try (Daemon first = healing().started()) {
      waitingRun(first);
      Fixes unheard = new Fixes(first.store, first.feed, CLOCK, run -> {}); // dies before it wakes the run
      unheard.decide("F-SHOP-1", new Decision.Declined("ann", "smaller", true), digest(first));
    }
    for (int start = 0; start < 3; start++) {
      try (Daemon next = healing().started()) {
        await(() -> next.runs.ofIssue("SHOP-1").size() == 2 && next.status().equals("waiting"));
        next.runs.beginIfDue("SHOP-1");
        assertThat(next.runs.ofIssue("SHOP-1")).hasSize(2);
      }
    }
    assertThat(bodies).containsExactly("plan", "plan");
  }

  @Test
  void requestForChangesThatAMergeSettled_beginsNoRun() {
    try (Daemon first = healing().started()) {
      waitingRun(first);
      Fixes unheard = new Fixes(first.store, first.feed, CLOCK, run -> {});
      unheard.decide("F-SHOP-1", new Decision.Declined("ann", "smaller", true), digest(first));
      new Merges(first.store, first.feed, CLOCK, run -> {}).settle("F-SHOP-1", "eve");
    }
    try (Daemon next = healing().started()) {
      await(() -> next.status().equals("ended"));
      next.runs.beginIfDue("SHOP-1");
      assertThat(next.runs.ofIssue("SHOP-1")).hasSize(1);

      next.runs.begin("SHOP-1"); // as when a person wants it healed again
      await(() -> next.status().equals("waiting"));
      assertThat(
          new ChangeRequests(next.store, next.feed, CLOCK, true).of("F-SHOP-1").orElseThrow().run())
          .isNull();
    }
    assertThat(bodies).containsExactly("plan", "plan");
  }

  private Daemon waitingRun(Daemon daemon) {
    daemon.crash("e1", true);
    daemon.runs.beginIfDue("SHOP-1");
    await(() -> daemon.status().equals("waiting"));
    return daemon;
  }

  private static void approve(Daemon daemon) {
    daemon.fixes.decide("F-SHOP-1", new Decision.Approved("ann", digest(daemon)), digest(daemon));
  }

  private static String digest(Daemon daemon) {
    return daemon.fixes.find("F-SHOP-1").orElseThrow().digest();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it came about in time").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
