package nexa.javaagent.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PaceTest {

  private static final long SECOND = 1_000_000_000;

  private final Pace pace = new Pace(Patience.USUAL);

  @Test
  void firstSwap_isNeverTooSoon() {
    assertThat(obstacle("Cart", Long.MIN_VALUE)).isNull();
  }

  @Test
  void sameClass_waitsHalfAMinute() {
    pace.swapped(Set.of("Cart", "Order"), 0);
    assertThat(obstacle("Cart", 29 * SECOND)).isEqualTo("too soon after the last swap of Cart");
    assertThat(obstacle("Order", 29 * SECOND)).startsWith("too soon");
    assertThat(obstacle("Cart", 30 * SECOND)).isNull();
  }

  @Test
  void otherClass_waitsASecond() {
    pace.swapped(Set.of("Cart"), 0);
    assertThat(obstacle("Stock", SECOND - 1)).isEqualTo("too soon after a swap of Cart");
    assertThat(obstacle("Stock", SECOND)).isNull();
    pace.swapped(Set.of("Stock"), SECOND);
    assertThat(obstacle("Cart", 3 * SECOND)).isEqualTo("too soon after the last swap of Cart");
  }

  private @Nullable String obstacle(String className, long nowNanos) {
    return pace.obstacle(Set.of(className), nowNanos);
  }
}
