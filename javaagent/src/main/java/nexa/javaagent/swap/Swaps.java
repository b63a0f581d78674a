package nexa.javaagent.swap;

import java.util.List;
import nexa.javaagent.ship.Json;
import nexa.javaagent.ship.StatusPart;
import org.jspecify.annotations.Nullable;

/** The hot-swaps of this JVM: takes orders and tells what became of them. */
public final class Swaps implements StatusPart {

  private static final int REASON_MAX = 512;

  private long refused;
  private @Nullable String lastRefusal;

  /** Takes orders; the work is done elsewhere. */
  public synchronized void offer(List<String> orders) {
    for (String order : orders) {
      refused++;
      lastRefusal = "not understood: " + order.length() + " characters";
    }
  }

  @Override
  public synchronized void write(StringBuilder status) {
    Json.name(status, "swaps").append("[]");
    Json.name(status, "refusedOrders").append(refused);
    Json.string(Json.name(status, "lastRefusal"), lastRefusal, REASON_MAX);
  }
}
