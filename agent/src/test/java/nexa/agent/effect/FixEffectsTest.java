package nexa.agent.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import nexa.agent.store.AppliedFix;
import nexa.agent.store.Crashes;
import nexa.agent.store.Effects;
import nexa.agent.store.Effects.State;
import nexa.agent.store.EventStore;
import nexa.agent.store.Feed;
import nexa.agent.store.Fixes;
import nexa.agent.store.Store;
import nexa.event.Batch;
import nexa.event.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fix and its issue over days, by a clock of the test's own. */
final class FixEffectsTest {

  @TempDir
  private Path home;
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private Instant now = start;
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };
  private final List<String> learned = new ArrayList<>();
  private boolean runs;
  private boolean reverted;
  private int events;
  private Store store;
  private EventStore issues;
  private Effects effects;
  private FixEffects watch;

  @BeforeEach
  void open() {
    store = Store.open(home, clock);
    Feed feed = new Feed(store, clock);
    issues = new EventStore(store, feed, Crashes.BY_TYPE, issue -> {});
    effects = new Effects(store, feed, clock);
    Fixes fixes = new Fixes(store, feed, clock, run -> {});
    watch =
        new FixEffects(
            fixes, issues, effects,
            new FixEffects.Runtime() {
              @Override
              public boolean runs(Fixes.Fix fix) {
                return runs;
              }

              @Override
              public boolean isReverted(Fixes.Fix fix) {
                return reverted;
              }
            },
            new FixEffects.Aftermath() {
              @Override
              public void helped(Fixes.Fix fix) {
                learned.add(fix.id() + " helped");
              }

              @Override
              public void didNothing(Fixes.Fix fix) {
                learned.add(fix.id() + " did nothing");
              }

              @Override
              public void didHarm(Fixes.Fix fix, String reason) {
                learned.add(fix.id() + " did harm: " + reason);
              }
            },
            clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void crashThatStops_isFixedAfterADay() {
    crashingEachHour(24, 5);
    applied();

    crashingEachHour(23, 0);
    assertThat(state()).isEqualTo(State.WATCHED);
    crashingEachHour(2, 0);

    assertThat(state()).isEqualTo(State.FIXED);
    assertThat(learned).containsExactly("F-1 helped");
  }

  @Test
  void crashThatGoesOn_isFailingAfterADay() {
    crashingEachHour(24, 5);
    applied();
    crashingEachHour(25, 4);

    assertThat(state()).isEqualTo(State.FAILING);
    assertThat(learned).containsExactly("F-1 did nothing");
  }

  @Test
  void crashThatHappensMore_isWorseAtOnce() {
    crashingEachHour(24, 5);
    applied();
    crashingEachHour(2, 40);

    assertThat(state()).isEqualTo(State.WORSE);
    assertThat(learned).containsExactly("F-1 did harm: it happens more often than before");
  }

  @Test
  void rareCrash_takesDaysOrIsLeftOpen() {
    crashingEachHour(23, 0);
    crashingEachHour(1, 1);
    applied();
    crashingEachHour(24 * 6, 0);
    assertThat(state()).isEqualTo(State.WATCHED);
    crashingEachHour(25, 0);

    assertThat(state()).isEqualTo(State.UNKNOWN);
    assertThat(learned).isEmpty();
  }

  @Test
  void fixThatDoesNotRunYet_isNotWatched() {
    crashingEachHour(24, 5);
    AppliedFix.in(store, "F-1", "SHOP-1");
    crashingEachHour(30, 5);

    assertThat(effects.of("F-1")).isEmpty();
  }

  @Test
  void revert_isHarmWhetherTheFixRanOrNot() {
    crashingEachHour(3, 5);
    AppliedFix.in(store, "F-1", "SHOP-1");
    reverted = true;
    crashingEachHour(2, 5);

    assertThat(state()).isEqualTo(State.REVERTED);
    assertThat(learned).containsExactly("F-1 did harm: a later commit takes it back");
  }

  private void applied() {
    AppliedFix.in(store, "F-1", "SHOP-1");
    runs = true;
    watch.look();
  }

  private State state() {
    return effects.of("F-1").orElseThrow().state();
  }

  /** Some hours with so many crashes each, looked at after each. */
  private void crashingEachHour(int hours, int crashes) {
    for (int hour = 0; hour < hours; hour++) {
      for (int i = 0; i < crashes; i++) {
        now = now.plusSeconds(3_600 / (crashes + 1));
        Event crash = Crashes.event("e" + events++, "logfile", "java.lang.Exception");
        issues.accept(new Batch("log", List.of(at(crash, now)), null));
      }
      now = start.plus(Duration.ofHours(Duration.between(start, now).toHours() + 1));
      watch.look();
    }
  }

  private static Event at(Event event, Instant time) {
    return new Event(
        event.id(), event.service(), time, event.severity(), event.input(), event.message(),
        event.release(), event.stackTrace(), null, event.http());
  }
}
