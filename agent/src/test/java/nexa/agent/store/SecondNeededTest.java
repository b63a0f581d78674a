package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import nexa.agent.config.NotifyConfig.Channel;
import nexa.agent.config.NotifyConfig.Kind;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.config.NotifyConfig.Wanted;
import nexa.event.Batch;
import nexa.event.Severity;
import nexa.issue.TrustLevel;
import nexa.repair.Decision;
import nexa.repair.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People are told that the first of two approved a fix, once, and while that holds. */
@Timeout(120)
final class SecondNeededTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final String FIX = "F-SHOP-1";
  private static final Person ANN = new Person("ann", 1L);
  private static final Person BOB = new Person("bob", 2L);
  private static final Person CARL = new Person("carl", 3L);

  @TempDir
  private Path home;

  /** What was told, as the moment, with {@code : } and how it ended. */
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final List<Outbox.Due> dues = Collections.synchronizedList(new ArrayList<>());

  /** A daemon's state, as far as people are told of it. */
  private final class Daemon implements AutoCloseable {
    final Store store = Store.open(home, CLOCK);
    final Feed feed = new Feed(store, CLOCK);
    final Fixes fixes = new Fixes(store, feed, CLOCK, run -> {});
    final Outbox outbox = new Outbox(store, CLOCK);
    final Courier courier;

    Daemon(Moment wanted) {
      Channel channel =
          new Channel(
              "team", Kind.SLACK,
              new Target(URI.create("http://127.0.0.1/x"), List.of(), null, List.of()),
              new Wanted(Set.of(), Set.of(wanted), Severity.ERROR));
      feed.record(new NoticeRecorder(outbox, List.of(channel), CLOCK));
      courier =
          new Courier(
              store, feed, outbox, List.of("team"), (name, due) -> note(due), CLOCK);
    }

    Daemon started() {
      courier.start();
      return this;
    }

    void plan(String run) {
      EventStore events = new EventStore(store, feed, Crashes.BY_TYPE, issue -> {});
      String type = "java.lang.NullPointerException";
      events.accept(
          new Batch("test", List.of(Crashes.event("e " + run, "logfile", type)), null));
      fixes.submit(
          run,
          Crashes.plan(
              FIX, events.issues().getFirst(), "digest of " + run,
              new Standing(TrustLevel.PROPOSE, true, List.of(), List.of("it is security code")),
              List.of("Commit")));
    }

    Fixes.Answer approve(Person by) {
      String digest = fixes.find(FIX).orElseThrow().digest();
      return fixes.decide(FIX, new Decision.Approved(by.name(), digest), digest, by);
    }

    void anHourLater() {
      store.jdbi().useHandle(
          handle -> handle.execute("UPDATE first_approvals SET time = time - 3600001"));
    }

    @Override
    public void close() {
      courier.close();
      store.close();
    }
  }

  private Courier.Answer note(Outbox.Due due) {
    dues.add(due);
    told.add(
        due.notice().moment().word()
            + (due.ending() == null ? "" : ": " + due.ending().words()));
    return new Courier.Answer.Taken(null);
  }

  private Daemon daemon() {
    return new Daemon(Moment.FIX_WAITING);
  }

  @Test
  void firstApproval_isToldOnceWithWhoAndUntilWhen() {
    try (Daemon daemon = daemon().started()) {
      daemon.plan("r1");
      await(() -> told.size() == 1);
      daemon.approve(ANN);
      await(() -> told.size() == 2);
      daemon.feed.append(
          "fix.updated", new Fixes.FixNews(FIX, "SHOP-1", "waiting")); // by whatever else
      assertThat(daemon.approve(ANN)).isInstanceOf(Fixes.Answer.NeedsAnother.class);

      Outbox.Due due = dues.getLast();
      assertThat(due.notice().moment()).isEqualTo(Moment.SECOND_NEEDED);
      assertThat(due.notice().fix()).isEqualTo(FIX);
      String until =
          Objects.requireNonNull(daemon.fixes.find(FIX).orElseThrow().first()).until().toString();
      assertThat(due.notice().facts())
          .contains(
              new Notice.Fact("Approved by", "ann"),
              new Notice.Fact(
                  "Waits for",
                  "another person, until " + until.substring(0, 10) + " "
                      + until.substring(11, 16) + " UTC"),
              new Notice.Fact("Needs two persons", "it is security code"));
      assertThat(due.before())
          .isEqualTo(
              new Outbox.Before(dues.getFirst().subject(), dues.getFirst().created()));
      assertThat(daemon.outbox.state("team").waiting()).isZero();

      daemon.approve(BOB);
      await(() -> told.size() == 4);
      assertThat(told)
          .containsExactlyInAnyOrder(
              "fix.waiting", "fix.second_needed", "fix.waiting: Approved by ann and bob",
              "fix.second_needed: Approved by ann and bob");
    }
  }

  @Test
  void restart_tellsItNotTwice() {
    try (Daemon daemon = daemon().started()) {
      daemon.plan("r1");
      daemon.approve(ANN);
      await(() -> told.size() == 2);
    }
    try (Daemon again = daemon().started()) {
      again.plan("r1");
      again.feed.append("fix.updated", new Fixes.FixNews(FIX, "SHOP-1", "waiting"));

      assertThat(again.outbox.state("team").waiting()).isZero();
      assertThat(told).hasSize(2);
    }
  }

  @Test
  void secondWhoWasFasterThanTheMessage_leavesNothingToTell() {
    try (Daemon down = daemon()) { // its courier never starts
      down.plan("r1");
      down.approve(ANN);
      assertThat(down.outbox.state("team").waiting()).isEqualTo(2);
      down.approve(BOB);
    }
    try (Daemon daemon = daemon().started()) {
      await(() -> daemon.outbox.state("team").waiting() == 0);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void firstThatExpired_endsItsMessageAndTheNextFirstHasItsOwn() {
    try (Daemon daemon = daemon().started()) {
      daemon.plan("r1");
      daemon.approve(ANN);
      await(() -> told.size() == 2);
      daemon.anHourLater();
      daemon.fixes.expireFirsts();
      await(() -> told.size() == 3);
      assertThat(daemon.approve(BOB)).isInstanceOf(Fixes.Answer.FirstOfTwo.class);
      await(() -> told.size() == 4);

      assertThat(told)
          .containsExactly(
              "fix.waiting", "fix.second_needed",
              "fix.second_needed: The first approval holds no more: two persons are needed again",
              "fix.second_needed");
      assertThat(dues.getLast().notice().facts())
          .contains(new Notice.Fact("Approved by", "bob"));
      daemon.approve(CARL);
      await(() -> told.size() == 6);
      assertThat(told).filteredOn(each -> each.endsWith("Approved by bob and carl")).hasSize(2);
    }
  }

  @Test
  void otherPlan_endsBoth() {
    try (Daemon daemon = daemon().started()) {
      daemon.plan("r1");
      daemon.approve(ANN);
      await(() -> told.size() == 2);
      daemon.plan("r2");
      await(() -> told.size() == 5);

      assertThat(told)
          .contains("fix.second_needed: Another plan took its place",
              "fix.waiting: Another plan took its place")
          .filteredOn("fix.waiting"::equals)
          .hasSize(2);
    }
  }

  @Test
  void channelThatWantsNoWaitingFixes_hearsNothing() {
    try (Daemon daemon = new Daemon(Moment.FIX_APPLIED)) {
      daemon.plan("r1");
      daemon.approve(ANN);

      assertThat(daemon.outbox.state("team").waiting()).isZero();
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
