package nexa.agent.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nexa.repair.Plan;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of fixes, each with the first approval of two that holds for it. */
final class FixRows {

  private static final String SELECT =
      "SELECT id, issue, run, fixes.digest, status, document, fixes.actor, reason, audit, asked,"
          + " fixes.signoff, withdrawn, f.actor AS first, f.token AS first_token, f.time AS first_time,"
          + " f.signoff AS first_signoff FROM fixes"
          + " LEFT JOIN first_approvals f ON f.fix = fixes.id AND f.digest = fixes.digest ";

  private static final String NEWEST_FIRST = "ORDER BY created DESC, id DESC";

  private FixRows() {}

  static Optional<Fixes.Fix> find(Handle handle, String id) {
    return handle
        .createQuery(SELECT + "WHERE id = ?")
        .bind(0, id)
        .map((row, context) -> fix(row))
        .findOne();
  }

  /** All, the newest first. */
  static List<Fixes.Fix> all(Handle handle) {
    return handle.createQuery(SELECT + NEWEST_FIRST).map((row, context) -> fix(row)).list();
  }

  /** Those that were carried out and whose effect nobody can tell yet, the newest first. */
  static List<Fixes.Fix> unjudged(Handle handle) {
    return handle
        .createQuery(
            SELECT + "WHERE status = 'applied'"
                + " AND NOT EXISTS (SELECT 1 FROM effects"
                + " WHERE effects.fix = fixes.id AND effects.state <> 'watched') "
                + NEWEST_FIRST)
        .map((row, context) -> fix(row))
        .list();
  }

  /** When a fix was put before people. */
  static Instant created(Handle handle, String id) {
    return handle
        .createQuery("SELECT created FROM fixes WHERE id = ?")
        .bind(0, id)
        .mapTo(long.class)
        .map(Instant::ofEpochMilli)
        .one();
  }

  private static Fixes.Fix fix(ResultSet row) throws SQLException {
    return new Fixes.Fix(
        row.getString("id"),
        row.getString("issue"),
        row.getString("run"),
        row.getString("digest"),
        row.getString("status"),
        Json.read(row.getString("document"), Plan.class),
        row.getString("actor"),
        row.getString("reason"),
        row.getString("audit"),
        row.getBoolean("asked"),
        row.getBoolean("signoff"),
        row.getBoolean("withdrawn"),
        first(row));
  }

  private static Fixes.@Nullable First first(ResultSet row) throws SQLException {
    String by = row.getString("first");
    return by == null
        ? null
        : new Fixes.First(
            new Person(by, Rows.number(row, "first_token")),
            Instant.ofEpochMilli(row.getLong("first_time")), row.getBoolean("first_signoff"));
  }
}
