package nexa.agent.store;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.issue.Fingerprint;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How often crashes happen: in all and by the hour, for each fingerprint and input, and in which release. */
final class Tally {

  static final int HOURS_KEPT = 26;
  private static final int RELEASES_KEPT_MAX = 50;
  private static final long MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

  private Tally() {}

  /** The hour of a time, counted since 1970. */
  static long hour(Instant time) {
    return Math.floorDiv(time.toEpochMilli(), MILLIS_PER_HOUR);
  }

  /** Counts an event; gives how often its issue happened. */
  static long count(Handle handle, String issueId, Fingerprint fingerprint, Event event) {
    return count(handle, issueId, fingerprint, event.input(), event.time(), 1);
  }

  /** Counts several events of about one time. */
  static long count(
      Handle handle, String issueId, Fingerprint fingerprint, String input, Instant time,
      long events) {
    add(handle, issueId, fingerprint, input, events);
    add(handle, issueId, fingerprint, input, hour(time), events);
    return of(handle, issueId);
  }

  /** Notes that a sender of such an event showed a key of its input. */
  static void authenticate(
      Handle handle, String issueId, Fingerprint fingerprint, String input) {
    handle.execute(
        "UPDATE issue_inputs SET authenticated = 1 WHERE issue = ? AND fingerprint = ? AND input = ?",
        issueId, fingerprint.value(), input);
  }

  /** Moves what was counted for some of a fingerprint's events to another fingerprint. */
  static void move(Handle handle, String issueId, Fingerprint from, Fingerprint to, Event event) {
    add(handle, issueId, from, event.input(), -1);
    add(handle, issueId, to, event.input(), 1);
    add(handle, issueId, from, event.input(), hour(event.time()), -1);
    add(handle, issueId, to, event.input(), hour(event.time()), 1);
  }

  private static void add(
      Handle handle, String issueId, Fingerprint fingerprint, String input, long change) {
    handle.execute(
        "INSERT INTO issue_inputs (issue, fingerprint, input, count) VALUES (?, ?, ?, max(0, ?))"
            + " ON CONFLICT DO UPDATE SET count = max(0, count + ?)",
        issueId, fingerprint.value(), input, change, change);
  }

  private static void add(
      Handle handle, String issueId, Fingerprint fingerprint, String input, long hour,
      long change) {
    handle.execute(
        "INSERT INTO issue_hours (issue, fingerprint, input, hour, count)"
            + " VALUES (?, ?, ?, ?, max(0, ?))"
            + " ON CONFLICT DO UPDATE SET count = max(0, count + ?)",
        issueId, fingerprint.value(), input, hour, change, change);
  }

  /** How often an issue happened: the highest of its inputs' counts. */
  static long of(Handle handle, String issueId) {
    return handle
        .createQuery(
            "SELECT coalesce(max(total), 0) FROM (SELECT sum(count) AS total FROM issue_inputs"
                + " WHERE issue = ? GROUP BY input)")
        .bind(0, issueId)
        .mapTo(long.class)
        .one();
  }

  /** Gives another issue what was counted for one, or for one of its fingerprints alone. */
  static void give(
      Handle handle, String from, String to, @Nullable Fingerprint fingerprint) {
    String only = fingerprint == null ? null : fingerprint.value();
    for (String table : new String[] {"issue_inputs", "issue_hours"}) {
      handle.execute(
          "UPDATE " + table + " SET issue = ? WHERE issue = ?"
              + " AND fingerprint = coalesce(?, fingerprint)",
          to, from, only);
    }
  }

  /** Notes the releases that a batch tells of. */
  static void releases(Handle handle, Batch batch) {
    Map<Map.Entry<String, String>, Instant> seen = new HashMap<>();
    for (Event event : batch.events()) {
      if (event.release() != null) {
        seen.merge(
            Map.entry(event.service(), event.release()), event.time(),
            (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    seen.forEach(
        (release, time) -> handle.execute(
            "INSERT INTO releases (service, release, first, last) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO UPDATE SET first = min(first, excluded.first),"
                + " last = max(last, excluded.last)",
            release.getKey(), release.getValue(), time.toEpochMilli(), time.toEpochMilli()));
  }

  /** Forgets the hours of yesterday, and all but each service's newest releases. */
  static void prune(Handle handle) {
    handle.execute(
        "DELETE FROM issue_hours WHERE hour < unixepoch() / 3600 - ?", HOURS_KEPT);
    handle.execute(
        "DELETE FROM releases WHERE rowid IN (SELECT rowid FROM (SELECT rowid,"
            + " row_number() OVER (PARTITION BY service ORDER BY last DESC) AS place"
            + " FROM releases) WHERE place > ?)",
        RELEASES_KEPT_MAX);
  }
}
