package nexa.agent.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nexa.event.Event;
import nexa.event.EventContext;

/**
 * The newest events as they were stored. An error without a stack trace, such as a logged line or a
 * failed request, belongs to no issue until a crash is found in its trace: of these the newest 10,000 are kept.
 */
public final class RecentEvents {

  /** How many of an issue are shown. */
  static final int SHOWN_MAX = 50;

  private final Store store;

  public RecentEvents(Store store) {
    this.store = store;
  }

  /** Those of an issue. */
  public List<Event> ofIssue(String issueId) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT document FROM events WHERE issue = ? ORDER BY time DESC LIMIT ?")
                .bind(0, issueId)
                .bind(1, SHOWN_MAX)
                .mapTo(String.class)
                .map(document -> Json.read(document, Event.class))
                .list());
  }

  /** Where the newest of an issue's events happened, when one of the newest says so. */
  public Optional<EventContext> context(String issueId) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT context FROM (SELECT time, document ->> '$.context' AS context"
                        + " FROM events WHERE issue = ? ORDER BY time DESC LIMIT ?)"
                        + " WHERE context IS NOT NULL ORDER BY time DESC LIMIT 1")
                .bind(0, issueId)
                .bind(1, SHOWN_MAX)
                .mapTo(String.class)
                .findOne()
                .map(context -> Json.read(context, EventContext.class)));
  }

  /** Those of an input that belong to no issue, the newest first. */
  public List<Event> ofNoIssue(String input, int limit) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT document FROM events WHERE issue IS NULL AND input = ?"
                        + " ORDER BY time DESC LIMIT ?")
                .bind(0, input)
                .bind(1, limit)
                .mapTo(String.class)
                .map(document -> Json.read(document, Event.class))
                .list());
  }

  /** How many belong to no issue, by input; an input without any is not there. */
  public Map<String, Long> countsOfNoIssue() {
    Map<String, Long> counts = new TreeMap<>();
    store
        .jdbi()
        .useHandle(
            handle -> handle
                .createQuery(
                    "SELECT input, count(*) FROM events WHERE issue IS NULL GROUP BY input")
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(row -> counts.put(row.getKey(), row.getValue())));
    return counts;
  }
}
