package nexa.javaagent.ship;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the application's threads and the agent's. Offering never waits: what
 * does not fit is dropped and counted, and so is what comes too often, by exception class and over
 * all, unless it carries a capture.
 */
public final class EventQueue {

  private static final int EVENTS_MAX = 512;
  private static final int CLASSES = 128;
  private static final int PER_CLASS_AND_SECOND = 20;
  private static final int PER_SECOND = 100;

  private final ArrayBlockingQueue<ErrorEvent> events =
      new ArrayBlockingQueue<ErrorEvent>(EVENTS_MAX);

  /** The second in the high bits, its count in the low; the last slot is for all classes. */
  private final AtomicLongArray rates = new AtomicLongArray(CLASSES + 1);

  private final Counters counters;

  public EventQueue(Counters counters) {
    this.counters = counters;
  }

  public void offer(ErrorEvent event) {
    boolean wanted = event.capture != null || allowed(event.thrown);
    if (!wanted || !events.offer(event)) {
      counters.dropped.incrementAndGet();
    }
  }

  @Nullable ErrorEvent poll(long millis) throws InterruptedException {
    return events.poll(millis, TimeUnit.MILLISECONDS);
  }

  private boolean allowed(@Nullable Throwable thrown) {
    int slot =
        thrown == null ? 0 : (System.identityHashCode(thrown.getClass()) & 0x7fffffff) % CLASSES;
    return count(slot, PER_CLASS_AND_SECOND) && count(CLASSES, PER_SECOND);
  }

  private boolean count(int slot, int max) {
    long second = System.nanoTime() / 1000000000L;
    long before = rates.get(slot);
    long count = before >> 16 == second ? before & 0xffff : 0;
    return count < max && rates.compareAndSet(slot, before, second << 16 | count + 1);
  }
}
