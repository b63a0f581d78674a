package nexa.javaagent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A governor that is asked once a second, at made-up readings. */
final class GovernorTest {

  private final Governor governor = new Governor();
  private long second;
  private long cpuMs;

  @Test
  void fivePercentOfACore_areAllowed() {
    assertThat(seconds(120, 49, 0.5)).isNull();
  }

  @Test
  void moreCpu_turnsOffAfterTenSeconds() {
    assertThat(seconds(10, 70, 0.5)).isNull();
    assertThat(seconds(1, 70, 0.5)).isEqualTo("the agent used 7 % of a core");
  }

  @Test
  void shortBurst_isAllowed() {
    seconds(20, 10, 0.5);
    assertThat(seconds(2, 150, 0.5)).isNull();
    assertThat(seconds(20, 10, 0.5)).isNull();
  }

  @Test
  void minuteOfCalm_turnsOnAgain() {
    seconds(12, 70, 0.5);
    assertThat(seconds(60, 1, 0.5)).isNotNull();
    assertThat(seconds(12, 1, 0.5)).isNull();
  }

  @Test
  void fullHeap_turnsOffUnlessACollectionFreesSome() {
    for (int i = 0; i < 5; i++) {
      assertThat(seconds(9, 1, 0.01)).isNull();
      assertThat(seconds(1, 1, 0.30)).isNull();
    }
    assertThat(seconds(12, 1, 0.04)).isEqualTo("less than 5 % of the heap is free");
  }

  /** What it says after these seconds with so much CPU in each. */
  private @Nullable String seconds(int count, long cpuMsEach, double freeHeap) {
    String reason = null;
    for (int i = 0; i < count; i++) {
      second++;
      cpuMs += cpuMsEach;
      reason =
          governor.check(
              new Reading(second * 1_000_000_000L, cpuMs * 1_000_000L, 0, 0, freeHeap));
    }
    return reason;
  }
}
