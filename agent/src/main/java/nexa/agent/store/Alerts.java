package nexa.agent.store;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import nexa.event.Alert;
import nexa.issue.Issue;
import org.jspecify.annotations.Nullable;

/** The alerts of monitoring systems, and the issues they may be about. */
public final class Alerts {

  /** An alert fires some time after what it is about began, and is resolved some time after its end. */
  private static final Duration AROUND = Duration.ofMinutes(15);

  private static final int SHOWN_MAX = 20;
  private static final int KEPT_MAX = 10_000;

  private final Store store;

  public Alerts(Store store) {
    this.store = store;
  }

  /** Stores alerts; a later message about one takes the place of an earlier, but never its summary. */
  public void save(List<Alert> alerts) {
    store.jdbi().useTransaction(handle -> {
      for (Alert alert : alerts) {
        Alert known =
            handle
                .createQuery("SELECT document FROM alerts WHERE id = ?")
                .bind(0, alert.id())
                .mapTo(String.class)
                .findOne()
                .map(document -> Json.read(document, Alert.class))
                .orElse(null);
        Alert merged = known == null ? alert : merged(known, alert);
        handle.execute(
            "INSERT INTO alerts (id, service, starts, ends, document) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET starts = excluded.starts,"
                + " ends = excluded.ends, document = excluded.document",
            merged.id(), merged.service(), merged.starts().toEpochMilli(),
            merged.ends() == null ? null : merged.ends().toEpochMilli(), Json.write(merged));
      }
      handle.execute(
          "DELETE FROM alerts WHERE id IN"
              + " (SELECT id FROM alerts ORDER BY starts DESC LIMIT -1 OFFSET ?)",
          KEPT_MAX);
    });
  }

  /**
   * A message that an alert is resolved may say nothing else. One that fires after its end is a new
   * firing, where the monitoring system gives each the same id.
   */
  private static Alert merged(Alert known, Alert news) {
    return new Alert(
        known.id(),
        known.input(),
        known.service(),
        known.name(),
        news.summary().isEmpty() ? known.summary() : news.summary(),
        known.isFiring() || !news.isFiring() ? known.starts() : news.starts(),
        news.ends(),
        or(news.link(), known.link()));
  }

  private static @Nullable String or(@Nullable String first, @Nullable String second) {
    return first == null ? second : first;
  }

  /** The services that suffer: an alert about them fires. */
  public Set<String> firingServices() {
    return store
        .jdbi()
        .withHandle(
            handle -> Set.copyOf(
                handle
                    .createQuery("SELECT DISTINCT service FROM alerts WHERE ends IS NULL")
                    .mapTo(String.class)
                    .list()));
  }

  /** The alerts about an issue's service that fired while it was seen, the newest first. */
  public List<Alert> around(Issue issue) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT document FROM alerts WHERE service = ? AND starts <= ?"
                        + " AND (ends IS NULL OR ends >= ?) ORDER BY starts DESC LIMIT ?")
                .bind(0, issue.service())
                .bind(1, issue.lastSeen().plus(AROUND).toEpochMilli())
                .bind(2, issue.firstSeen().minus(AROUND).toEpochMilli())
                .bind(3, SHOWN_MAX)
                .mapTo(String.class)
                .map(document -> Json.read(document, Alert.class))
                .list());
  }
}
