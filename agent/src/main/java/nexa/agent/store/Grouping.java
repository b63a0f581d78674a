package nexa.agent.store;

import java.util.List;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.issue.Category;
import nexa.issue.Classification;
import nexa.issue.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Says which issue an event with a stack trace belongs to, by its fingerprint or else by likeness, and
 * what kind of failure it is.
 */
@FunctionalInterface
public interface Grouping {

  Grouped group(Event event);

  /** Where an event belongs whose fingerprint no issue of its service has. */
  default Place place(Event event, Grouped grouped) {
    return new Place.Opens(grouped.because());
  }

  /** What kind of failure an event is; asked of the one that opens an issue. */
  default Classification classify(Event event) {
    return new Classification(
        Category.OTHER, event.severity(), Classification.Fault.UNSURE, 0, "Nobody was asked");
  }

  /** Notes which issue a fingerprint belongs to from now on. */
  default void note(Known known) {}

  /** Notes what a person said of two fingerprints. */
  default void note(Link link) {}

  /** Notes that a person split a variant of a fingerprint off: it has a fingerprint of its own. */
  default void note(Variant variant) {}

  /**
   * A fingerprint and its issue.
   *
   * @param trace one of its crashes, to compare others with; null when none was chosen
   */
  record Known(
      String service, String issue, Fingerprint fingerprint, @Nullable StackTrace trace) {}

  /**
   * A person's word on two fingerprints of a service.
   *
   * @param together whether they have one cause
   */
  record Link(String service, Fingerprint one, Fingerprint other, boolean together) {}

  /** Crashes of a fingerprint that are alike in all that could be seen, and the one they get. */
  record Variant(String service, Fingerprint whole, String variant, Fingerprint becomes) {}

  /**
   * An event's place among the issues.
   *
   * @param variant what tells it from others of its fingerprint: 16 hex digits
   * @param inAppFrames innermost first; may be empty
   */
  record Grouped(
      Fingerprint fingerprint,
      String variant,
      String title,
      String exceptionType,
      Frame topFrame,
      List<Frame> inAppFrames,
      String because) {}

  /** What becomes of a fingerprint that nobody saw before, and why in words. */
  sealed interface Place {

    /** It is one more of an issue's. */
    record Joins(String issue, String because) implements Place {}

    /** It opens an issue of its own. */
    record Opens(String because) implements Place {}
  }
}
