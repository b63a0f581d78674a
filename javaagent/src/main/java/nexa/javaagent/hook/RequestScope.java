package nexa.javaagent.hook;

import java.lang.ref.WeakReference;
import nexa.javaagent.ship.ErrorEvent;
import org.jspecify.annotations.Nullable;

/** What is known of the request a thread is serving. Holds nothing once the request is over. */
final class RequestScope {

  int depth;
  @Nullable Object method;
  @Nullable Object uri;

  /** The status of a failed response, else 0. */
  int status;

  /** The last event reported while the request was served. */
  @Nullable ErrorEvent reported;

  /** True while the sink works on this thread: what it causes itself is not reported. */
  boolean busy;

  private @Nullable WeakReference<Throwable> thrown;

  boolean open() {
    return depth > 0;
  }

  void thrown(@Nullable Throwable t) {
    thrown = t == null ? null : new WeakReference<Throwable>(t);
  }

  @Nullable Throwable thrown() {
    WeakReference<Throwable> held = thrown;
    return held == null ? null : held.get();
  }

  void clear() {
    depth = 0;
    method = null;
    uri = null;
    status = 0;
    reported = null;
    thrown = null;
  }
}
