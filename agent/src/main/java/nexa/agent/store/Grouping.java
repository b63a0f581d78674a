package nexa.agent.store;

import java.util.List;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.issue.Category;
import nexa.issue.Classification;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;

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

  /** Notes an issue, or that it is known by another fingerprint too. */
  default void note(Issue issue, Fingerprint fingerprint) {}

  /**
   * An event's place among the issues.
   *
   * @param inAppFrames innermost first; may be empty
   */
  record Grouped(
      Fingerprint fingerprint,
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
