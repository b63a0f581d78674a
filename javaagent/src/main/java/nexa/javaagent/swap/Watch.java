package nexa.javaagent.swap;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import nexa.javaagent.capture.ThrowableReader;
import org.jspecify.annotations.Nullable;

/**
 * The watch over the touched methods of one swap: compares what they did before with what they do
 * now, and says when the patch has to go.
 */
final class Watch {

  private static final int THROWN_BEFORE_MAX = 256;
  private static final long CALLS_MIN = 30;
  private static final long REQUESTS_MIN = 30;
  private static final long NOTICED_NANOS = 1000L * 1000;

  /** The touched methods, each {@code class#name(descriptor)}. */
  final Set<String> methods;

  final Tally before;
  private final Set<String> thrownBefore =
      Collections.newSetFromMap(new ConcurrentHashMap<String, Boolean>());
  private volatile @Nullable Tally after;
  private volatile @Nullable String newException;

  Watch(Set<String> methods, long nowNanos) {
    this.methods = Collections.unmodifiableSet(new TreeSet<String>(methods));
    this.before = new Tally(this.methods, nowNanos);
  }

  /** The patch is about to run: what is woven from now on belongs to it. */
  Tally patched(long nowNanos) {
    Tally fresh = new Tally(methods, nowNanos);
    after = fresh;
    return fresh;
  }

  /** The patch did not get to run. */
  void notPatched() {
    after = null;
  }

  /** What was seen of the patch, or before there was one. */
  Tally current() {
    Tally now = after;
    return now == null ? before : now;
  }

  /** An exception leaves a touched method, called in one of the two phases. */
  void threw(Tally phase, String method, long nanos, Throwable thrown) {
    phase.threw(method, nanos);
    String type = ThrowableReader.root(thrown).getClass().getName();
    String what = type + " from " + method;
    if (phase == before) {
      if (thrownBefore.size() < THROWN_BEFORE_MAX) {
        thrownBefore.add(what);
      }
    } else if (newException == null && !thrownBefore.contains(what)
        && !type.equals("java.lang.ThreadDeath")) {
      newException = what;
    }
  }

  /** Why the patch has to go, or null; from one thread. */
  @Nullable String verdict(long nowNanos) {
    Tally now = after;
    if (now == null) {
      before.turn(nowNanos);
      return null;
    }
    now.turn(nowNanos);
    String thrown = newException;
    if (thrown != null) {
      return "new exception: " + thrown;
    }
    String failures = failures(now);
    return failures != null ? failures : latencies(now);
  }

  private @Nullable String failures(Tally now) {
    long requests = now.recentRequests();
    if (requests < REQUESTS_MIN) {
      return null;
    }
    double earlier = share(before.recentFailed(), before.recentRequests());
    double share = share(now.recentFailed(), requests);
    return share > Math.max(2 * earlier, earlier + 0.01)
        ? "failed requests: " + percent(share) + " of " + requests + ", before "
            + percent(earlier)
        : null;
  }

  private @Nullable String latencies(Tally now) {
    for (String method : methods) {
      if (before.recentCalls(method) >= CALLS_MIN && now.recentCalls(method) >= CALLS_MIN) {
        long earlier = before.recentP95(method);
        long p95 = now.recentP95(method);
        if (p95 > NOTICED_NANOS && p95 > 2 * earlier) {
          return "slower: 95 % of " + method + " within " + p95 / 1000 + " us, before "
              + earlier / 1000 + " us";
        }
      }
    }
    return null;
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }

  private static String percent(double share) {
    return Math.round(share * 1000) / 10.0 + " %";
  }
}
