package nexa.agent.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people said of fixes where these were proposed, each remark once. */
public final class Reviews {

  private static final int KEPT_MAX = 500;
  private static final int SHOWN_MAX = 100;

  private final Store store;
  private final Feed feed;

  public Reviews(Store store, Feed feed) {
    this.store = store;
    this.feed = feed;
  }

  /**
   * One remark.
   *
   * @param id the forge's name for it
   * @param place the file and line that it is about, null for the fix as a whole
   * @param asks whether it asks for a change
   */
  public record Review(
      String id, String actor, String text, @Nullable String place, boolean asks, Instant time) {}

  /** What the feed says of one. */
  private record News(String fix, Review review) {}

  /**
   * Keeps a remark on a fix.
   *
   * @return false when it was known, or there are too many
   */
  public boolean add(String fix, Review review) {
    Feed.Entry news =
        store
            .jdbi()
            .inTransaction(
                handle -> {
                  int added =
                      handle.execute(
                          "INSERT INTO reviews (fix, id, actor, text, place, asks, time)"
                              + " SELECT ?, ?, ?, ?, ?, ?, ?"
                              + " WHERE (SELECT count(*) FROM reviews WHERE fix = ?) < ?"
                              + " ON CONFLICT DO NOTHING",
                          fix, review.id(), review.actor(), review.text(), review.place(),
                          review.asks(), review.time().toEpochMilli(), fix, KEPT_MAX);
                  return added == 0
                      ? null
                      : feed.append(
                          handle, review.asks() ? "fix.changes_requested" : "fix.reviewed",
                          new News(fix, review));
                });
    if (news != null) {
      feed.published(news);
    }
    return news != null;
  }

  /** The remarks on a fix, the newest first. */
  public List<Review> of(String fix) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT id, actor, text, place, asks, time FROM reviews WHERE fix = ?"
                        + " ORDER BY time DESC, id LIMIT ?")
                .bind(0, fix)
                .bind(1, SHOWN_MAX)
                .map(
                    (row, context) -> new Review(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4),
                        row.getBoolean(5), Instant.ofEpochMilli(row.getLong(6))))
                .list());
  }

  /** The newest remark on a fix that somebody made, by anybody when that one made none. */
  public Optional<Review> lastBy(String fix, String actor) {
    List<Review> all = of(fix);
    return all.stream()
        .filter(review -> review.actor().equals(actor))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }
}
