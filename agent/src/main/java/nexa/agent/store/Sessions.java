package nexa.agent.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of the page, and the links that open them. A link works once and for some minutes; the
 * session it opens is always a new one, belongs to who made the link, and ends with their token.
 */
public final class Sessions {

  private static final Logger log = LoggerFactory.getLogger(Sessions.class);

  /** How long a link works. */
  public static final Duration LINK_AGE = Duration.ofMinutes(10);

  /** How long a session lasts at most. */
  public static final Duration SESSION_AGE = Duration.ofDays(7);

  private static final int LINKS_MAX = 1_000;
  private static final int SESSIONS_MAX = 1_000;

  /** How long it is known of a link that it was used. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final Store store;
  private final InstantSource clock;

  public Sessions(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What a link led to. */
  public sealed interface Entry {

    /**
     * A new session.
     *
     * @param id the secret of its cookie; it is not kept
     */
    record Opened(String id, Instant expires) implements Entry {}

    /** Nothing, as it was used before. */
    record Used() implements Entry {}

    /** Nothing, as its time is over. */
    record Expired() implements Entry {}

    /** Nothing, as there is no such link. */
    record Unknown() implements Entry {}
  }

  /** Makes a link for a visitor; its key. */
  public String link(Visitor visitor) {
    String key = Secret.fresh();
    long now = clock.millis();
    store.jdbi().useTransaction(handle -> {
      handle.execute("DELETE FROM page_links WHERE expires < ?", now - REMEMBERED.toMillis());
      keep(handle, "page_links", LINKS_MAX);
      handle.execute(
          "INSERT INTO page_links (hash, name, scope, token, until, expires) VALUES (?, ?, ?, ?, ?, ?)",
          Secret.hash(key), visitor.name(), visitor.scope().word(), visitor.token(),
          visitor.until() == null ? null : visitor.until().toEpochMilli(),
          now + LINK_AGE.toMillis());
    });
    return key;
  }

  /** Those that expire first make room. */
  private static void keep(Handle handle, String table, int max) {
    handle.execute(
        "DELETE FROM " + table + " WHERE rowid IN (SELECT rowid FROM " + table
            + " ORDER BY expires DESC LIMIT -1 OFFSET ?)",
        max - 1);
  }

  /**
   * Spends a link.
   *
   * @param before the session that the browser had, which ends; null for none
   */
  public Entry enter(String key, @Nullable String before) {
    return store.jdbi().inTransaction(handle -> enter(handle, key, before));
  }

  private Entry enter(Handle handle, String key, @Nullable String before) {
    long now = clock.millis();
    Optional<Link> found =
        handle
            .createQuery(
                "SELECT name, scope, token, until, expires, used FROM page_links WHERE hash = ?")
            .bind(0, Secret.hash(key))
            .map(
                (row, context) -> new Link(
                    new Visitor(
                        row.getString("name"), Scope.of(row.getString("scope")).orElseThrow(),
                        Rows.number(row, "token"), Rows.instant(row, "until")),
                    row.getLong("expires"), Rows.number(row, "used") != null))
            .findOne();
    if (found.isEmpty()) {
      return new Entry.Unknown();
    }
    Link link = found.get();
    if (link.used()) {
      return new Entry.Used();
    }
    if (link.expires() <= now) {
      return new Entry.Expired();
    }
    handle.execute("UPDATE page_links SET used = ? WHERE hash = ?", now, Secret.hash(key));
    if (before != null) {
      end(handle, before);
    }
    return open(handle, link.visitor(), now);
  }

  /** A link as it is kept. */
  private record Link(Visitor visitor, long expires, boolean used) {}

  private Entry open(Handle handle, Visitor visitor, long now) {
    String id = Secret.fresh();
    long latest = now + SESSION_AGE.toMillis();
    Instant until = visitor.until();
    long expires = until == null ? latest : Math.min(latest, until.toEpochMilli());
    handle.execute("DELETE FROM page_sessions WHERE expires <= ?", now);
    keep(handle, "page_sessions", SESSIONS_MAX);
    handle.execute(
        "INSERT INTO page_sessions (hash, name, scope, token, expires) VALUES (?, ?, ?, ?, ?)",
        Secret.hash(id), visitor.name(), visitor.scope().word(), visitor.token(), expires);
    log.info("msg=\"page opened\" by=\"{}\" scope={}", visitor.name(), visitor.scope().word());
    return new Entry.Opened(id, Instant.ofEpochMilli(expires));
  }

  /** Whose session it is, empty when it is none or its time is over. */
  public Optional<Visitor> find(String id) {
    return store.jdbi().withHandle(
        handle -> handle
            .createQuery(
                "SELECT name, scope, token, expires FROM page_sessions WHERE hash = ? AND expires > ?")
            .bind(0, Secret.hash(id))
            .bind(1, clock.millis())
            .map(
                (row, context) -> new Visitor(
                    row.getString("name"), Scope.of(row.getString("scope")).orElseThrow(),
                    Rows.number(row, "token"), Rows.instant(row, "expires")))
            .findOne());
  }

  /** Ends a session. */
  public void end(String id) {
    store.jdbi().useHandle(handle -> end(handle, id));
  }

  private static void end(Handle handle, String id) {
    handle.execute("DELETE FROM page_sessions WHERE hash = ?", Secret.hash(id));
  }
}
