package nexa.agent.store;

import java.util.Locale;
import java.util.Optional;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The rows of issues. */
final class IssueRows {

  private static final int PREFIX_LENGTH_MAX = 24;

  private IssueRows() {}

  /** An issue by its name, or the one it was merged into. */
  static Optional<Issue> find(Handle handle, String id) {
    return read(handle, "SELECT coalesce(merged_into, id) FROM issues WHERE id = ?", id);
  }

  /** The issue that crashes with a fingerprint belong to. */
  static Optional<Issue> of(Handle handle, String service, Fingerprint fingerprint) {
    return read(
        handle, "SELECT issue FROM fingerprints WHERE service = ? AND fingerprint = ?", service,
        fingerprint.value());
  }

  /**
   * @param id a query of the id
   */
  private static Optional<Issue> read(Handle handle, String id, String... values) {
    Query query = handle.createQuery("SELECT document FROM issues WHERE id = (" + id + ")");
    for (int i = 0; i < values.length; i++) {
      query.bind(i, values[i]);
    }
    return query.mapTo(String.class).findOne().map(document -> Json.read(document, Issue.class));
  }

  static void write(Handle handle, Issue issue) {
    handle.execute(
        "INSERT INTO issues (id, prefix, service, fingerprint, status, captured, document)"
            + " VALUES (?, ?, ?, ?, ?, iif(?, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0), ?)"
            + " ON CONFLICT (id) DO UPDATE SET"
            + " status = excluded.status, document = excluded.document,"
            + " captured = iif(captured = 0, excluded.captured, captured)",
        issue.id(), issue.id().substring(0, issue.id().lastIndexOf('-')), issue.service(),
        issue.fingerprint().value(), issue.status().name(), issue.snapshot() != null,
        Json.write(issue));
  }

  /** The service's name, as far as it fits a branch's name and an address, and a number. */
  static String nextId(Handle handle, String service) {
    StringBuilder prefix = new StringBuilder();
    for (char c : service.toUpperCase(Locale.ROOT).toCharArray()) {
      boolean plain = c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (prefix.length() < PREFIX_LENGTH_MAX && (plain || (c == '-' && !prefix.isEmpty()))) {
        prefix.append(c);
      }
    }
    String name = prefix.isEmpty() ? "ISSUE" : prefix.toString();
    long number =
        handle
            .createQuery("SELECT count(*) + 1 FROM issues WHERE prefix = ?")
            .bind(0, name)
            .mapTo(long.class)
            .one();
    return name + "-" + number;
  }
}
