package nexa.agent.sync;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes the updates of all rooms take together, and may take. */
final class Budget {

  private final AtomicLong used;
  private final long max;

  Budget(long used, long max) {
    this.used = new AtomicLong(used);
    this.max = max;
  }

  boolean hasRoomFor(long bytes) {
    return used.get() + bytes <= max;
  }

  void add(long bytes) {
    used.addAndGet(bytes);
  }
}
