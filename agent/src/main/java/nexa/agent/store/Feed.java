package nexa.agent.store;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** What the page is told: a durable, numbered log of changes, and those who listen to it live. */
public final class Feed {

  private static final int READ_MAX = 500;
  private static final int KEPT_MAX = 100_000;
  private static final int PRUNE_EVERY = 1_000;

  private final Store store;
  private final InstantSource clock;
  private final List<Consumer<Entry>> listeners = new CopyOnWriteArrayList<>();
  private final List<Recorder> recorders = new CopyOnWriteArrayList<>();

  /**
   * One change.
   *
   * @param name such as {@code issue.opened}
   * @param document JSON
   */
  public record Entry(long id, String name, String document) {}

  /** Hears of each change within its transaction, and may write more into it. */
  @FunctionalInterface
  public interface Recorder {
    void record(Handle transaction, Entry entry);
  }

  public Feed(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Appends within a transaction; {@link #published} tells the listeners after its commit. */
  Entry append(Handle transaction, String name, Object document) {
    String json = Json.write(document);
    long id =
        transaction
            .createUpdate("INSERT INTO feed (time, name, document) VALUES (?, ?, ?)")
            .bind(0, clock.millis())
            .bind(1, name)
            .bind(2, json)
            .executeAndReturnGeneratedKeys("id")
            .mapTo(long.class)
            .one();
    if (id % PRUNE_EVERY == 0) {
      transaction.execute("DELETE FROM feed WHERE id <= ?", id - KEPT_MAX);
    }
    Entry entry = new Entry(id, name, json);
    recorders.forEach(recorder -> recorder.record(transaction, entry));
    return entry;
  }

  /** Has a recorder write into every transaction from now on. */
  public void record(Recorder recorder) {
    recorders.add(recorder);
  }

  /** Appends in a transaction of its own. */
  public void append(String name, Object document) {
    published(store.jdbi().inTransaction(handle -> append(handle, name, document)));
  }

  void published(Entry entry) {
    listeners.forEach(listener -> listener.accept(entry));
  }

  /** The changes after a number, oldest first, at most 500 at once. */
  public List<Entry> after(long id) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery("SELECT id, name, document FROM feed WHERE id > ? ORDER BY id LIMIT ?")
                .bind(0, id)
                .bind(1, READ_MAX)
                .map(
                    (row, context) -> new Entry(row.getLong(1), row.getString(2), row.getString(3)))
                .list());
  }

  /** The number of the newest change, 0 when there is none. */
  public long newest() {
    return store
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT coalesce(max(id), 0) FROM feed").mapTo(long.class)
                .one());
  }

  /** Calls a listener with every change from now on, until what it returns is run. */
  public Runnable listen(Consumer<Entry> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
