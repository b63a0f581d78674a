package nexa.javaagent.swap;

import java.util.List;
import nexa.javaagent.AgentOptions;
import nexa.javaagent.ThisJvm;
import nexa.javaagent.capture.Redefinitions;
import nexa.javaagent.guard.KillSwitch;
import nexa.javaagent.guard.Overhead;
import nexa.javaagent.ship.Counters;
import nexa.javaagent.ship.Json;
import nexa.javaagent.ship.OrderResults;
import nexa.javaagent.ship.StatusPart;
import org.jspecify.annotations.Nullable;

/**
 * The hot-swaps of this JVM, made when the first order comes: most JVMs get none, and need none of
 * the classes. Used on the agent's thread only.
 */
public final class LazySwaps implements StatusPart {

  private static final int TEXT_MAX = 512;

  private final AgentOptions options;
  private final ThisJvm jvm;
  private final Redefinitions redefinitions;
  private final Watches watches;
  private final OrderResults results;
  private final Counters counters;
  private final Overhead overhead;
  private final KillSwitch killSwitch;
  private @Nullable Swaps swaps;

  /** Orders that nobody may give, because there is no key. */
  private long refused;

  public LazySwaps(
      AgentOptions options,
      ThisJvm jvm,
      Redefinitions redefinitions,
      Watches watches,
      OrderResults results,
      Counters counters,
      Overhead overhead,
      KillSwitch killSwitch) {
    this.options = options;
    this.jvm = jvm;
    this.redefinitions = redefinitions;
    this.watches = watches;
    this.results = results;
    this.counters = counters;
    this.overhead = overhead;
    this.killSwitch = killSwitch;
  }

  /** The daemon was heard; takes its orders and returns at once. */
  public void heard(List<String> orders) {
    if (swaps == null && !orders.isEmpty()) {
      byte[] key = options.swapKey();
      if (key == null) {
        refused += orders.size();
      } else {
        swaps =
            new Swaps(
                key, options, jvm, redefinitions, watches, results, counters, overhead,
                killSwitch, Patience.USUAL);
      }
    }
    Swaps made = swaps;
    if (made != null) {
      made.heard(orders);
    }
  }

  /** Sees to it that what is due gets done; returns at once. */
  public void due() {
    Swaps made = swaps;
    if (made != null) {
      made.due();
    }
  }

  @Override
  public void write(StringBuilder status) {
    Swaps made = swaps;
    if (made != null) {
      made.write(status);
      return;
    }
    Json.name(status, "swaps").append("[]");
    Json.name(status, "refusedOrders").append(refused);
    Json.string(Json.name(status, "lastRefusal"), refused == 0 ? null : "no swapkey", TEXT_MAX);
  }
}
