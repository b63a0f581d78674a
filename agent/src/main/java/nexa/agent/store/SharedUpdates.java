package nexa.agent.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.JdbiException;

/**
 * The updates that make the shared documents, as clients sent them. What was added is on the disk when the
 * method returns.
 */
public final class SharedUpdates {

  private final Store store;

  public SharedUpdates(Store store) {
    this.store = store;
  }

  /** One stored update. */
  public record Row(long id, byte[] update) {}

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
   * Adds an update to a room.
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
    handle.execute("INSERT INTO shared_updates (room, update_bytes) VALUES (?, ?)", room, update);
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
