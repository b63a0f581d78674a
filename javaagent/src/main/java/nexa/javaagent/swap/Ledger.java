package nexa.javaagent.swap;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import nexa.javaagent.ship.Json;
import org.jspecify.annotations.Nullable;

/** The swaps of this JVM since it started: those in force, and the newest of the others. */
final class Ledger {

  private static final int SWAPS_MAX = 32;
  private static final int ACTIVE_MAX = 16;

  private final List<Swap> swaps = new CopyOnWriteArrayList<Swap>();

  synchronized void add(Swap swap) {
    swaps.add(swap);
    for (Swap old : swaps) {
      if (swaps.size() > SWAPS_MAX && !old.isActive()) {
        swaps.remove(old);
      }
    }
  }

  /** All of them, oldest first. */
  List<Swap> all() {
    return swaps;
  }

  /** Whether one more may be put in. */
  boolean hasRoom() {
    int active = 0;
    for (Swap swap : swaps) {
      active += swap.isActive() ? 1 : 0;
    }
    return active < ACTIVE_MAX;
  }

  boolean isSwapped(String className) {
    for (Swap swap : swaps) {
      if (swap.concerns(className)) {
        return true;
      }
    }
    return false;
  }

  /** The swap of an id that is in force, or null. */
  @Nullable Swap active(String id) {
    for (Swap swap : swaps) {
      if (swap.id.equals(id) && swap.isActive()) {
        return swap;
      }
    }
    return null;
  }

  boolean hasActive() {
    for (Swap swap : swaps) {
      if (swap.isActive()) {
        return true;
      }
    }
    return false;
  }

  boolean hasProvisional() {
    for (Swap swap : swaps) {
      if (swap.isProvisional()) {
        return true;
      }
    }
    return false;
  }

  void write(StringBuilder status) {
    Json.name(status, "swaps").append('[');
    String comma = "";
    for (Swap swap : swaps) {
      status.append(comma);
      swap.write(status);
      comma = ",";
    }
    status.append(']');
  }
}
