package nexa.agent.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of people and programs. Each has a name, which stands in the audit log for what it did, and is
 * shown once: only its hash is kept.
 */
public final class Tokens {

  /** Before every token, so that it is known for one wherever it turns up. */
  public static final String PREFIX = "nexa_";

  /** How many are good at a time at most. */
  static final int TOKENS_MAX = 1_000;

  private static final String COLUMNS =
      "id, name, scope, service, created, creator, expires, revoked";

  private final Store store;
  private final InstantSource clock;
  private final AuditLog audit;

  public Tokens(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.audit = new AuditLog(clock);
  }

  /**
   * A token, without its secret.
   *
   * @param service the one service it speaks for, null for any
   * @param expires null for never
   * @param revoked null while nobody took it back
   */
  public record Token(
      long id,
      String name,
      Scope scope,
      @Nullable String service,
      Instant created,
      String creator,
      @Nullable Instant expires,
      @Nullable Instant revoked) {

    /** Whether its time was over at an instant. */
    public boolean isExpired(Instant now) {
      return expires != null && !now.isBefore(expires);
    }

    /** Who shows it. */
    public Visitor visitor() {
      return new Visitor(name, scope, id, expires);
    }
  }

  /**
   * What a new token shall be.
   *
   * @param service the one service it speaks for, null for any
   * @param expires null for never
   */
  public record Wish(
      String name, Scope scope, @Nullable String service, @Nullable Instant expires) {}

  /** What became of a wish. */
  public sealed interface Answer {

    /**
     * A token was made.
     *
     * @param secret what its owner shows; it is not kept
     */
    record Made(Token token, String secret) implements Answer {}

    /** There is a token of that name. */
    record NameTaken() implements Answer {}

    /** There are as many as there may be. */
    record TooMany(int max) implements Answer {}
  }

  /** Makes a token. */
  public Answer create(Wish wish, String creator) {
    String secret = PREFIX + Secret.fresh();
    return store.jdbi().inTransaction(handle -> create(handle, wish, creator, secret));
  }

  private Answer create(Handle handle, Wish wish, String creator, String secret) {
    long now = clock.millis();
    handle.execute(
        "UPDATE tokens SET revoked = expires WHERE revoked IS NULL AND expires <= ?", now);
    int good =
        handle.createQuery("SELECT count(*) FROM tokens WHERE revoked IS NULL").mapTo(int.class)
            .one();
    if (good >= TOKENS_MAX) {
      return new Answer.TooMany(TOKENS_MAX);
    }
    int added =
        handle.execute(
            "INSERT INTO tokens (name, hash, scope, service, created, creator, expires)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            wish.name(), Secret.hash(secret), wish.scope().word(), wish.service(), now, creator,
            wish.expires() == null ? null : wish.expires().toEpochMilli());
    if (added == 0) {
      return new Answer.NameTaken();
    }
    audit.append(handle, creator, "token created", wish.name() + " " + wish.scope().word());
    return new Answer.Made(find(handle, secret).orElseThrow(), secret);
  }

  /** All there ever were, the newest first. */
  public List<Token> all() {
    return store.jdbi().withHandle(
        handle -> handle.createQuery("SELECT " + COLUMNS + " FROM tokens ORDER BY id DESC")
            .map((row, context) -> token(row)).list());
  }

  /** The token of a secret, however it stands; empty when there never was one. */
  public Optional<Token> find(String secret) {
    return store.jdbi().withHandle(handle -> find(handle, secret));
  }

  private static Optional<Token> find(Handle handle, String secret) {
    return handle.createQuery("SELECT " + COLUMNS + " FROM tokens WHERE hash = ?")
        .bind(0, Secret.hash(secret)).map((row, context) -> token(row)).findOne();
  }

  /** Takes a token back, and with it the sessions it opened; whether there was one of that name. */
  public boolean revoke(String name, String by) {
    return store.jdbi().inTransaction(handle -> {
      String ofName = " WHERE token IN (SELECT id FROM tokens WHERE name = ?)";
      handle.execute("DELETE FROM page_sessions" + ofName, name);
      handle.execute("DELETE FROM page_links" + ofName, name);
      boolean revoked =
          handle.execute(
              "UPDATE tokens SET revoked = ? WHERE name = ? AND revoked IS NULL", clock.millis(),
              name) > 0;
      if (revoked) {
        audit.append(handle, by, "token revoked", name);
      }
      return revoked;
    });
  }

  private static Token token(ResultSet row) throws SQLException {
    return new Token(
        row.getLong("id"),
        row.getString("name"),
        Scope.of(row.getString("scope")).orElseThrow(),
        row.getString("service"),
        Instant.ofEpochMilli(row.getLong("created")),
        row.getString("creator"),
        Rows.instant(row, "expires"),
        Rows.instant(row, "revoked"));
  }
}
