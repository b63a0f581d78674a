package nexa.agent.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Who decided what, append-only: each row's SHA-256 covers the row before it. */
public final class AuditLog {

  private static final String FIRST = "0".repeat(64);

  private final InstantSource clock;

  public AuditLog(InstantSource clock) {
    this.clock = clock;
  }

  /** Appends in a transaction of its own. */
  public void append(Store store, String actor, String action, String subject) {
    store.jdbi().useTransaction(handle -> append(handle, actor, action, subject));
  }

  /** Appends within a transaction; the head of the log from then on, in hex. */
  String append(Handle transaction, String actor, String action, String subject) {
    String previous =
        transaction
            .createQuery("SELECT hash FROM audit ORDER BY id DESC LIMIT 1")
            .mapTo(String.class)
            .findOne()
            .orElse(FIRST);
    long time = clock.millis();
    String head = hash(previous, Long.toString(time), actor, action, subject);
    transaction.execute(
        "INSERT INTO audit (time, actor, action, subject, hash) VALUES (?, ?, ?, ?, ?)",
        time, actor, action, subject, head);
    return head;
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
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
