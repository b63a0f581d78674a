package nexa.agent.store;

import java.util.Map;
import java.util.stream.Collectors;
import nexa.event.Event;
import nexa.event.EventContext;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of events, and what those of one trace have to do with each other. */
final class EventRows {

  /** Of each issue the newest events are kept, and as many that belong to none; counts stay. */
  static final int KEPT_MAX = 500;

  static final int OF_NO_ISSUE_KEPT_MAX = 10_000;

  private final Templates templates;

  /**
   * @param templates give each event that of its message
   */
  EventRows(Templates templates) {
    this.templates = templates;
  }

  /**
   * Adds an event; false for one that is there already.
   *
   * @param grouped what an event with a stack trace is known by
   * @param counted whether it is the first to tell of what happened
   */
  boolean insert(
      Handle handle, Event event, @Nullable String issueId, Grouping.@Nullable Grouped grouped,
      boolean counted) {
    boolean known =
        handle
            .createQuery("SELECT EXISTS (SELECT 1 FROM events WHERE id = ?)")
            .bind(0, event.id())
            .mapTo(boolean.class)
            .one();
    EventContext context = event.context();
    if (!known) {
      handle.execute(
          "INSERT INTO events (id, issue, service, input, time, trace, template, document,"
              + " fingerprint, variant, counted, user) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          event.id(), issueId, event.service(), event.input(), event.time().toEpochMilli(),
          trace(event), templates.add(handle, event), Json.write(event),
          grouped == null ? null : grouped.fingerprint().value(),
          grouped == null ? null : grouped.variant(), counted,
          context == null ? null : context.user());
    }
    return !known;
  }

  private static @Nullable String trace(Event event) {
    EventContext context = event.context();
    return context == null ? null : context.traceId();
  }

  /** The issue of the crash that happened in an event's trace, null for none. */
  static @Nullable String issueOfTrace(Handle handle, Event event) {
    String trace = trace(event);
    return trace == null ? null : handle
        .createQuery(
            "SELECT issue FROM events WHERE trace = ? AND service = ? AND issue IS NOT NULL LIMIT 1")
        .bind(0, trace)
        .bind(1, event.service())
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }

  /** A failed request that was told of before its crash belongs to the crash's issue. */
  static void takeRequest(Handle handle, Event event, String issueId) {
    String trace = trace(event);
    if (trace != null) {
      handle.execute(
          "UPDATE events SET issue = ? WHERE trace = ? AND service = ? AND issue IS NULL",
          issueId, trace, event.service());
    }
  }

  /**
   * Whether another signal of the same input told of this crash, as a span and a log record of one
   * span do: what happened in the span happened as often as the signal says that tells of it most.
   */
  static boolean isToldBefore(Handle handle, Event event, String issueId) {
    EventContext context = event.context();
    if (context == null || context.traceId() == null || context.spanId() == null) {
      return false;
    }
    Map<String, Integer> told =
        handle
            .createQuery(
                "SELECT document ->> '$.context.kind' AS kind, count(*) AS told FROM events"
                    + " WHERE trace = ? AND issue = ? AND input = ?"
                    + " AND document ->> '$.context.spanId' = ? AND document ->> '$.stackTrace'"
                    + " IS NOT NULL GROUP BY kind")
            .bind(0, context.traceId())
            .bind(1, issueId)
            .bind(2, event.input())
            .bind(3, context.spanId())
            .collectRows(
                Collectors.toMap(
                    row -> row.getColumn("kind", String.class),
                    row -> row.getColumn("told", Integer.class)));
    Integer same = told.remove(context.kind());
    int most = told.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return (same == null ? 0 : same) < most;
  }

  /** Forgets all but the newest. */
  static void prune(Handle handle) {
    handle.execute(
        "DELETE FROM events WHERE rowid IN (SELECT rowid FROM (SELECT rowid,"
            + " row_number() OVER (PARTITION BY issue ORDER BY time DESC) AS place"
            + " FROM events WHERE issue IS NOT NULL) WHERE place > ?)",
        KEPT_MAX);
    handle.execute(
        "DELETE FROM events WHERE rowid IN (SELECT rowid FROM events WHERE issue IS NULL"
            + " ORDER BY time DESC LIMIT -1 OFFSET ?)",
        OF_NO_ISSUE_KEPT_MAX);
  }
}
