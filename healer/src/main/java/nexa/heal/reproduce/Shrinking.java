package nexa.heal.reproduce;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.event.CapturedFrame;
import nexa.heal.reproduce.SnapshotReproducer.Attempt;
import nexa.heal.reproduce.Trials.Red;
import nexa.heal.reproduce.Trials.Trial;

/**
 * Makes a red test smaller while it stays red in the same frames: fewer elements, shorter texts,
 * fewer fields. Each round runs many tests with one thing less and goes on with the smallest, in the
 * manner of delta debugging (Zeller and Hildebrandt, 2002).
 */
final class Shrinking {

  /** A test that fits on half a screen needs nothing taken away. */
  private static final int SOURCE_CHARS_FINE = 1_400;

  private static final int ROUNDS_MAX = 6;
  private static final int TESTS_MAX = 32;

  /** After that no more is taken away: a short test is no more worth than that. */
  private static final Duration ROUNDS_FOR = Duration.ofSeconds(15);

  private final Trials trials;
  private final CallTestWriter writer;
  private final InstantSource clock;

  Shrinking(Trials trials, CallTestWriter writer, InstantSource clock) {
    this.trials = trials;
    this.writer = writer;
    this.clock = clock;
  }

  /** The smallest test found that is red alone, the given one at worst. */
  Red shrunk(Red red, Attempt attempt) {
    Optional<String> signature = trials.signature(red.failure());
    Red best = red;
    Attempt from = attempt;
    CallTest smallest = red.test();
    Instant last = clock.instant().plus(ROUNDS_FOR);
    for (int round = 0; round < ROUNDS_MAX && isLarge(smallest) && clock.instant().isBefore(last);
        round++) {
      Map<CallTest, Attempt> smaller = smaller(from, smallest);
      Map<CallTest, Trial> once = smaller.isEmpty() ? Map.of() : trials.once(
          List.copyOf(smaller.keySet()));
      Optional<CallTest> next =
          once.entrySet().stream()
              .filter(it -> it.getValue().isRed())
              .filter(it -> trials.signature(it.getValue().said()).equals(signature))
              .map(Map.Entry::getKey)
              .min(Comparator.comparingInt(test -> test.source().length()));
      if (next.isEmpty()) {
        break;
      }
      smallest = next.get();
      from = Optional.ofNullable(smaller.get(smallest)).orElse(from);
    }
    return smallest == red.test() ? best : trials.confirmed(smallest).orElse(best);
  }

  private static boolean isLarge(CallTest test) {
    return test.source().length() > SOURCE_CHARS_FINE;
  }

  private Map<CallTest, Attempt> smaller(Attempt from, CallTest than) {
    Map<CallTest, Attempt> smaller = new LinkedHashMap<>();
    for (CapturedFrame frame : Smaller.frames(from.frame())) {
      Attempt attempt = new Attempt(from.frameIndex(), frame, from.mode());
      try {
        CallTest test = writer.write(attempt.frameIndex(), frame, attempt.mode());
        if (test.source().length() < than.source().length()) {
          smaller.putIfAbsent(test, attempt);
        }
      } catch (CannotRebuild e) {
        continue; // what is left has no form in source, though the whole had
      }
    }
    List<CallTest> shortest =
        new ArrayList<>(smaller.keySet()).stream()
            .sorted(Comparator.comparingInt(test -> test.source().length()))
            .limit(TESTS_MAX)
            .toList();
    smaller.keySet().retainAll(shortest);
    return smaller;
  }
}
