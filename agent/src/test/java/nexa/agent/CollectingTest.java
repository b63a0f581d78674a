package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nexa.event.Collector;
import nexa.event.EventSink;
import nexa.event.Loss;
import nexa.event.ManualClock;
import nexa.event.SourceCheck;
import nexa.event.Trouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A collector that breaks, in whatever way, beside one that works. */
final class CollectingTest {

  private final ManualClock clock = new ManualClock();
  private final Fragile broken = new Fragile("journald");
  private final Fragile well = new Fragile("logfile");
  private final List<Loss> losses = new ArrayList<>();
  private List<Trouble> troubles = List.of();
  private final Collecting collecting =
      new Collecting(
          List.of(broken, well), batch -> {},
          new Collecting.Ledger(
              (input, loss) -> losses.add(loss), (input, tally) -> {},
              now -> troubles = now),
          clock);

  /** Throws what it is told to. */
  private static final class Fragile implements Collector {
    private final String input;
    private @Nullable Throwable failure;
    private int polls;
    private boolean closed;

    private Fragile(String input) {
      this.input = input;
    }

    @Override
    public String input() {
      return input;
    }

    @Override
    public void poll(EventSink sink) {
      polls++;
      fail();
    }

    private void fail() {
      switch (failure) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {}
      }
    }

    @Override
    public List<SourceCheck> check() {
      fail();
      return List.of(new SourceCheck(input, "a file", true, "seen", ""));
    }

    @Override
    public void close() {
      closed = true;
      fail();
    }
  }

  static List<Throwable> passing() {
    return List.of(
        new StackOverflowError(), new AssertionError("no"), new IllegalStateException("no"));
  }

  static List<Error> lasting() {
    return List.of(
        new OutOfMemoryError("Java heap space"), new NoClassDefFoundError("com/github/Docker"),
        new ExceptionInInitializerError("no"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void failure_isCountedAndTold_andTheCollectorGoesOn(Throwable failure) {
    broken.failure = failure;
    collecting.poll();

    assertThat(well.polls).isEqualTo(1);
    assertThat(losses)
        .containsExactly(Loss.refused("collector failed", failure.toString()));
    assertThat(troubles).singleElement().satisfies(
        trouble -> {
          assertThat(trouble.input()).isEqualTo("journald");
          assertThat(trouble.reason()).contains("polled again", failure.toString());
        });

    broken.failure = null;
    clock.move(Duration.ofSeconds(5));
    collecting.poll();

    assertThat(broken.polls).isEqualTo(2);
    assertThat(broken.closed).isFalse();
    assertThat(troubles).isEmpty();
  }

  @Test
  void error_isNotRepeatedAtEachPoll() {
    broken.failure = new StackOverflowError();
    for (int i = 0; i < 100; i++) {
      collecting.poll();
      clock.move(Duration.ofMillis(50));
    }

    assertThat(broken.polls).isEqualTo(1);
    assertThat(well.polls).isEqualTo(100);
    assertThat(troubles).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void lackOfMemoryOrOfAClass_putsItDownVisibly(Error failure) {
    broken.failure = failure;
    for (int i = 0; i < 3; i++) {
      collecting.poll();
      clock.move(Duration.ofMinutes(1));
    }

    assertThat(broken.polls).isEqualTo(1);
    assertThat(broken.closed).isTrue();
    assertThat(well.polls).isEqualTo(3);
    assertThat(losses).hasSize(1);
    assertThat(troubles).singleElement().satisfies(
        trouble -> {
          assertThat(trouble.reason()).contains("is down since", failure.toString());
          assertThat(trouble.nextStep()).contains("nexa down");
        });
    assertThat(collecting.check()).extracting(SourceCheck::input).containsExactly("logfile");
  }

  @Test
  void check_thatFails_isToldBesideTheOthers() {
    broken.failure = new StackOverflowError();

    assertThat(collecting.check()).extracting(SourceCheck::works).containsExactly(false, true);
  }

  @Test
  void ending_isATrouble() {
    assertThat(Collecting.ended(new OutOfMemoryError("no")).reason())
        .contains("has ended", "OutOfMemoryError");
  }
}
