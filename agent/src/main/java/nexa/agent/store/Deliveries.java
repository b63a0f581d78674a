package nexa.agent.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.JdbiException;

/**
 * The signed messages that were taken in the last day. A message is noted after what it told is stored:
 * one that comes again because the daemon was killed in between tells nothing new.
 */
public final class Deliveries {

  private static final Duration KEPT = Duration.ofHours(24);
  private static final int KEPT_MAX = 100_000;
  private static final int PRUNE_EVERY = 1_000;

  private final Store store;
  private final InstantSource clock;
  private final AtomicInteger sincePruned = new AtomicInteger();

  public Deliveries(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Whether a message was taken. */
  public boolean isTaken(String input, String id) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery("SELECT count(*) FROM deliveries WHERE input = ? AND id = ?")
                .bind(0, input)
                .bind(1, id)
                .mapTo(int.class)
                .one()) > 0;
  }

  /**
   * Notes that a message was taken.
   *
   * @throws UncheckedIOException when that cannot be stored
   */
  public void take(String input, String id) {
    long now = clock.millis();
    try {
      store.jdbi().useTransaction(handle -> {
        handle.execute("DELETE FROM deliveries WHERE time < ?", now - KEPT.toMillis());
        if (sincePruned.incrementAndGet() >= PRUNE_EVERY) {
          sincePruned.set(0);
          handle.execute(
              "DELETE FROM deliveries WHERE rowid IN"
                  + " (SELECT rowid FROM deliveries ORDER BY time DESC LIMIT -1 OFFSET ?)",
              KEPT_MAX);
        }
        handle.execute(
            "INSERT INTO deliveries (input, id, time) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            input, id, now);
      });
    } catch (JdbiException e) {
      throw new UncheckedIOException(
          "Cannot note a message of input " + input, new IOException(store.explain(e), e));
    }
  }
}
