package nexa.javaagent.hook;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import nexa.javaagent.capture.ThrowableReader;
import nexa.javaagent.capture.ThrowableTable;
import nexa.javaagent.ship.Counters;
import nexa.javaagent.ship.ErrorEvent;
import nexa.javaagent.ship.ErrorEvent.Http;
import nexa.javaagent.ship.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the hooks see into events, on the application's threads. One failure that several
 * hooks see, wrapped or not, is one event. Nothing is ever thrown into the application, and after
 * too many failures of its own the sink takes itself out until the guard puts it back.
 */
public final class SpySink implements NexaSink {

  private static final int CAUSES_MAX = 16;
  private static final int FAILURES_MAX = 100;
  private static final long OUTLIER_NANOS = 1000L * 1000;
  private static final int SEEN_MAX = 1024;
  private static final long SEEN_NANOS_MAX = 10L * 1000 * 1000 * 1000;

  private final EventQueue queue;
  private final Equipment equipment;
  private final Counters counters;
  private final AtomicInteger failures = new AtomicInteger();
  private final ThrowableTable<ErrorEvent> seen =
      new ThrowableTable<ErrorEvent>(SEEN_MAX, SEEN_NANOS_MAX);
  private final ThreadLocal<RequestScope> scopes =
      new ThreadLocal<RequestScope>() {
        @Override
        protected RequestScope initialValue() {
          return new RequestScope();
        }
      };

  public SpySink(EventQueue queue, Equipment equipment, Counters counters) {
    this.queue = queue;
    this.equipment = equipment;
    this.counters = counters;
  }

  @Override
  public void uncaught(Thread thread, Throwable thrown) {
    RequestScope scope = enter(true);
    if (scope == null) {
      return;
    }
    try {
      if (!admits(scope, thrown)) {
        return;
      }
      ErrorEvent.Builder event = new ErrorEvent.Builder();
      event.kind = "uncaught";
      event.severity = "FATAL";
      event.message = describe(thrown);
      event.thread = thread.getName();
      report(scope, event, thrown);
    } catch (Throwable t) { // the application must not notice
      failed();
    } finally {
      leave(scope);
    }
  }

  @Override
  public void printed(Throwable thrown) {
    RequestScope scope = enter(true);
    if (scope == null) {
      return;
    }
    try {
      if (admits(scope, thrown)) {
        ErrorEvent.Builder event = new ErrorEvent.Builder();
        event.kind = "printed";
        event.message = describe(thrown);
        report(scope, event, thrown);
      }
    } catch (Throwable t) { // as above
      failed();
    } finally {
      leave(scope);
    }
  }

  @Override
  public void logged(Object logger, Object logRecord, Object found) {
    RequestScope scope = enter(true);
    if (scope == null) {
      return;
    }
    try {
      Throwable thrown = LogRecords.thrown(found);
      String severity =
          thrown == null || repeats(scope, thrown)
              ? null
              : LogRecords.severity(logger, logRecord);
      if (thrown != null && severity != null && admits(scope, thrown) && known(thrown) == null) {
        ErrorEvent.Builder event = new ErrorEvent.Builder();
        event.severity = severity;
        LogRecords.fill(event, logger, logRecord);
        report(scope, event, thrown);
      }
    } catch (Throwable t) { // as above
      failed();
    } finally {
      leave(scope);
    }
  }

  @Override
  public void requestBegin(@Nullable Object method, @Nullable Object uri) {
    RequestScope scope = enter(false);
    if (scope == null) {
      return;
    }
    if (method != null || scope.depth == 0) {
      scope.clear(); // a server's outermost code: whatever was open has ended unseen
      scope.method = method;
      scope.uri = uri;
    }
    scope.failed &= scope.open();
    scope.depth++;
    leave(scope);
  }

  @Override
  public void requestThrown(Throwable thrown) {
    RequestScope scope = enter(true);
    if (scope == null) {
      return;
    }
    try {
      if (scope.open()) {
        hold(scope, thrown);
      }
    } catch (Throwable t) { // as above
      failed();
    } finally {
      leave(scope);
    }
  }

  @Override
  public void requestStatus(int status, @Nullable Object method, @Nullable Object uri) {
    RequestScope scope = enter(true);
    if (scope == null) {
      return;
    }
    try {
      if (scope.open()) {
        scope.status = status;
        locate(scope, null);
        ErrorEvent reported = scope.reported();
        if (reported != null) {
          reported.http(http(method, uri, status));
        }
      } else if (admits(scope, null)) {
        failedResponse(scope, http(method, uri, status), null);
      }
    } catch (Throwable t) { // as above
      failed();
    } finally {
      leave(scope);
    }
  }

  @Override
  public void requestEnd() {
    RequestScope scope = enter(false);
    if (scope == null) {
      return;
    }
    try {
      Throwable thrown = scope.thrown();
      if (scope.open() && (thrown != null || scope.status != 0) && admits(scope, thrown)) {
        int status = scope.status == 0 ? 500 : scope.status;
        failedResponse(scope, http(scope.method, scope.uri, status), thrown);
      }
    } catch (Throwable t) { // as above
      failed();
    } finally {
      scope.clear();
      leave(scope);
    }
  }

  @Override
  public void servletEnd(
      @Nullable Object request, @Nullable Object response, @Nullable Throwable thrown) {
    RequestScope scope = enter(false);
    if (scope == null) {
      return;
    }
    try {
      if (scope.depth > 1) {
        scope.depth--;
        hold(scope, thrown);
      } else if (scope.depth == 1) {
        int status = thrown != null ? 500 : HttpMessages.status(response);
        if (status >= 500 && !scope.responding && !HttpMessages.isPending(request, response)) {
          answered(scope, request, status, thrown);
        }
        scope.clear();
      }
    } catch (Throwable t) { // as above
      failed();
      scope.clear();
    } finally {
      leave(scope);
    }
  }

  @Override
  public void responding() {
    RequestScope scope = enter(false);
    if (scope != null) {
      scope.responding = scope.open();
      leave(scope);
    }
  }

  @Override
  public void responded(Object channel) {
    RequestScope scope = enter(false);
    if (scope == null) {
      return;
    }
    try {
      scope.responding = false;
      if (!scope.open()) { // else the end of the request on this thread says it
        String type = ".servlet.ServletChannel";
        int status = HttpMessages.status(InterfaceCalls.call(channel, type, "getResponse"));
        answered(
            scope, InterfaceCalls.call(channel, type, "getServletContextRequest"), status, null);
      }
    } catch (Throwable t) { // as above
      failed();
    } finally {
      leave(scope);
    }
  }

  @Override
  public void responseFailed(int status, Object request, @Nullable Throwable thrown) {
    RequestScope scope = enter(true);
    if (scope == null) {
      return;
    }
    try {
      answered(scope, request, status, thrown);
    } catch (Throwable t) { // as above
      failed();
    } finally {
      leave(scope);
    }
  }

  @Override
  public void unhandled(Throwable thrown) {
    RequestScope scope = enter(true);
    if (scope == null) {
      return;
    }
    try {
      if (!(thrown instanceof IOException) && admits(scope, thrown)) { // not a peer that went away
        ErrorEvent.Builder event = new ErrorEvent.Builder();
        event.kind = "uncaught";
        event.message = describe(thrown);
        report(scope, event, thrown);
      }
    } catch (Throwable t) { // as above
      failed();
    } finally {
      leave(scope);
    }
  }

  @Override
  public void calling(
      int probe, @Nullable Object receiver, @Nullable Object[] arguments) {
    RequestScope scope = enter(true);
    if (scope == null) {
      return;
    }
    try {
      Equipment.Made made = equipment.made();
      if (made != null) {
        made.captures.calling(probe, receiver, arguments);
      }
    } catch (StackOverflowError e) { // the application is about to have one itself
      return;
    } catch (Throwable t) { // as above
      failed();
    } finally {
      leave(scope);
    }
  }

  @Override
  public void leaving(
      int probe, @Nullable Object receiver, @Nullable Object[] arguments, Throwable thrown) {
    RequestScope scope = enter(true);
    if (scope == null) {
      return;
    }
    try {
      Equipment.Made made = equipment.made();
      if (made != null) {
        made.captures.leaving(probe, receiver, arguments, thrown);
      }
    } catch (Throwable t) { // as above
      failed();
    } finally {
      leave(scope);
    }
  }

  @Override
  public void entering(int watched) {
    Equipment.Made made = equipment.made();
    RequestScope scope = scopes.get();
    if (made != null && !scope.busy) {
      try {
        made.watches.entering(watched, scope.calls, scope.open());
      } catch (Throwable t) { // as above
        failed();
      }
    }
  }

  @Override
  public void returning(int watched) {
    Equipment.Made made = equipment.made();
    RequestScope scope = scopes.get();
    if (made != null && !scope.busy) {
      try {
        made.watches.returning(watched, scope.calls);
      } catch (Throwable t) { // as above
        failed();
      }
    }
  }

  @Override
  public void escaping(Throwable thrown, int watched) {
    Equipment.Made made = equipment.made();
    RequestScope scope = scopes.get();
    if (made != null && !scope.busy) {
      try {
        made.watches.escaping(watched, scope.calls, thrown);
      } catch (Throwable t) { // as above
        failed();
      }
    }
  }

  /** Drops what has been remembered for long; runs on the agent's thread. */
  public void purge() {
    seen.purge();
    failures.set(0);
  }

  private @Nullable RequestScope enter(boolean failing) {
    RequestScope scope = scopes.get();
    if (scope.busy) {
      return null;
    }
    scope.time(failing);
    scope.busy = true;
    return scope;
  }

  private void leave(RequestScope scope) {
    scope.busy = false; // first, because what follows may run out of stack
    if (scope.beganNanos != 0) {
      long nanos = System.nanoTime() - scope.beganNanos;
      counters.hookNanos.add(nanos < OUTLIER_NANOS ? nanos * scope.weight : nanos);
    }
  }

  private void failed() {
    counters.errors.incrementAndGet();
    counters.hookErrors.incrementAndGet();
    if (failures.incrementAndGet() > FAILURES_MAX) {
      NexaSpy.sink = null; // what fails this often does more harm than good
    }
  }

  /**
   * Whether a failure may be worth an event. What comes too often is dropped here, before anything
   * of it is read, unless it belongs to an event or a capture that there is already.
   */
  private boolean admits(RequestScope scope, @Nullable Throwable thrown) {
    Equipment.Made made = equipment.made();
    if (queue.open(thrown)
        || (thrown == null
            ? scope.reported() != null
            : seen.get(thrown) != null || made != null && made.captures.has(thrown))) {
      return true;
    }
    int identity = thrown == null ? 0 : System.identityHashCode(thrown);
    if (thrown == null || identity != scope.dropped) {
      scope.dropped = identity;
      counters.dropped.incrementAndGet();
    }
    return false;
  }

  /**
   * Whether an exception was reported. One that was in another request is one that the JIT has made once
   * and throws again and again, without frames: the request failed as that one did.
   */
  private boolean repeats(RequestScope scope, Throwable thrown) {
    ErrorEvent earlier = seen.get(thrown);
    if (earlier != null && scope.open() && scope.reported() == null) {
      scope.reported(earlier);
      counters.dropped.incrementAndGet();
    }
    return earlier != null;
  }

  /** A response is complete: an event when it failed, with what is known to have failed it. */
  private void answered(
      RequestScope scope, @Nullable Object request, int status, @Nullable Throwable escaped)
      throws Exception {
    if (status < 500 || request == null) {
      return;
    }
    Throwable thrown = escaped != null ? escaped : scope.thrown();
    if (thrown == null) {
      thrown = HttpMessages.thrown(request);
    }
    if (admits(scope, thrown)) {
      failedResponse(scope, HttpMessages.http(request, status), thrown);
    }
  }

  private void failedResponse(RequestScope scope, Http http, @Nullable Throwable thrown) {
    scope.failed = true;
    ErrorEvent earlier = thrown == null ? scope.reported() : known(thrown);
    if (earlier != null) {
      earlier.http(http);
      return;
    }
    ErrorEvent.Builder event = new ErrorEvent.Builder();
    event.kind = "http";
    event.message = thrown == null ? http.summary() : describe(thrown);
    ErrorEvent reported = report(scope, event, thrown);
    if (reported != null) {
      reported.http(http);
    }
  }

  /** Queues an event unless its exception has been reported. */
  private @Nullable ErrorEvent report(
      RequestScope scope, ErrorEvent.Builder event, @Nullable Throwable thrown) {
    if (event.thread.isEmpty()) {
      event.thread = Thread.currentThread().getName();
    }
    if (thrown != null) {
      ErrorEvent earlier = known(thrown);
      if (earlier != null) {
        return null;
      }
      event.thrown = thrown;
      Equipment.Made made = equipment.made();
      event.capture = made == null ? null : made.captures.of(thrown);
    }
    SpanIds ids = CurrentSpan.ids(counters);
    if (ids == null) {
      ids = scope.span(); // the server's span may have ended since the request failed
    }
    if (ids != null) {
      event.traceId = ids.trace;
      event.spanId = ids.span;
    }
    ErrorEvent made = new ErrorEvent(event);
    if (thrown != null) {
      remember(thrown, made);
    }
    if (scope.open()) {
      scope.reported(made);
    }
    queue.offer(made);
    return made;
  }

  /** Keeps what failed a request until the response is known. */
  private void hold(RequestScope scope, @Nullable Throwable thrown) {
    if (thrown != null && scope.thrown() == null) {
      scope.held(thrown);
      locate(scope, thrown);
    }
  }

  /** Keeps the span a request failed in, unless it will not become an event. */
  private void locate(RequestScope scope, @Nullable Throwable thrown) {
    if (scope.span() == null && queue.open(thrown)) {
      scope.span(CurrentSpan.ids(counters));
    }
  }

  /** The event that reported an exception, or one that is wrapped in it. */
  private @Nullable ErrorEvent known(Throwable thrown) {
    Throwable link = thrown;
    for (int i = 0; link != null && i < CAUSES_MAX; i++) {
      ErrorEvent event = seen.get(link);
      if (event != null) {
        return event;
      }
      link = ThrowableReader.cause(link);
    }
    return null;
  }

  private void remember(Throwable thrown, ErrorEvent event) {
    Throwable link = thrown;
    for (int i = 0; link != null && i < CAUSES_MAX; i++) {
      seen.put(link, event);
      link = ThrowableReader.cause(link);
    }
  }

  private static String describe(Throwable thrown) {
    String message = ThrowableReader.message(thrown);
    String type = thrown.getClass().getName();
    return message == null ? type : type + ": " + message;
  }

  private static Http http(@Nullable Object method, @Nullable Object uri, int status) {
    return new Http(String.valueOf(method), String.valueOf(uri), status);
  }
}
