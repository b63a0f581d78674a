package nexa.collect;

import java.util.Objects;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.StackTrace;

/** The parts of an event that it need not have, and in these tests has. */
final class EventParts {

  private EventParts() {}

  static StackTrace trace(Event event) {
    return Objects.requireNonNull(event.stackTrace(), "stack trace");
  }

  static EventContext context(Event event) {
    return Objects.requireNonNull(event.context(), "context");
  }
}
