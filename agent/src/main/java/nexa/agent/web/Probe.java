package nexa.agent.web;

import java.util.List;
import java.util.function.Function;
import nexa.event.Alert;
import nexa.event.Event;
import nexa.event.Loss;
import org.jspecify.annotations.Nullable;

/**
 * A request that goes the way of an input and ends before the store. It brings the one event or alert
 * that was agreed on and nothing else, so that even its secret hides no crash.
 */
final class Probe {

  /** The service of what comes without a name of its own. */
  static final String SERVICE = "nexa-doctor";

  private final String id;
  private final String input;
  private final Function<Event, String> preview;

  /** Guarded by this, as is {@code refusal}. */
  private @Nullable String ended;

  private @Nullable Problem refusal;

  /**
   * @param preview says what would become of an event
   */
  Probe(String id, String input, Function<Event, String> preview) {
    this.id = id;
    this.input = input;
    this.preview = preview;
  }

  /**
   * What became of it.
   *
   * @param arrived whether a request showed its secret
   * @param ended where it ended as it should, null when it did not
   * @param refused why it was refused, null when it was not
   * @param hint what can be done about that
   */
  record State(
      String id, String input, boolean arrived, @Nullable String ended, @Nullable String refused,
      @Nullable String hint) {}

  String input() {
    return input;
  }

  /** What must stand in what it brings. */
  String text() {
    return "nexa doctor probe " + id;
  }

  /** Ends it before its event or alert is stored. */
  void end(List<Event> events, List<Alert> alerts, List<Loss> losses) {
    if (!losses.isEmpty()) {
      Loss loss = losses.getLast();
      throw notItsOwn("lost something: " + loss.reason() + ", " + loss.sample());
    }
    if (events.size() + alerts.size() != 1) {
      throw notItsOwn(
          "brought " + events.size() + " events and " + alerts.size() + " alerts, not one");
    }
    for (Event event : events) {
      require(event.message());
      ended("decoded, grouped and stopped before the store: " + preview.apply(event));
    }
    for (Alert alert : alerts) {
      require(alert.name() + alert.summary());
      ended("decoded and stopped before the store: it would be a "
          + (alert.isFiring() ? "firing" : "resolved") + " alert");
    }
  }

  /**
   * Requires that a text is its own.
   *
   * @throws Problem 400 when it is not
   */
  void require(String brought) {
    if (!brought.contains(text())) {
      throw notItsOwn("brought another text than the one that was agreed on");
    }
  }

  private static Problem notItsOwn(String what) {
    return Problem.badRequest(
        "A probe brings one event that names it, and this one " + what
            + ". Nothing of it was stored.",
        "Use the doctor and the daemon of one version; nothing else sends probes.");
  }

  /** Notes where it ended. */
  synchronized void ended(String where) {
    ended = where;
  }

  /** Notes why it was refused. */
  synchronized void refused(Problem why) {
    refusal = why;
  }

  synchronized State state(boolean arrived) {
    return new State(
        id, input, arrived, ended, refusal == null ? null : refusal.title() + ": "
            + refusal.getMessage(),
        refusal == null ? null : refusal.hint());
  }
}
