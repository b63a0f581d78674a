package nexa.javaagent.swap;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of touched methods and of the requests that passed through them, in one of two
 * phases: before the swap or after. Judged is what was recent, so that what goes wrong late is not
 * hidden by what went well before.
 */
final class Tally {

  private static final long WINDOW_NANOS = 30L * 1000 * 1000 * 1000;

  final AtomicLong calls = new AtomicLong();
  final AtomicLong thrown = new AtomicLong();
  final AtomicLong requests = new AtomicLong();
  final AtomicLong failed = new AtomicLong();

  private final Set<String> methods;
  private volatile Window older;
  private volatile Window newer;
  private long turnedNanos;

  Tally(Set<String> methods, long nowNanos) {
    this.methods = methods;
    this.older = new Window(methods);
    this.newer = new Window(methods);
    this.turnedNanos = nowNanos;
  }

  void returned(String method, long nanos) {
    calls.incrementAndGet();
    Latencies latencies = newer.latencies.get(method);
    if (latencies != null && nanos >= 0) {
      latencies.add(nanos);
    }
  }

  void threw(String method, long nanos) {
    returned(method, nanos);
    thrown.incrementAndGet();
  }

  void request(boolean wasFailed) {
    requests.incrementAndGet();
    newer.requests.incrementAndGet();
    if (wasFailed) {
      failed.incrementAndGet();
      newer.failed.incrementAndGet();
    }
  }

  /** Forgets what was long ago; from one thread. */
  void turn(long nowNanos) {
    if (nowNanos - turnedNanos > WINDOW_NANOS) {
      turnedNanos = nowNanos;
      older = newer;
      newer = new Window(methods);
    }
  }

  long recentRequests() {
    return older.requests.get() + newer.requests.get();
  }

  long recentFailed() {
    return older.failed.get() + newer.failed.get();
  }

  long recentCalls(String method) {
    return latencies(older, method).count() + latencies(newer, method).count();
  }

  long recentP95(String method) {
    return Latencies.p95(latencies(older, method), latencies(newer, method));
  }

  private static Latencies latencies(Window window, String method) {
    @Nullable Latencies found = window.latencies.get(method);
    return found == null ? new Latencies() : found;
  }

  /** One stretch of time. */
  private static final class Window {
    final AtomicLong requests = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    final Map<String, Latencies> latencies = new HashMap<String, Latencies>();

    Window(Set<String> methods) {
      for (String method : methods) {
        latencies.put(method, new Latencies());
      }
    }
  }
}
