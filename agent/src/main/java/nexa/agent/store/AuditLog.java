package nexa.agent.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import nexa.event.Sha256;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Who decided what, append-only: each row's SHA-256 covers the row before it. */
public final class AuditLog {

  private static final String FIRST = "0".repeat(64);

  private final InstantSource clock;

  /**
   * One thing that was done.
   *
   * @param hash the SHA-256 of this and all before it, in hex
   */
  public record Entry(
      long id, Instant time, String actor, String action, String subject, String hash) {}

  /**
   * The log as a whole.
   *
   * @param head the hash of the newest entry, zeros when there is none
   * @param broken the first entry that does not follow from the one before it, null when all do
   */
  public record State(long entries, String head, @Nullable Long broken) {}

  public AuditLog(InstantSource clock) {
    this.clock = clock;
  }

  /** Appends in a transaction of its own. */
  public void append(Store store, String actor, String action, String subject) {
    store.jdbi().useTransaction(handle -> append(handle, actor, action, subject));
  }

  /** Appends within a transaction; the head of the log from then on, in hex. */
  String append(Handle transaction, String actor, String action, String subject) {
    String previous = head(transaction);
    long time = clock.millis();
    String head = hash(previous, Long.toString(time), actor, action, subject);
    transaction.execute(
        "INSERT INTO audit (time, actor, action, subject, hash) VALUES (?, ?, ?, ?, ?)",
        time, actor, action, subject, head);
    return head;
  }

  /** The log's length and head, and whether it is whole. */
  public State state(Store store) {
    return store
        .jdbi()
        .inTransaction(
            handle -> new State(
                handle.createQuery("SELECT count(*) FROM audit").mapTo(long.class).one(),
                head(handle),
                broken(handle).orElse(null)));
  }

  /** Entries older than one, the newest first. */
  public List<Entry> before(Store store, long id, int limit) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT id, time, actor, action, subject, hash FROM audit WHERE id < ?"
                        + " ORDER BY id DESC LIMIT ?")
                .bind(0, id)
                .bind(1, limit)
                .map(
                    (row, context) -> new Entry(
                        row.getLong(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3),
                        row.getString(4), row.getString(5), row.getString(6)))
                .list());
  }

  private static String head(Handle handle) {
    return handle
        .createQuery("SELECT hash FROM audit ORDER BY id DESC LIMIT 1")
        .mapTo(String.class)
        .findOne()
        .orElse(FIRST);
  }

  /** The first row that does not follow from the one before it, empty when all do. */
  Optional<Long> broken(Handle handle) {
    String[] previous = {FIRST};
    return handle
        .createQuery("SELECT id, time, actor, action, subject, hash FROM audit ORDER BY id")
        .map(
            (row, context) -> {
              String expected =
                  hash(
                      previous[0], row.getString("time"), row.getString("actor"),
                      row.getString("action"), row.getString("subject"));
              previous[0] = row.getString("hash");
              return expected.equals(previous[0]) ? 0L : row.getLong("id");
            })
        .filter(id -> id != 0)
        .findFirst();
  }

  /** SHA-256 over the parts, each with its length before it, so that no two lists look alike. */
  private static String hash(String... parts) {
    MessageDigest digest = Sha256.digest();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
