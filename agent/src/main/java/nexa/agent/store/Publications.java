package nexa.agent.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nexa.repair.Change;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The ledger of what was brought to forges: where each fix was pushed and proposed, and what became of it. */
public final class Publications {

  private static final String ACTOR = "nexa";
  private static final String COLUMNS =
      "fix, branch, fix_commit, moved, remote, state, reason, attempts, forge, repository, number, url,"
          + " actor, told";

  private final Store store;
  private final Feed feed;
  private final InstantSource clock;
  private final AuditLog audit;

  public Publications(Store store, Feed feed, InstantSource clock) {
    this.store = store;
    this.feed = feed;
    this.clock = clock;
    this.audit = new AuditLog(clock);
  }

  /** How far a fix got. */
  public enum State {
    /** It is on its way, perhaps not for the first time. */
    DUE,
    /** Its branch is on the remote, and nothing more was wanted. */
    PUSHED,
    /** It did not get there, and a person has to put something right. */
    REFUSED,
    /** It is proposed. */
    OPEN,
    /** It is proposed, and to be closed, as another fix of its issue was merged. */
    CLOSING,
    /** It was merged. */
    MERGED,
    /** It was closed, and not merged. */
    CLOSED;

    /** The state as the API names it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A pull request: the forge's kind, the repository's path there, its number and its page. */
  public record PullRequest(String forge, String repository, long number, String url) {}

  /**
   * One fix on its way.
   *
   * @param remote the address it is pushed to
   * @param reason why it is not further, or what is to be seen to
   * @param request where it is proposed, null when it is not
   * @param actor who merged or closed it, null while nobody has
   * @param told when the forge last spoke of it, in milliseconds since 1970
   */
  public record Publication(
      String fix,
      Change change,
      String remote,
      State state,
      @Nullable String reason,
      int attempts,
      @Nullable PullRequest request,
      @Nullable String actor,
      long told) {

    /** Whether Nexa itself closes it, or did. */
    public boolean isSuperseded() {
      return state == State.CLOSING || state == State.CLOSED && ACTOR.equals(actor);
    }
  }

  /** What the feed says of one. */
  private record News(String fix, String state, @Nullable String reason, @Nullable String url) {}

  /** Has a fix's commit brought to a remote; the same commit once. */
  public void begin(String fix, Change change, String remote) {
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute(
                "INSERT INTO publications (fix, branch, fix_commit, moved, remote, state, due)"
                    + " VALUES (?, ?, ?, ?, ?, 'due', ?) ON CONFLICT (fix) DO UPDATE SET"
                    + " branch = excluded.branch, fix_commit = excluded.fix_commit, moved = excluded.moved,"
                    + " remote = excluded.remote, state = 'due', reason = NULL, attempts = 0,"
                    + " due = excluded.due, forge = NULL, repository = NULL, number = NULL,"
                    + " url = NULL, actor = NULL, told = 0"
                    + " WHERE fix_commit <> excluded.fix_commit",
                fix, change.branch(), change.commit(), change.moved(), remote, clock.millis()));
  }

  /**
   * Has one that was refused tried again.
   *
   * @return false when it was not refused
   */
  public boolean again(String fix, String actor) {
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              int changed =
                  handle.execute(
                      "UPDATE publications SET state = 'due', attempts = 0, due = ?"
                          + " WHERE fix = ? AND state = 'refused'",
                      clock.millis(), fix);
              if (changed > 0) {
                audit.append(handle, actor, "published again", fix);
              }
              return changed > 0;
            });
  }

  /** One that is to be brought, or closed, now. */
  public Optional<Publication> due() {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT " + COLUMNS + " FROM publications"
                        + " WHERE state IN ('due', 'closing') AND due <= ?"
                        + " ORDER BY due LIMIT 1")
                .bind(0, clock.millis())
                .map((row, context) -> publication(row))
                .findOne());
  }

  /** That of a fix. */
  public Optional<Publication> find(String fix) {
    return store.jdbi().withHandle(handle -> find(handle, fix));
  }

  private static Optional<Publication> find(Handle handle, String fix) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM publications WHERE fix = ?")
        .bind(0, fix)
        .map((row, context) -> publication(row))
        .findOne();
  }

  /** Those of a number, whatever their repository: webhooks write its name in other letters. */
  public List<Publication> ofRequest(String forge, long number) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT " + COLUMNS + " FROM publications WHERE forge = ? AND number = ?")
                .bind(0, forge)
                .bind(1, number)
                .map((row, context) -> publication(row))
                .list());
  }

  /** The branch is on the remote. */
  public void pushed(Publication due, @Nullable String remark) {
    record(due, State.PUSHED, remark, null);
  }

  /** A person can look at it. */
  public void opened(Publication due, PullRequest request, @Nullable String remark) {
    record(due, State.OPEN, remark, request);
  }

  /** It needs a person. */
  public void refused(Publication due, String reason) {
    record(due, State.REFUSED, reason, null);
  }

  private void record(
      Publication due, State state, @Nullable String reason, @Nullable PullRequest request) {
    tell(
        due, state, reason, request == null ? null : request.url(), ACTOR,
        handle -> handle.execute(
            "UPDATE publications SET state = ?, reason = ?, forge = ?, repository = ?, number = ?,"
                + " url = ? WHERE fix = ? AND fix_commit = ? AND state = 'due'",
            state.text(), reason, request == null ? null : request.forge(),
            request == null ? null : request.repository(),
            request == null ? null : request.number(), request == null ? null : request.url(),
            due.fix(), due.change().commit()));
  }

  /** It is tried again at a time. */
  public void later(Publication due, String reason, Instant time) {
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute(
                "UPDATE publications SET reason = ?, attempts = attempts + 1, due = ?"
                    + " WHERE fix = ? AND state IN ('due', 'closing')",
                reason, time.toEpochMilli(), due.fix()));
  }

  /** It is not needed any more: it was closed, or never proposed. */
  public void superseded(Publication due, String reason) {
    end(due, State.CLOSED, reason);
  }

  /** It is to be closed and could not be, or is merged by now. */
  public void left(Publication closing, State state, String reason) {
    end(closing, state, reason);
  }

  private void end(Publication due, State state, String reason) {
    PullRequest request = due.request();
    tell(
        due, state, reason, request == null ? null : request.url(), ACTOR,
        handle -> handle.execute(
            "UPDATE publications SET state = ?, reason = ?, actor = ? WHERE fix = ?"
                + " AND fix_commit = ? AND state IN ('due', 'closing')",
            state.text(), reason, state == State.CLOSED ? ACTOR : null, due.fix(),
            due.change().commit()));
  }

  /**
   * What became of a proposal, as its forge tells.
   *
   * @param told when that was, in milliseconds since 1970: older news changes nothing
   * @return false when it was known, or newer is known
   */
  public boolean decided(
      Publication open, State state, String actor, @Nullable String reason, long told) {
    PullRequest request = open.request();
    return tell(
        open, state, reason, request == null ? null : request.url(), actor,
        handle -> handle.execute(
            "UPDATE publications SET state = ?, reason = ?, actor = ?, told = ? WHERE fix = ?"
                + " AND fix_commit = ? AND told <= ? AND state <> ? AND state <> 'merged'",
            state.text(), reason, actor, told, open.fix(), open.change().commit(), told,
            state.text()));
  }

  /** One statement that counts what it changed. */
  @FunctionalInterface
  private interface Update {
    int of(Handle handle);
  }

  private boolean tell(
      Publication which, State state, @Nullable String reason, @Nullable String url, String actor,
      Update update) {
    Feed.Entry news =
        store
            .jdbi()
            .inTransaction(
                handle -> {
                  if (update.of(handle) == 0) {
                    return null;
                  }
                  audit.append(
                      handle, actor, state.text(), which.fix() + " " + which.change().commit());
                  return feed.append(
                      handle, "fix.published", new News(which.fix(), state.text(), reason, url));
                });
    if (news != null) {
      feed.published(news);
    }
    return news != null;
  }

  private static Publication publication(ResultSet row) throws SQLException {
    String forge = row.getString("forge");
    return new Publication(
        row.getString("fix"),
        new Change(
            row.getString("branch"), row.getString("fix_commit"), row.getString("moved"), null),
        row.getString("remote"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        row.getInt("attempts"),
        forge == null ? null
            : new PullRequest(
                forge, row.getString("repository"), row.getLong("number"), row.getString("url")),
        row.getString("actor"),
        row.getLong("told"));
  }
}
