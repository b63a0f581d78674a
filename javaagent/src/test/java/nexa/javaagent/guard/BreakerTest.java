package nexa.javaagent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A breaker that is asked once a second, at made-up readings. */
final class BreakerTest {

  private final Breaker breaker = new Breaker();
  private long second;
  private long hookMs;
  private long errors;

  @Test
  void fewErrors_areAllowed() {
    assertThat(seconds(600, 1, 5)).isNull();
  }

  @Test
  void manyErrorsInAMinute_takeTheHooksOutForAMinute() {
    assertThat(seconds(60, 2, 5)).isEqualTo("102 hooks failed within a minute");
    assertThat(seconds(50, 0, 0)).isNotNull();
    assertThat(seconds(60, 0, 0)).isNull();
  }

  @Test
  void errorsThatComeBack_takeThemOutForTwiceAsLong() {
    seconds(52, 2, 5);
    seconds(70, 0, 0);
    assertThat(seconds(53, 2, 5)).isNotNull();
    assertThat(seconds(110, 0, 0)).isNotNull();
    assertThat(seconds(20, 0, 0)).isNull();
  }

  @Test
  void costlyHooks_areTakenOut() {
    assertThat(seconds(120, 0, 190)).isNull();
    assertThat(seconds(11, 0, 300)).startsWith("hooks took 2");
  }

  /** What it says after these seconds with so many errors and so much time in hooks in each. */
  private @Nullable String seconds(int count, long errorsEach, long hookMsEach) {
    String reason = null;
    for (int i = 0; i < count; i++) {
      second++;
      errors += errorsEach;
      hookMs += hookMsEach;
      reason =
          breaker.check(
              new Reading(second * 1_000_000_000L, 0, hookMs * 1_000_000L, errors, 0.5));
    }
    return reason;
  }
}
