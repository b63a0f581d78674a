package nexa.javaagent.ship;

import java.util.concurrent.ArrayBlockingQueue;

/** What became of orders, until the daemon has been told: bounded, from any thread. */
public final class OrderResults {

  private static final int RESULTS_MAX = 16;
  private static final int ATTEMPTS_MAX = 5;
  private static final long BACKOFF_NANOS = 200L * 1000 * 1000;

  private final ArrayBlockingQueue<String> results = new ArrayBlockingQueue<String>(RESULTS_MAX);
  private final Counters counters;
  private int attempts;
  private long retryNanos;

  public OrderResults(Counters counters) {
    this.counters = counters;
  }

  /**
   * Adds a result.
   *
   * @param members the members of the JSON object behind the session, without braces
   */
  public void add(String members) {
    if (!results.offer(members)) {
      counters.dropped.incrementAndGet();
    }
  }

  /** Hands over the oldest result; runs on the agent's thread. */
  void handOver(Delivery delivery) {
    String first = results.peek();
    if (first == null || attempts > 0 && System.nanoTime() - retryNanos < 0) {
      return;
    }
    if (delivery.order(first)) {
      results.remove();
      attempts = 0;
    } else if (++attempts >= ATTEMPTS_MAX) {
      results.remove();
      attempts = 0;
      counters.dropped.incrementAndGet();
    } else {
      retryNanos = System.nanoTime() + (BACKOFF_NANOS << attempts);
    }
  }
}
