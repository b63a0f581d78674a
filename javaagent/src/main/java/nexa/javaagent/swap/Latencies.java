package nexa.javaagent.swap;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Durations counted in classes, eight to each doubling, so that a percentile is known to about a
 * tenth; added to from any thread without waiting.
 */
final class Latencies {

  private static final int PER_DOUBLING_BITS = 3;
  private static final int PER_DOUBLING = 1 << PER_DOUBLING_BITS;

  /** Up to 2^43 nanoseconds, two hours. */
  private static final int CLASSES = 43 * PER_DOUBLING;

  private final AtomicLongArray counts = new AtomicLongArray(CLASSES);

  void add(long nanos) {
    counts.incrementAndGet(classOf(nanos));
  }

  long count() {
    long sum = 0;
    for (int i = 0; i < CLASSES; i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** The duration that 95 of 100 do not exceed, in nanoseconds; 0 when there are none. */
  static long p95(Latencies... parts) {
    long all = 0;
    for (Latencies part : parts) {
      all += part.count();
    }
    long below = 0;
    for (int i = 0; i < CLASSES; i++) {
      for (Latencies part : parts) {
        below += part.counts.get(i);
      }
      if (below > 0 && below * 20 >= all * 19) {
        return upperBound(i);
      }
    }
    return 0;
  }

  private static int classOf(long nanos) {
    long value = Math.max(nanos, 1);
    int doubling = 63 - Long.numberOfLeadingZeros(value);
    int within =
        doubling < PER_DOUBLING_BITS
            ? 0
            : (int) (value >>> doubling - PER_DOUBLING_BITS) & PER_DOUBLING - 1;
    return Math.min(doubling * PER_DOUBLING + within, CLASSES - 1);
  }

  private static long upperBound(int index) {
    long base = 1L << index / PER_DOUBLING;
    return base + (base * (index % PER_DOUBLING + 1) >> PER_DOUBLING_BITS);
  }
}
