package nexa.heal.classify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.Frame;
import nexa.event.HttpExchange;
import nexa.event.Severity;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/** Events for the tests of this package. */
final class Events {

  private Events() {}

  /** An event that an exception came with, thrown at these places, the innermost first. */
  static Event thrown(String type, @Nullable String message, String... places) {
    return of(trace(type, message, null, places));
  }

  /** An exception that wraps another one. */
  static Event wrapped(String type, String message, StackTrace cause) {
    return of(trace(type, message, cause, "com.shop.Flow.run"));
  }

  static StackTrace trace(
      String type, @Nullable String message, @Nullable StackTrace cause, String... places) {
    List<Frame> frames = new ArrayList<>();
    for (String place : places) {
      int dot = place.lastIndexOf('.');
      frames.add(new Frame(place.substring(0, dot), place.substring(dot + 1), null, 0));
    }
    return new StackTrace(type, message, frames, cause, List.of());
  }

  static Event of(StackTrace trace) {
    return event(Severity.ERROR, trace.exceptionType(), trace, 0, null);
  }

  static Event logged(Severity severity, String message) {
    return event(severity, message, null, 0, null);
  }

  static Event answered(int status, Severity severity, StackTrace trace) {
    return event(severity, trace.exceptionType(), trace, status, null);
  }

  static Event uncaught(Severity severity, StackTrace trace) {
    return event(severity, trace.exceptionType(), trace, 0, "uncaught");
  }

  private static Event event(
      Severity severity, String message, @Nullable StackTrace trace, int status,
      @Nullable String kind) {
    return new Event(
        "id", "shop", Instant.EPOCH, severity, "logfile", message, null, trace, null,
        status == 0 ? null : new HttpExchange("GET", "/cart", status),
        kind == null ? null : new EventContext(kind, null, null, null, null));
  }
}
