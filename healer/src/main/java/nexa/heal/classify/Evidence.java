package nexa.heal.classify;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Event;
import nexa.event.StackTrace;
import nexa.heal.group.MessageTemplate;

/**
 * What an event says, bounded.
 *
 * @param thrown the throwables from the root outwards; the logged message alone when there are none
 * @param logged the logged message
 * @param status the status that the service itself answered with, 0 for none
 * @param text type, message template and innermost methods: what a correction is remembered by
 */
record Evidence(List<Thrown> thrown, Thrown logged, int status, String text) {

  private static final int CAUSES_MAX = 20;
  private static final int FRAMES_OF_TEXT = 3;

  static Evidence of(Event event) {
    List<StackTrace> chain = new ArrayList<>();
    StackTrace at = event.stackTrace();
    while (at != null && chain.size() < CAUSES_MAX) {
      chain.addFirst(at);
      at = at.cause();
    }
    Thrown logged = Thrown.logged(said(event));
    return new Evidence(
        chain.isEmpty() ? List.of(logged) : chain.stream().map(Thrown::of).toList(),
        logged,
        event.http() == null ? 0 : event.http().status(),
        chain.isEmpty() ? MessageTemplate.of(event.message()) : text(chain.getFirst()));
  }

  /** The logged message, empty when it is but the exception once more. */
  private static String said(Event event) {
    StackTrace trace = event.stackTrace();
    boolean repeated = trace != null && event.message().startsWith(trace.exceptionType());
    return repeated ? "" : event.message();
  }

  private static String text(StackTrace root) {
    StringBuilder text = new StringBuilder(Thrown.of(root).simpleType());
    text.append(": ").append(MessageTemplate.of(root.message()));
    root.frames().stream()
        .limit(FRAMES_OF_TEXT)
        .map(frame -> "\nat " + Thrown.simple(frame.className()) + "." + frame.method())
        .forEach(text::append);
    return text.toString();
  }

  /** The root's type without its package, empty for a logged message. */
  String rootType() {
    return thrown.getFirst().simpleType();
  }
}
