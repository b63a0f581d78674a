package nexa.javaagent.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Takes the hooks out of use when they fail or cost too much: more than {@value #ERRORS_MAX}
 * failures of their own within a minute, or more than a fifth of a core over ten seconds. Tries
 * again after a minute, and after twice as long each time that did not help.
 */
final class Breaker {

  static final int ERRORS_MAX = 100;
  private static final long SECOND = 1000L * 1000 * 1000;
  private static final long ERRORS_NANOS = 60 * SECOND;
  private static final long COST_NANOS = 10 * SECOND;
  private static final long COST_PER_SECOND_MS_MAX = 200;
  private static final int DOUBLINGS_MAX = 4;
  private static final int READINGS_MAX = 128;

  private final Deque<Reading> window = new ArrayDeque<Reading>();
  private @Nullable String reason;
  private long trippedNanos;
  private int trips;

  /** Why the hooks are out of use, or null. */
  @Nullable String check(Reading now) {
    if (reason != null) {
      if (now.nanos - trippedNanos < ERRORS_NANOS << Math.min(trips - 1, DOUBLINGS_MAX)) {
        return reason;
      }
      reason = null;
      window.clear(); // what tripped it is over
    }
    window.addLast(now);
    while (window.size() > READINGS_MAX || now.nanos - window.getFirst().nanos > ERRORS_NANOS) {
      window.removeFirst();
    }
    reason = broken(now);
    if (reason != null) {
      trips++;
      trippedNanos = now.nanos;
    } else if (trips > 0 && now.nanos - trippedNanos > ERRORS_NANOS << DOUBLINGS_MAX + 1) {
      trips = 0;
    }
    return reason;
  }

  private @Nullable String broken(Reading now) {
    long errors = now.hookErrors - window.getFirst().hookErrors;
    if (errors > ERRORS_MAX) {
      return errors + " hooks failed within a minute";
    }
    for (Reading before : window) {
      long nanos = now.nanos - before.nanos;
      if (nanos >= COST_NANOS && nanos < COST_NANOS + 2 * SECOND) {
        long msPerSecond = (now.hookNanos - before.hookNanos) * 1000 / nanos;
        if (msPerSecond > COST_PER_SECOND_MS_MAX) {
          return "hooks took " + msPerSecond + " ms of a second";
        }
      }
    }
    return null;
  }
}
