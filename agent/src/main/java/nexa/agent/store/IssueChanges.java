package nexa.agent.store;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import nexa.event.Event;
import nexa.event.Snapshot;
import nexa.event.StackTrace;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;

/** How an issue changes by an event, by another issue, or by a person's word. */
final class IssueChanges {

  private static final int BECAUSE_CHARS_MAX = 2_000;

  private IssueChanges() {}

  static Issue opened(
      String id, Event event, StackTrace trace, Grouping.Grouped grouped, String because) {
    return new Issue(
        id,
        event.service(),
        grouped.fingerprint(),
        grouped.title(),
        grouped.exceptionType(),
        grouped.topFrame(),
        Issue.Status.OPEN,
        1,
        event.time(),
        event.time(),
        Set.of(event.input()),
        because,
        event.release(),
        trace,
        grouped.inAppFrames(),
        event.snapshot());
  }

  /** Trace, release and values stay those of one event: line numbers mean something in one release. */
  static Issue merged(
      Issue old, Event event, StackTrace trace, Grouping.Grouped grouped, long count) {
    Set<String> inputs = new TreeSet<>(old.inputs());
    inputs.add(event.input());
    boolean better = tellsMore(old, event);
    return new Issue(
        old.id(),
        old.service(),
        old.fingerprint(),
        old.title(),
        old.exceptionType(),
        better ? grouped.topFrame() : old.topFrame(),
        awake(old.status()),
        count,
        earlier(old.firstSeen(), event.time()),
        later(old.lastSeen(), event.time()),
        inputs,
        old.groupedBecause(),
        better ? event.release() : old.release(),
        better ? trace : old.stackTrace(),
        better ? grouped.inAppFrames() : old.inAppFrames(),
        better ? event.snapshot() : old.snapshot());
  }

  /** An issue that happened again, of which nothing more is known. */
  static Issue raised(Issue old, Repeat repeat, long count) {
    Set<String> inputs = new TreeSet<>(old.inputs());
    inputs.add(repeat.key().input());
    return new Issue(
        old.id(), old.service(), old.fingerprint(), old.title(), old.exceptionType(),
        old.topFrame(), awake(old.status()), count, old.firstSeen(),
        later(old.lastSeen(), repeat.last()), inputs, old.groupedBecause(), old.release(),
        old.stackTrace(), old.inAppFrames(), old.snapshot());
  }

  private static Issue.Status awake(Issue.Status status) {
    return status == Issue.Status.RESOLVED ? Issue.Status.OPEN : status;
  }

  /** Captured values of the innermost call count most, then others, then a known release. */
  private static boolean tellsMore(Issue old, Event event) {
    if (event.snapshot() != null) {
      return old.snapshot() == null || holdsTop(event.snapshot(), old)
          || !holdsTop(old.snapshot(), old);
    }
    return old.snapshot() == null
        && event.release() != null
        && !event.release().equals(old.release());
  }

  private static boolean holdsTop(Snapshot snapshot, Issue issue) {
    return snapshot.frame(issue.topFrame().className(), issue.topFrame().method()).isPresent();
  }

  static Issue with(Issue issue, Issue.Status status) {
    return new Issue(
        issue.id(), issue.service(), issue.fingerprint(), issue.title(), issue.exceptionType(),
        issue.topFrame(), status, issue.count(), issue.firstSeen(), issue.lastSeen(),
        issue.inputs(),
        issue.groupedBecause(), issue.release(), issue.stackTrace(), issue.inAppFrames(),
        issue.snapshot());
  }

  /**
   * An issue that took another in. What it is known by stays, and the other's captured values come to
   * it when it has none.
   */
  static Issue took(Issue issue, Issue other, long count, String because) {
    Issue shown = issue.snapshot() == null && other.snapshot() != null ? other : issue;
    Set<String> inputs = new TreeSet<>(issue.inputs());
    inputs.addAll(other.inputs());
    boolean opens =
        issue.status() == Issue.Status.RESOLVED && other.status() == Issue.Status.OPEN;
    return new Issue(
        issue.id(), issue.service(), issue.fingerprint(), issue.title(), issue.exceptionType(),
        shown.topFrame(), opens ? Issue.Status.OPEN : issue.status(), count,
        earlier(issue.firstSeen(), other.firstSeen()), later(issue.lastSeen(), other.lastSeen()),
        inputs, longer(issue.groupedBecause(), because), shown.release(), shown.stackTrace(),
        shown.inAppFrames(), shown.snapshot());
  }

  /** An issue of its own, told by the events that were split off. */
  static Issue splitOff(Issue told, Fingerprint fingerprint, Issue.Status status, long count) {
    return new Issue(
        told.id(), told.service(), fingerprint, told.title(), told.exceptionType(),
        told.topFrame(), status, count, told.firstSeen(), told.lastSeen(), told.inputs(),
        told.groupedBecause(), told.release(), told.stackTrace(), told.inAppFrames(),
        told.snapshot());
  }

  /**
   * What is left of an issue.
   *
   * @param told as the events tell it that are left
   * @param all whether they are all that there were
   */
  static Issue left(Issue old, Issue told, boolean all, long count, String because) {
    return new Issue(
        old.id(), old.service(), old.fingerprint(), old.title(), old.exceptionType(),
        told.topFrame(), old.status(), count, all ? told.firstSeen() : old.firstSeen(),
        told.lastSeen(), told.inputs(), longer(old.groupedBecause(), because), told.release(),
        told.stackTrace(), told.inAppFrames(), told.snapshot());
  }

  private static String longer(String because, String more) {
    String both = because + ". " + more;
    return both.length() <= BECAUSE_CHARS_MAX ? both : more;
  }

  static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
