package nexa.agent.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The ledger of hot-swaps: which fix is in which running JVM, by whom, since and until when. */
public final class Swaps {

  private static final String COLUMNS =
      "fix, service, pid, started, state, actor, since, until, reason, fix_commit, methods";
  private static final int KEPT_MAX = 10_000;

  private final Store store;
  private final Feed feed;
  private final InstantSource clock;
  private final AuditLog audit;

  public Swaps(Store store, Feed feed, InstantSource clock) {
    this.store = store;
    this.feed = feed;
    this.clock = clock;
    this.audit = new AuditLog(clock);
  }

  /** How a swap stands in one JVM. */
  public enum State {
    /** The JVM was told and has not answered. */
    ORDERED,
    /** In, and watched. */
    PROVISIONAL,
    /** In, and no longer watched. */
    SETTLED,
    /** Taken out again. */
    ROLLED_BACK,
    /** Never went in. */
    REFUSED,
    /** The JVM ended, and the swap with it. */
    GONE,
    /** The JVM ended, and a release that holds the fix took its place. */
    DEPLOYED;

    /** The state as the API and the javaagent name it, such as {@code rolled-back}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The state of a name, empty for a name that is none. */
    public static Optional<State> of(String text) {
      for (State state : values()) {
        if (state.text().equals(text)) {
          return Optional.of(state);
        }
      }
      return Optional.empty();
    }

    /** Whether the patched code runs. */
    public boolean isLive() {
      return this == PROVISIONAL || this == SETTLED;
    }
  }

  /** A JVM by its process; the start time tells it from a later one of the same number. */
  public record Jvm(String service, long pid, long startedMillis) {}

  /**
   * A fix in a JVM.
   *
   * @param by who approved it
   * @param until when it ends by itself, null for never
   * @param commit the commit that holds the fix, null when only the JVM told of the swap
   * @param methods {@code class#method} of what was changed
   */
  public record Entry(
      String fix,
      Jvm jvm,
      State state,
      String by,
      Instant since,
      @Nullable Instant until,
      @Nullable String reason,
      @Nullable String commit,
      List<String> methods) {

    public Entry {
      methods = List.copyOf(methods);
    }

    /** The same entry in another state. */
    public Entry now(State next, @Nullable String why) {
      return new Entry(fix, jvm, next, by, since, until, why, commit, methods);
    }

    /** The same entry for a commit. */
    public Entry of(String fixCommit) {
      return new Entry(fix, jvm, state, by, since, until, reason, fixCommit, methods);
    }

    /** What a report leaves out is as it was known. */
    private Entry completedBy(Entry known) {
      boolean same = state == known.state && state == State.PROVISIONAL;
      return new Entry(
          fix, jvm, state, by, since, until == null && same ? known.until : until, reason,
          commit == null ? known.commit : commit, methods.isEmpty() ? known.methods : methods);
    }
  }

  /** What the feed says of a swap. */
  private record News(String fix, String service, long pid, String state,
      @Nullable String reason) {}

  /** Writes how a fix stands in a JVM now, and tells the page when that is new. */
  public void record(Entry entry) {
    Feed.Entry news =
        store
            .jdbi()
            .inTransaction(
                handle -> {
                  Optional<Entry> known = find(handle, entry.fix(), entry.jvm());
                  Entry whole = known.map(entry::completedBy).orElse(entry);
                  if (known.filter(whole::equals).isPresent()) {
                    return null;
                  }
                  write(handle, whole);
                  return known.filter(before -> before.state() == whole.state()).isPresent()
                      ? null
                      : announce(handle, whole);
                });
    if (news != null) {
      feed.published(news);
    }
  }

  private void write(Handle handle, Entry entry) {
    handle.execute(
        "INSERT OR REPLACE INTO swaps (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entry.fix(), entry.jvm().service(), entry.jvm().pid(), entry.jvm().startedMillis(),
        entry.state().text(), entry.by(), entry.since().toEpochMilli(),
        entry.until() == null ? 0 : entry.until().toEpochMilli(), entry.reason(), entry.commit(),
        Json.write(entry.methods()));
    handle.execute(
        "DELETE FROM swaps WHERE rowid <= (SELECT max(rowid) FROM swaps) - ?"
            + " AND state NOT IN ('provisional', 'settled')",
        KEPT_MAX);
  }

  private Feed.Entry announce(Handle handle, Entry entry) {
    Jvm jvm = entry.jvm();
    if (entry.state() == State.ROLLED_BACK) {
      audit.append(
          handle, "javaagent", "rolled-back",
          entry.fix() + " " + jvm.service() + " " + jvm.pid() + " " + entry.reason());
    }
    return feed.append(
        handle,
        entry.state() == State.ROLLED_BACK ? "fix.rolled_back" : "swap." + entry.state().text(),
        new News(entry.fix(), jvm.service(), jvm.pid(), entry.state().text(), entry.reason()));
  }

  /** Writes into the audit log who ordered what. */
  public void audit(String by, String action, String subject) {
    audit.append(store, by, action, subject);
  }

  /** The entries in some states, the newest swap first. */
  public List<Entry> in(State... states) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT " + COLUMNS + " FROM swaps WHERE state IN (<states>)"
                        + " ORDER BY since DESC, pid")
                .bindList("states", Stream.of(states).map(State::text).toList())
                .map((row, context) -> entry(row))
                .list());
  }

  /** Where a fix went, the newest swap first. */
  public List<Entry> ofFix(String fix) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT " + COLUMNS + " FROM swaps WHERE fix = ? ORDER BY since DESC, pid")
                .bind(0, fix)
                .map((row, context) -> entry(row))
                .list());
  }

  /** How a fix stands in a JVM, empty when it never went there. */
  public Optional<Entry> find(String fix, Jvm jvm) {
    return store.jdbi().withHandle(handle -> find(handle, fix, jvm));
  }

  private static Optional<Entry> find(Handle handle, String fix, Jvm jvm) {
    return handle
        .createQuery(
            "SELECT " + COLUMNS
                + " FROM swaps WHERE fix = ? AND service = ? AND pid = ? AND started = ?")
        .bind(0, fix)
        .bind(1, jvm.service())
        .bind(2, jvm.pid())
        .bind(3, jvm.startedMillis())
        .map((row, context) -> entry(row))
        .findOne();
  }

  /**
   * The next order's number: above every earlier one, also of earlier daemons of this home, and by the
   * clock above those of a home that was deleted.
   */
  public long nextCounter() {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "INSERT INTO counters (name, value) VALUES ('order', ?)"
                        + " ON CONFLICT (name) DO UPDATE SET"
                        + " value = max(value + 1, excluded.value) RETURNING value")
                .bind(0, clock.millis())
                .mapTo(long.class)
                .one());
  }

  private static Entry entry(java.sql.ResultSet row) throws java.sql.SQLException {
    long until = row.getLong("until");
    return new Entry(
        row.getString("fix"),
        new Jvm(row.getString("service"), row.getLong("pid"), row.getLong("started")),
        State.of(row.getString("state")).orElseThrow(),
        row.getString("actor"),
        Instant.ofEpochMilli(row.getLong("since")),
        until == 0 ? null : Instant.ofEpochMilli(until),
        row.getString("reason"),
        row.getString("fix_commit"),
        List.of(Json.read(row.getString("methods"), String[].class)));
  }
}
