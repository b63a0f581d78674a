package nexa.agent.store;

import java.util.List;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.issue.Fingerprint;

/** Says which issue an event with a stack trace belongs to. */
@FunctionalInterface
public interface Grouping {

  Grouped group(Event event);

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
}
