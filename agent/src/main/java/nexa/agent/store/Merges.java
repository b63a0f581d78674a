package nexa.agent.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * What follows for the other fixes of an issue when one was merged: one that was sought in place of
 * another waits no more, one that is proposed is to be closed. Each request for changes is settled once,
 * so that what people open again afterwards stays open.
 */
public final class Merges {

  /** In words, of a request. */
  static final String WHY = "merged || ' was merged by ' || merged_by || '.'";

  private final Store store;
  private final Feed feed;
  private final InstantSource clock;
  private final AuditLog audit;
  private final Consumer<String> onDecided;

  /**
   * @param onDecided called after the commit with the id of a run whose fix waits no more
   */
  public Merges(Store store, Feed feed, InstantSource clock, Consumer<String> onDecided) {
    this.store = store;
    this.feed = feed;
    this.clock = clock;
    this.audit = new AuditLog(clock);
    this.onDecided = onDecided;
  }

  /** What a settlement changed: news to be told, runs to be woken, fixes that people wanted otherwise. */
  private record Settled(List<Feed.Entry> news, List<String> runs, List<String> refused) {
    Settled() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /**
   * Settles what people asked to be changed of an issue's fixes, one of which was merged. Told again it
   * changes nothing.
   *
   * @param by who merged it
   * @return the proposed fixes that people wanted otherwise, and which are to be closed now
   */
  public List<String> settle(String merged, String by) {
    Settled settled = new Settled();
    store.jdbi().useTransaction(handle -> settle(handle, merged, by, settled));
    settled.news().forEach(feed::published);
    settled.runs().forEach(onDecided);
    return settled.refused();
  }

  private void settle(Handle handle, String merged, String by, Settled settled) {
    String why = merged + " was merged by " + by + ".";
    int requests =
        handle.execute(
            "UPDATE change_requests SET merged = ?, merged_by = ? WHERE merged IS NULL AND fix IN"
                + " (SELECT id FROM fixes WHERE issue = (SELECT issue FROM fixes WHERE id = ?))",
            merged, by, merged);
    if (requests == 0) {
      return;
    }
    for (Fixes.Fix each : others(handle, merged)) {
      if (each.status().equals("waiting") && moot(handle, each.id()).isPresent()) {
        settled.news().add(withdraw(handle, each, why));
        settled.runs().add(each.run());
      } else if (close(handle, each.id(), why)) {
        audit.append(handle, Fixes.NEXA, "superseded", each.id() + ": " + why);
        settled.news().add(
            feed.append(
                handle, "fix.updated", new Fixes.FixNews(each.id(), each.issue(), each.status())));
        if (isRefused(handle, each.id())) {
          settled.refused().add(each.id());
        }
      }
    }
  }

  private static List<Fixes.Fix> others(Handle handle, String fix) {
    return handle
        .createQuery(
            "SELECT id FROM fixes WHERE id <> ?"
                + " AND issue = (SELECT issue FROM fixes WHERE id = ?) ORDER BY id")
        .bind(0, fix)
        .bind(1, fix)
        .mapTo(String.class)
        .list()
        .stream()
        .flatMap(id -> FixRows.find(handle, id).stream())
        .toList();
  }

  /** Turns down a fix that waits and is not needed any more; nobody did. */
  Feed.Entry withdraw(Handle handle, Fixes.Fix fix, String why) {
    String head =
        audit.append(handle, Fixes.NEXA, "withdrawn", fix.id() + " " + fix.digest() + ": " + why);
    handle.execute(
        "UPDATE fixes SET status = 'rejected', withdrawn = 1, decided = ?, actor = ?,"
            + " reason = ?, audit = ? WHERE id = ?",
        clock.millis(), Fixes.NEXA, why, head, fix.id());
    return feed.append(
        handle, "fix.rejected", new Fixes.FixNews(fix.id(), fix.issue(), "rejected"));
  }

  /** Has a proposal closed. */
  private boolean close(Handle handle, String fix, String why) {
    return handle.execute(
        "UPDATE publications SET state = ?, reason = ?, attempts = 0, due = ?"
            + " WHERE fix = ? AND state = ?",
        Publications.State.CLOSING.text(), why, clock.millis(), fix,
        Publications.State.OPEN.text()) > 0;
  }

  private static boolean isRefused(Handle handle, String fix) {
    return handle
        .createQuery("SELECT EXISTS (SELECT 1 FROM change_requests WHERE fix = ?)")
        .bind(0, fix)
        .mapTo(boolean.class)
        .one();
  }

  /** Why a fix that was sought in place of another is not needed any more, empty while it is. */
  public Optional<String> moot(String fix) {
    return store.jdbi().withHandle(handle -> moot(handle, fix));
  }

  /** The same, within a transaction. */
  static Optional<String> moot(Handle handle, String fix) {
    return why(handle, "taken = fixes.run", fix);
  }

  /** What was merged instead of a fix that is to be closed. */
  public Optional<String> instead(String fix) {
    return store
        .jdbi()
        .withHandle(
            handle -> why(handle, "(taken = fixes.run OR change_requests.fix = fixes.id)", fix));
  }

  private static Optional<String> why(Handle handle, String which, String fix) {
    return handle
        .createQuery(
            "SELECT " + WHY + " FROM fixes JOIN change_requests ON " + which
                + " WHERE fixes.id = ? AND merged <> fixes.id ORDER BY time DESC LIMIT 1")
        .bind(0, fix)
        .mapTo(String.class)
        .findOne();
  }
}
