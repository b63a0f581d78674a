package nexa.javaagent.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import nexa.javaagent.OrderDesk;
import org.junit.jupiter.api.Test;

/** What ends a swap, on a clock of the test's own. */
final class SwapTest {

  private static final long SECOND = 1_000_000_000;
  private static final long NOW = 1_769_000_000_000L;

  @Test
  void silence_endsOnlyAProvisionalSwap() throws Exception {
    Swap swap = swap(0);
    assertThat(overdue(swap, NOW, 59 * SECOND)).isNull();
    assertThat(overdue(swap, NOW, 61 * SECOND)).isEqualTo("the daemon was not heard for 61 s");
    swap.settled();
    assertThat(overdue(swap, NOW, 3600 * SECOND)).isNull();
  }

  @Test
  void time_endsASettledSwapToo() throws Exception {
    Swap swap = swap(NOW + 5000);
    swap.settled();
    assertThat(overdue(swap, NOW + 4999, 0)).isNull();
    assertThat(overdue(swap, NOW + 5000, 0)).isEqualTo("its time is up");
  }

  @Test
  void swapThatHeld_settlesAfterItsTime() throws Exception {
    Swap swap = swap(0);
    assertThat(swap.settles(599 * SECOND)).isFalse();
    assertThat(swap.settles(600 * SECOND)).isTrue();
    swap.rolledBack("ordered");
    assertThat(swap.settles(600 * SECOND)).isFalse();
    assertThat(overdue(swap, NOW, 61 * SECOND)).isNull();
  }

  @Test
  void ledger_keepsWhatIsInForceAndTheNewestOfTheRest() throws Exception {
    Ledger ledger = new Ledger();
    Swap active = swap(0);
    ledger.add(active);
    for (int i = 0; i < 50; i++) {
      ledger.add(Swap.refused(order(0), "no", NOW));
    }
    assertThat(ledger.all()).hasSize(32).contains(active);
    assertThat(ledger.active("F-1")).isSameAs(active);
    assertThat(ledger.isSwapped("com.x.Cart")).isTrue();
  }

  private static @org.jspecify.annotations.Nullable String overdue(
      Swap swap, long nowUnixMs, long silenceNanos) {
    return swap.overdue(nowUnixMs, 0, silenceNanos, Patience.USUAL);
  }

  private static Swap swap(long until) throws Exception {
    Order order = order(until);
    return Swap.provisional(order, new Watch(order.methods, 0), List.of(), NOW, 0);
  }

  private static Order order(long until) throws Exception {
    OrderDesk desk = OrderDesk.forProcess(OrderDesk.newKeys(), "shop", 1, 1);
    String text =
        desk.text(
            "swap", "F-1", NOW,
            List.of(
                "provisional 600", "until " + until,
                "class com.x.Cart " + "c".repeat(64) + " yv66vg==",
                "method com.x.Cart total(II)I"));
    return Order.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
