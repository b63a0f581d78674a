package nexa.agent.store;

import java.time.Instant;
import java.util.List;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.issue.Issue;
import org.jdbi.v3.core.Handle;

/** What an issue is made of: crashes that a person could split off. */
public final class IssueParts {

  private static final int SHOWN_MAX = 50;
  private static final int METHODS_SHOWN_MAX = 12;
  private static final int SAID_CHARS_MAX = 300;

  private IssueParts() {}

  /**
   * Crashes of an issue that can be told from its others.
   *
   * @param id its fingerprint, followed by a colon and its variant when the fingerprint has several
   * @param events how many of its events are kept
   * @param said the root exception and its message, of the newest event
   * @param methods its innermost in-app methods
   * @param because why it is in the issue, in words
   * @param splittable whether it can be split off: what the issue began with stays
   */
  public record Part(
      String id,
      long events,
      Instant lastSeen,
      String said,
      List<String> methods,
      String because,
      boolean splittable) {

    public Part {
      methods = List.copyOf(methods);
    }
  }

  /** The parts of an issue as far as their events are kept, the newest first. */
  static List<Part> of(Handle handle, Grouping grouping, Issue issue) {
    return handle
        .createQuery(
            "SELECT e.fingerprint, coalesce(e.variant, ''), count(*), max(e.time), e.document,"
                + " f.because, count(*) OVER (PARTITION BY e.fingerprint) FROM events e"
                + " JOIN fingerprints f ON f.service = e.service AND f.fingerprint = e.fingerprint"
                + " WHERE e.issue = ? GROUP BY e.fingerprint, e.variant"
                + " ORDER BY max(e.time) DESC LIMIT ?")
        .bind(0, issue.id())
        .bind(1, SHOWN_MAX)
        .map(
            (row, context) -> {
              String fingerprint = row.getString(1);
              String variant = row.getInt(7) > 1 ? row.getString(2) : "";
              Event newest = Json.read(row.getString(5), Event.class);
              return new Part(
                  variant.isEmpty() ? fingerprint : fingerprint + ":" + variant,
                  row.getLong(3),
                  Instant.ofEpochMilli(row.getLong(4)),
                  said(newest),
                  grouping.group(newest).inAppFrames().stream()
                      .limit(METHODS_SHOWN_MAX)
                      .map(IssueParts::method)
                      .toList(),
                  row.getString(6),
                  !variant.isEmpty() || !fingerprint.equals(issue.fingerprint().value()));
            })
        .list();
  }

  private static String method(Frame frame) {
    return frame.className() + "." + frame.method();
  }

  private static String said(Event event) {
    StackTrace trace = event.stackTrace();
    if (trace == null) {
      return event.message();
    }
    StackTrace root = trace.root();
    String said =
        root.message() == null ? root.simpleType() : root.simpleType() + ": " + root.message();
    return said.length() <= SAID_CHARS_MAX ? said : said.substring(0, SAID_CHARS_MAX) + "…";
  }
}
