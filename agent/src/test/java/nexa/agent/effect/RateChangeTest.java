package nexa.agent.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a rate changed, beside what chance does. */
final class RateChangeTest {

  @ParameterizedTest
  @CsvSource({
    "100, 24, 1, 0, 24, true, false", "100, 24, 1, 100, 24, false, false",
    "100, 24, 1, 50, 24, false, false", "100, 24, 1, 5, 24, true, false",
    "100, 24, 1, 200, 24, false, true", "2, 24, 1, 0, 24, false, false",
    "2, 24, 1, 0, 168, false, false", "3, 24, 1, 0, 168, true, false",
    "5, 24, 1, 0, 36, false, false", "5, 24, 1, 0, 37, true, false",
    "100, 24, 50, 0, 24, false, false", "100, 24, 50, 200, 24, false, false",
    "1, 1, 1, 3, 24, false, false", "0, 1, 1, 0, 24, false, false",
    "1000000, 24, 1, 0, 1, true, false"
  })
  void change_isTold(
      long before, double hoursBefore, double dispersion, long after, double hoursAfter,
      boolean gone, boolean more) {
    RateChange change = new RateChange(before, hoursBefore, dispersion, after, hoursAfter);

    assertThat(change.isGone()).isEqualTo(gone);
    assertThat(change.isMore()).isEqualTo(more);
  }

  @Test
  void sameRate_isTakenForAChangeInOneOfAHundredAtMost() {
    Random random = new Random(7);

    assertThat(share(random, 1, RateChange::isMore)).isLessThan(0.015);
    assertThat(share(random, 1, RateChange::isGone)).isLessThan(0.015);
    assertThat(share(random, 20, RateChange::isMore)).isLessThan(0.015);
  }

  /** Of 4,000 pairs of days with one rate, in bursts of a size, those that are told apart. */
  private static double share(Random random, int burst, Predicate<RateChange> test) {
    int told = 0;
    for (int i = 0; i < 4_000; i++) {
      RateChange change =
          new RateChange(
              burst * poisson(random, 30), 24, burst, burst * poisson(random, 30), 24);
      told += test.test(change) ? 1 : 0;
    }
    return told / 4_000.0;
  }

  /** Knuth's way, which is slow and plain. */
  private static long poisson(Random random, double mean) {
    long count = -1;
    for (double product = 1; product > Math.exp(-mean); product *= random.nextDouble()) {
      count++;
    }
    return count;
  }
}
