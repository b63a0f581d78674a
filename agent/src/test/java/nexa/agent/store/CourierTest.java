package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import nexa.agent.config.NotifyConfig.Channel;
import nexa.agent.config.NotifyConfig.Kind;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.config.NotifyConfig.Wanted;
import nexa.agent.store.Courier.Answer;
import nexa.event.Batch;
import nexa.event.Severity;
import nexa.issue.Issue;
import nexa.repair.Decision;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told when, and what is left of it when a daemon dies. */
@Timeout(120)
final class CourierTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final String FIX = "F-SHOP-1";
  private static final Answer TAKEN = new Answer.Taken("message 7");
  private static final Set<Moment> ALL =
      Set.of(
          Moment.FIX_WAITING, Moment.ISSUE_OPENED, Moment.FIX_APPLIED, Moment.FIX_ROLLED_BACK);

  @TempDir
  private Path home;

  /** What was told, as {@code channel subject}, with {@code : } and how it ended. */
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  /** A daemon's state, as far as people are told of it. */
  private final class Daemon implements AutoCloseable {
    final Store store = Store.open(home, CLOCK);
    final Feed feed = new Feed(store, CLOCK);
    final Fixes fixes = new Fixes(store, feed, CLOCK, run -> {});
    final Swaps swaps = new Swaps(store, feed, CLOCK);
    final EventStore events = new EventStore(store, feed, Crashes.BY_TYPE, issue -> {});
    final Outbox outbox = new Outbox(store, CLOCK);
    final Courier courier;

    Daemon(List<Channel> channels, Courier.Teller teller) {
      feed.record(new NoticeRecorder(outbox, channels, CLOCK));
      courier =
          new Courier(
              store, feed, outbox, channels.stream().map(Channel::name).toList(), teller, CLOCK);
    }

    Daemon started() {
      courier.start();
      return this;
    }

    /** Opens issue SHOP-1. */
    Issue crash() {
      return crash("java.lang.NullPointerException");
    }

    Issue crash(String type) {
      events.accept(new Batch("test", List.of(Crashes.event("e " + type, "logfile", type)), null));
      return events.issues().stream()
          .filter(issue -> issue.exceptionType().equals(type)).findFirst().orElseThrow();
    }

    void plan(String run) {
      fixes.submit(run, Crashes.plan(FIX, crash(), "digest of " + run));
    }

    void decide(Decision decision) {
      fixes.decide(FIX, decision, fixes.find(FIX).orElseThrow().digest());
    }

    void approve() {
      decide(new Decision.Approved("ann", fixes.find(FIX).orElseThrow().digest()));
    }

    @Override
    public void close() {
      courier.close();
      store.close();
    }
  }

  private static Channel channel(String name, Set<Moment> moments) {
    return channel(name, new Wanted(Set.of(), moments, Severity.ERROR));
  }

  private static Channel channel(String name, Wanted wanted) {
    return new Channel(
        name, Kind.SLACK, new Target(URI.create("http://127.0.0.1/x"), List.of(), null, List.of()),
        wanted);
  }

  private Answer note(String channel, Outbox.Due due) {
    told.add(
        channel + " " + due.subject() + (due.ending() == null ? "" : ": " + due.ending().words()));
    return TAKEN;
  }

  private Daemon decisions() {
    return new Daemon(List.of(channel("team", Set.of(Moment.FIX_WAITING))), this::note);
  }

  private Daemon all() {
    return new Daemon(List.of(channel("team", ALL)), this::note);
  }

  @Test
  void planThatWaits_isToldOnceAndItsDecisionToo() {
    List<Outbox.Due> dues = Collections.synchronizedList(new ArrayList<>());
    try (Daemon daemon =
        new Daemon(
            List.of(channel("team", Set.of(Moment.FIX_WAITING))),
            (channel, due) -> {
              dues.add(due);
              return note(channel, due);
            }).started()) {
      daemon.plan("r1");
      daemon.plan("r1");
      await(() -> told.size() == 1);
      daemon.approve();
      await(() -> told.size() == 2);

      assertThat(told)
          .containsExactly("team fix.waiting F-SHOP-1 r1",
              "team fix.waiting F-SHOP-1 r1: Approved by ann");
      assertThat(dues.getLast().reference()).isEqualTo("message 7");
      assertThat(dues.getLast().created()).isEqualTo(dues.getFirst().created());
      assertThat(daemon.outbox.state("team"))
          .satisfies(
              state -> {
                assertThat(state.told()).isOne();
                assertThat(state.waiting()).isZero();
                assertThat(state.failures()).isZero();
                assertThat(state.success()).isNotNull();
              });
    }
  }

  @Test
  void notice_saysWhatIsKnownAndNothingOfTheMessage() {
    List<Notice> notices = Collections.synchronizedList(new ArrayList<>());
    try (Daemon daemon =
        new Daemon(
            List.of(channel("team", ALL)),
            (channel, due) -> {
              notices.add(due.notice());
              return note(channel, due);
            }).started()) {
      daemon.plan("r1");
      await(() -> told.size() == 2);

      assertThat(notices.getLast().facts())
          .containsExactly(
              new Notice.Fact("Service", "shop"),
              new Notice.Fact("Where", "com.example.shop.Cart.total(Cart.java:7)"),
              new Notice.Fact("Severity", "error, seen 1 time"),
              new Notice.Fact("Made by", "operator:null-skip"),
              new Notice.Fact("Changes", "src/main/java/Cart.java"),
              new Notice.Fact(
                  "Tests", "one red before, green now; of all, 13 pass, 0 fail"),
              new Notice.Fact("Risks", "goes on with a default"));
      assertThat(Json.write(notices)).doesNotContain("boom");
    }
  }

  @Test
  void changeThatIsTakenBack_isNotTold() {
    try (Daemon daemon = all().started()) {
      assertThatThrownBy(
          () -> daemon.store.jdbi().useTransaction(
              handle -> {
                daemon.feed.append(handle, "fix.waiting", Map.of("id", FIX));
                IssueRows.write(handle, Crashes.issue("SHOP-9"));
                daemon.feed.append(handle, "issue.opened", Map.of("id", "SHOP-9"));
                assertThat(notices(handle)).isOne();
                throw new IllegalStateException("disk full");
              }))
          .hasMessage("disk full");

      assertThat(daemon.store.jdbi().withHandle(CourierTest::notices)).isZero();
    }
  }

  private static long notices(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM notices").mapTo(long.class).one();
  }

  @Test
  void whatEndedBeforeAnybodyHeard_isNotTold() {
    try (Daemon down = decisions()) { // the courier of this one never starts
      down.plan("r1");
      down.approve();
      assertThat(down.outbox.state("team").waiting()).isOne();
    }
    try (Daemon daemon = decisions().started()) {
      await(() -> daemon.outbox.state("team").waiting() == 0);
      assertThat(told).isEmpty();
      assertThat(daemon.outbox.state("team").told()).isZero();
    }
  }

  @Test
  void planOfALaterRun_isAnotherMessageAndEndsTheFirst() {
    try (Daemon daemon = decisions().started()) {
      daemon.plan("r1");
      await(() -> told.size() == 1);
      daemon.plan("r2");
      await(() -> told.size() == 3);

      assertThat(told)
          .containsExactlyInAnyOrder(
              "team fix.waiting F-SHOP-1 r1",
              "team fix.waiting F-SHOP-1 r1: Another plan took its place",
              "team fix.waiting F-SHOP-1 r2");
    }
  }

  @Test
  void moments_areToldToWhoeverWantsThem() {
    try (Daemon daemon =
        new Daemon(
            List.of(
                channel("all", ALL),
                channel("fatal", new Wanted(Set.of(), ALL, Severity.FATAL)),
                channel("billing", new Wanted(Set.of("billing"), ALL, Severity.TRACE))),
            this::note)
            .started()) {
      daemon.plan("r1");
      daemon.swaps.record(rolledBack(1));
      daemon.swaps.record(rolledBack(2));
      await(() -> told.size() == 5);
      daemon.events.setStatus("SHOP-1", Issue.Status.RESOLVED);
      await(() -> told.size() == 8);

      assertThat(told)
          .contains(
              "all issue.opened SHOP-1", "all issue.opened SHOP-1: Resolved",
              "all fix.waiting F-SHOP-1 r1", "all fix.rolled_back F-SHOP-1 r1",
              "all fix.rolled_back F-SHOP-1 r1: Resolved",
              "fatal fix.waiting F-SHOP-1 r1", "fatal fix.rolled_back F-SHOP-1 r1")
          .doesNotContain("fatal issue.opened SHOP-1")
          .noneMatch(line -> line.startsWith("billing"));
    }
  }

  @Test
  void issueThatIsIgnored_endsItsMessageAndSoDoesTheOneItWasMergedInto() {
    try (Daemon daemon = all().started()) {
      daemon.crash();
      daemon.crash("a.Second");
      daemon.crash("a.Third");
      await(() -> told.size() == 3);
      daemon.events.setStatus("SHOP-1", Issue.Status.IGNORED);
      daemon.store.jdbi()
          .useHandle(
              handle -> handle
                  .execute("UPDATE issues SET merged_into = 'SHOP-3' WHERE id = 'SHOP-2'"));
      daemon.events.setStatus("SHOP-3", Issue.Status.RESOLVED);
      await(() -> told.size() == 6);

      assertThat(told)
          .contains(
              "team issue.opened SHOP-1: Ignored", "team issue.opened SHOP-2: Resolved",
              "team issue.opened SHOP-3: Resolved");
    }
  }

  private static Swaps.Entry rolledBack(long pid) {
    return new Swaps.Entry(
        FIX, new Swaps.Jvm("shop", pid, 1), Swaps.State.ROLLED_BACK, "ann", CLOCK.instant(), null,
        "slower", null, List.of());
  }

  @Test
  void daemonKilledWhileItTells_isFollowedByOneThatTellsAgainByTheSameId() {
    CountDownLatch killed = new CountDownLatch(1);
    List<Outbox.Due> dues = Collections.synchronizedList(new ArrayList<>());
    Daemon first =
        new Daemon(
            List.of(channel("team", Set.of(Moment.FIX_WAITING))),
            (channel, due) -> {
              dues.add(due);
              hang(killed);
              return TAKEN;
            });
    first.started().plan("r1");
    await(() -> dues.size() == 1);
    first.store.close(); // its database goes away under it, as by kill -9

    try (Daemon second =
        new Daemon(
            List.of(channel("team", Set.of(Moment.FIX_WAITING))),
            (channel, due) -> {
              dues.add(due);
              return note(channel, due);
            }).started()) {
      await(() -> told.size() == 1);
      assertThat(dues.getLast().created()).isEqualTo(dues.getFirst().created());
      assertThat(dues.getLast().subject()).isEqualTo(dues.getFirst().subject());
      assertThat(dues.getLast().doubtful()).isTrue();
    } finally {
      killed.countDown();
      first.courier.close();
    }
    try (Daemon third = decisions().started()) {
      third.approve();
      await(() -> told.size() == 2); // the decision, and not the plan once more
      assertThat(told.getLast()).endsWith(": Approved by ann");
    }
  }

  @Test
  void manyRestarts_tellEachOnce() {
    for (int i = 0; i < 5; i++) {
      try (Daemon daemon = all().started()) {
        daemon.crash("a.Type" + i);
        int expected = i + 1;
        await(() -> told.size() == expected);
      }
    }
    assertThat(told).doesNotHaveDuplicates().hasSize(5);
  }

  @Test
  void slowChannel_delaysNoOther() {
    CountDownLatch slow = new CountDownLatch(1);
    try (Daemon daemon =
        new Daemon(
            List.of(channel("slow", ALL), channel("quick", ALL)),
            (channel, due) -> {
              if (channel.equals("slow")) {
                hang(slow);
              }
              return note(channel, due);
            }).started()) {
      for (int i = 0; i < 5; i++) {
        daemon.crash("a.Type" + i);
      }
      await(() -> told.size() == 5);
      assertThat(told).allMatch(line -> line.startsWith("quick"));
      slow.countDown();
      await(() -> told.size() == 10);
    }
  }

  @Test
  void channelThatTakesNothing_isAskedAgainAndSaysSo() {
    AtomicInteger tries = new AtomicInteger();
    try (Daemon daemon =
        new Daemon(
            List.of(channel("team", ALL)),
            (channel, due) -> tries.incrementAndGet() < 3
                ? new Answer.Unavailable("503", Duration.ofMillis(300), false)
                : note(channel, due))
            .started()) {
      daemon.crash();
      await(() -> daemon.outbox.state("team").failures() == 2);
      assertThat(daemon.outbox.state("team").reason()).isEqualTo("503");
      assertThat(daemon.outbox.state("team").failure()).isNotNull();

      await(() -> told.size() == 1);
      await(() -> daemon.outbox.state("team").failures() == 0);
      assertThat(tries).hasValue(3);
    }
  }

  @Test
  void channelThatAsksToWait_isLeftAloneSoLong() {
    List<Long> tries = Collections.synchronizedList(new ArrayList<>());
    try (Daemon daemon =
        new Daemon(
            List.of(channel("team", ALL)),
            (channel, due) -> {
              tries.add(System.nanoTime());
              return tries.size() == 1
                  ? new Answer.Unavailable("429", Duration.ofSeconds(3), false)
                  : note(channel, due);
            }).started()) {
      daemon.crash();
      await(() -> tries.size() == 1);
      daemon.crash("a.Second"); // news do not wake it before its time
      await(() -> told.size() == 2);

      assertThat(Duration.ofNanos(tries.get(1) - tries.get(0)))
          .isGreaterThan(Duration.ofMillis(2_500));
    }
  }

  @Test
  void noticeThatIsRefused_keepsNoOtherFromBeingToldAndIsTriedAtTheNextStart() {
    Courier.Teller choosy =
        (channel, due) -> due.notice().issue().equals("SHOP-1")
            ? new Answer.Refused("400")
            : note(channel, due);
    try (Daemon daemon = new Daemon(List.of(channel("team", ALL)), choosy).started()) {
      daemon.crash();
      daemon.crash("a.Second");
      await(() -> told.size() == 1);
      await(() -> daemon.outbox.state("team").given() == 1);
    }
    try (Daemon repaired = all().started()) {
      await(() -> told.size() == 2);
      assertThat(repaired.outbox.state("team").given()).isZero();
    }
  }

  @Test
  void noticeThatBreaksTheTeller_keepsNoOtherFromBeingTold() {
    try (Daemon daemon =
        new Daemon(
            List.of(channel("team", ALL)),
            (channel, due) -> {
              if (due.notice().issue().equals("SHOP-1")) {
                throw new IllegalStateException("a bug");
              }
              return note(channel, due);
            }).started()) {
      daemon.crash();
      daemon.crash("a.Second");

      await(() -> told.size() == 1);
    }
  }

  @Test
  void stormOfIssues_isBoundedAndLeavesRoomForADecision() {
    int storm = Outbox.WAITING_MAX + 50;
    try (Daemon daemon = all()) { // nothing is told meanwhile
      for (int i = 0; i < storm; i++) {
        daemon.crash("a.Type" + i);
      }
      daemon.plan("r1");

      assertThat(daemon.outbox.state("team").waiting()).isEqualTo(Outbox.WAITING_MAX + 1L);
      assertThat(daemon.outbox.state("team").leftOut()).isEqualTo(51);
    }
  }

  @Test
  void whatIsTooOld_isGivenUp() {
    try (Daemon down = all()) {
      down.crash();
      long old = CLOCK.millis() - Outbox.TOLD_WITHIN.toMillis() - 1;
      down.store.jdbi()
          .useHandle(handle -> handle.execute("UPDATE notices SET created = ?", old));
    }
    try (Daemon daemon = all().started()) {
      await(() -> daemon.outbox.state("team").given() == 1);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void noChannels_costNothing() {
    try (Daemon daemon = new Daemon(List.of(), this::note).started()) {
      daemon.plan("r1");
      assertThat(daemon.store.jdbi().withHandle(CourierTest::notices)).isZero();
    }
  }

  private static void hang(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
