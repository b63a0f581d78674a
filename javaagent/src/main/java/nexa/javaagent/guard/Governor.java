package nexa.javaagent.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Turns capture off, and lets only a tenth of the events through, while the agent's threads use
 * more than {@value #CPU_PERCENT_MAX} % of a core over ten seconds or the heap is tight; on again
 * after a minute of calm.
 *
 * <p>The heap is tight when at none of the last seconds {@value #FREE_PERCENT_MIN} % of its limit
 * was free, counting what the JVM has not taken yet. Garbage alone does not do that: a collection
 * in these seconds shows what is free, and without one the part for new objects is not that full.
 */
final class Governor {

  static final int CPU_PERCENT_MAX = 5;
  static final int FREE_PERCENT_MIN = 5;
  private static final long SECOND = 1000L * 1000 * 1000;
  private static final long WINDOW_NANOS = 10 * SECOND;
  private static final long CALM_NANOS = 60 * SECOND;
  private static final int READINGS_MAX = 64;

  private final Deque<Reading> window = new ArrayDeque<Reading>();
  private @Nullable String reason;
  private long tightNanos;

  /** Why capture is off, or null. */
  @Nullable String check(Reading now) {
    window.addLast(now);
    while (window.size() > READINGS_MAX
        || now.nanos - window.getFirst().nanos > WINDOW_NANOS + SECOND) {
      window.removeFirst();
    }
    Reading first = window.getFirst();
    if (now.nanos - first.nanos >= WINDOW_NANOS) {
      String tight = tight(first, now);
      if (tight != null) {
        reason = tight;
        tightNanos = now.nanos;
      }
    }
    if (reason != null && now.nanos - tightNanos >= CALM_NANOS) {
      reason = null;
    }
    return reason;
  }

  private @Nullable String tight(Reading first, Reading now) {
    long percent = (now.cpuNanos - first.cpuNanos) * 100 / (now.nanos - first.nanos);
    if (percent > CPU_PERCENT_MAX) {
      return "the agent used " + percent + " % of a core";
    }
    double free = 0;
    for (Reading reading : window) {
      free = Math.max(free, reading.freeHeap);
    }
    return free * 100 < FREE_PERCENT_MIN
        ? "less than " + FREE_PERCENT_MIN + " % of the heap is free"
        : null;
  }
}
