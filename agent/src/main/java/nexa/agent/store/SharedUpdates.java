package nexa.agent.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.JdbiException;

/**
 * The updates that make the shared documents, as clients sent them. What was added is on the disk when the
 * method returns.
 */
public final class SharedUpdates {

  private static final String ISSUE = "issue:";

  private final Store store;

  public SharedUpdates(Store store) {
    this.store = store;
  }

  /** One stored update. */
  public record Row(long id, byte[] update) {}

  /** The name of an issue's room. */
  public static String roomOf(String issueId) {
    return ISSUE + issueId;
  }

  /** The issue whose room has this name; empty when it is no issue's. */
  public static Optional<String> issueOf(String room) {
    return room.startsWith(ISSUE)
        ? Optional.of(room.substring(ISSUE.length()))
        : Optional.empty();
  }

  /** Brings what was written on an issue to the one it is merged into: both texts stand there. */
  static void merge(Handle handle, String gone, String left) {
    handle.execute(
        "UPDATE shared_updates SET room = ? WHERE room = ?", roomOf(left), roomOf(gone));
  }

  /** The updates of a room, the oldest first. */
  public List<Row> of(String room) {
    return store.jdbi().withHandle(
        handle -> handle
            .createQuery("SELECT id, update_bytes FROM shared_updates WHERE room = ? ORDER BY id")
            .bind(0, room)
            .map((row, context) -> new Row(row.getLong(1), row.getBytes(2)))
            .list());
  }

  /**
   * Adds an update to a room; of an issue that was merged, to that of the one it was merged into.
   *
   * @throws UncheckedIOException when it cannot be stored
   */
  public void add(String room, byte[] update) {
    write(room, handle -> insert(handle, room, update));
  }

  /**
   * Puts an update in the place of older ones, all at once.
   *
   * @param older their ids
   * @throws UncheckedIOException when it cannot be stored
   */
  public void replace(String room, List<Long> older, byte[] update) {
    write(room, handle -> {
      older.forEach(id -> handle.execute("DELETE FROM shared_updates WHERE id = ?", id));
      insert(handle, room, update);
    });
  }

  private void write(String room, HandleConsumer<RuntimeException> change) {
    try {
      store.jdbi().useTransaction(change);
    } catch (JdbiException e) {
      throw new UncheckedIOException(
          "Cannot store what was written in room " + room, new IOException(store.explain(e), e));
    }
  }

  private static void insert(Handle handle, String room, byte[] update) {
    handle.execute(
        "INSERT INTO shared_updates (room, update_bytes) VALUES (coalesce("
            + "(SELECT 'issue:' || merged_into FROM issues WHERE id = ?), ?), ?)",
        issueOf(room).orElse(null), room, update);
  }

  /** How many bytes the updates of all rooms take. */
  public long bytes() {
    return store.jdbi().withHandle(
        handle -> handle
            .createQuery("SELECT coalesce(sum(length(update_bytes)), 0) FROM shared_updates")
            .mapTo(long.class)
            .one());
  }
}
