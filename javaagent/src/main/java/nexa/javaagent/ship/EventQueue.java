package nexa.javaagent.ship;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the application's threads and the agent's. Offering never waits: what
 * does not fit is dropped and counted, and so is what comes too often, by exception class and over
 * all, unless it carries a capture. Offering wakes nobody either, which spares the application a
 * system call: the agent's thread looks by itself, every so often.
 */
public final class EventQueue {

  private static final int EVENTS_MAX = 512;
  private static final int CLASSES = 128;
  private static final int PER_CLASS_AND_SECOND = 20;
  private static final int PER_SECOND = 100;
  private static final int THROTTLE = 10;

  private final ArrayBlockingQueue<ErrorEvent> events =
      new ArrayBlockingQueue<ErrorEvent>(EVENTS_MAX);

  /** Has a permit once the queue is closed. */
  private final Semaphore woken = new Semaphore(0);

  /** The second in the high bits, its count in the low; the last slot is for all classes. */
  private final AtomicLongArray rates = new AtomicLongArray(CLASSES + 1);

  private final Counters counters;
  private volatile boolean throttled;
  private volatile boolean closed;

  public EventQueue(Counters counters) {
    this.counters = counters;
  }

  public void offer(ErrorEvent event) {
    boolean wanted = event.capture != null || allowed(event.thrown);
    if (!wanted || !events.offer(event)) {
      event.release();
      counters.dropped.incrementAndGet();
    }
  }

  /** Whether there is room for a failure of this class now: asked before anything of it is read. */
  public boolean open(@Nullable Throwable thrown) {
    long second = System.nanoTime() / 1000000000L;
    return counted(CLASSES, second) < max(PER_SECOND)
        && counted(slot(thrown), second) < max(PER_CLASS_AND_SECOND);
  }

  /** Lets only a tenth of the events through, or all that the limits allow again. */
  public void throttle(boolean on) {
    throttled = on;
  }

  /** Drops what is queued. */
  public void clear() {
    for (ErrorEvent next = events.poll(); next != null; next = events.poll()) {
      next.release();
      counters.dropped.incrementAndGet();
    }
  }

  /** Ends the wait for events, now and from now on; what is queued can still be taken. */
  public void close() {
    closed = true;
    woken.release(); // else every exit takes the rest of a round
  }

  public boolean isClosed() {
    return closed;
  }

  public boolean isEmpty() {
    return events.isEmpty();
  }

  /** Waits, at most until the queue is closed. */
  public void await(long millis) throws InterruptedException {
    woken.tryAcquire(millis, TimeUnit.MILLISECONDS);
  }

  /** The next event; looked for again after some time when there is none at once. */
  @Nullable ErrorEvent poll(long millis) throws InterruptedException {
    ErrorEvent next = events.poll();
    if (next == null && millis > 0) {
      await(millis);
      next = events.poll();
    }
    return next;
  }

  private boolean allowed(@Nullable Throwable thrown) {
    return count(slot(thrown), max(PER_CLASS_AND_SECOND)) && count(CLASSES, max(PER_SECOND));
  }

  private boolean count(int slot, int max) {
    long second = System.nanoTime() / 1000000000L;
    long before = rates.get(slot);
    long count = before >> 16 == second ? before & 0xffff : 0;
    return count < max && rates.compareAndSet(slot, before, second << 16 | count + 1);
  }

  private long counted(int slot, long second) {
    long rate = rates.get(slot);
    return rate >> 16 == second ? rate & 0xffff : 0;
  }

  private int max(int rate) {
    return throttled ? rate / THROTTLE : rate;
  }

  private static int slot(@Nullable Throwable thrown) {
    return thrown == null
        ? 0
        : (System.identityHashCode(thrown.getClass()) & Integer.MAX_VALUE) % CLASSES;
  }
}
