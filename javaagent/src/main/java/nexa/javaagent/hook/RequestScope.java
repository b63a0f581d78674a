package nexa.javaagent.hook;

import java.lang.ref.WeakReference;
import nexa.javaagent.ship.ErrorEvent;
import nexa.javaagent.swap.ThreadCalls;
import org.jspecify.annotations.Nullable;

/** What is known of the request a thread is serving. Holds nothing once the request is over. */
final class RequestScope {

  static final int SAMPLE = 64;

  int depth;
  @Nullable Object method;
  @Nullable Object uri;

  /** The status of a failed response, else 0. */
  int status;

  /** True while a channel is at work on the request that says itself when the response is complete. */
  boolean responding;

  /** True once the request is known to end with a status of 500 or above. */
  boolean failed;

  /** The calls of methods that are watched while a swap is on trial. */
  final ThreadCalls calls = new ThreadCalls();

  /** The last event reported while the request was served. */
  private @Nullable ErrorEvent reported;

  /** True while the sink works on this thread: what it causes itself is not reported. */
  boolean busy;

  /** When the hook at work began, 0 when it is not timed. */
  long beganNanos;

  /** How many hooks the timed one stands for. */
  int weight;

  /** Hooks of the normal path, of which every {@value #SAMPLE}th is timed. */
  private int hooks;

  /** The identity of the last failure that was dropped unread, so that it counts once. */
  int dropped;

  private @Nullable WeakReference<Throwable> thrown;

  /** The span the request failed in. */
  private @Nullable SpanIds span;

  /** Starts to time a hook: always on the failing path, now and then on the normal one. */
  void time(boolean failing) {
    weight = failing ? 1 : SAMPLE;
    beganNanos = failing || ++hooks % SAMPLE == 0 ? System.nanoTime() : 0;
  }

  boolean open() {
    return depth > 0;
  }

  /** Keeps the first exception until the response is known: others may be its error page's. */
  void held(Throwable t) {
    thrown = new WeakReference<Throwable>(t);
  }

  void span(@Nullable SpanIds ids) {
    span = ids;
  }

  @Nullable SpanIds span() {
    return span;
  }

  void reported(@Nullable ErrorEvent event) {
    if (reported != null) {
      reported.inRequest(false);
    }
    if (event != null) {
      event.inRequest(true);
    }
    reported = event;
  }

  @Nullable ErrorEvent reported() {
    return reported;
  }

  @Nullable Throwable thrown() {
    WeakReference<Throwable> held = thrown;
    return held == null ? null : held.get();
  }

  void clear() {
    calls.requestEnds(failed);
    failed = false;
    responding = false;
    depth = 0;
    method = null;
    uri = null;
    status = 0;
    reported(null);
    thrown = null;
    span = null;
  }
}
