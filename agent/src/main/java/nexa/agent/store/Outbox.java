package nexa.agent.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import nexa.agent.config.NotifyConfig.Moment;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be told, by channel. Each subject is one message; how it ended is a second version of
 * it, which counts only where the first was told, or may have been.
 */
public final class Outbox {

  /** Nobody wants to hear later than this. */
  static final Duration TOLD_WITHIN = Duration.ofDays(3);

  /** Of new issues, what may wait in a channel; a decision that is needed always finds room. */
  static final int WAITING_MAX = 200;

  private static final Duration KEPT = Duration.ofDays(90);
  private static final int PRUNE_EVERY = 100;
  private static final int REASON_CHARS_MAX = 300;
  private static final String DUE = "told < version AND failed IS NULL";

  private final Store store;
  private final InstantSource clock;
  private final AtomicBoolean changed = new AtomicBoolean();

  public Outbox(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * One thing to tell.
   *
   * @param subject with {@code created} it is the same in every try, and never another's
   * @param version 1, or 2 for how it ended
   * @param ending null while it holds
   * @param reference what the channel calls the message, null where it gave no name
   * @param doubtful whether an earlier try may have told it
   * @param before what the channel was told before of the same decision, null where that stands alone
   */
  public record Due(
      long id,
      String subject,
      long created,
      int version,
      Notice notice,
      Notice.@Nullable Ending ending,
      @Nullable String reference,
      boolean doubtful,
      @Nullable Before before) {}

  /** What was told before, by what tells it from all others. */
  public record Before(String subject, long created) {}

  /**
   * How a channel does.
   *
   * @param told how many messages it took
   * @param waiting how many are still to be told
   * @param given how many were given up
   * @param leftOut how many new issues were not to be told, as too much waited
   * @param failures in a row
   * @param reason why it failed last, null when it never did
   */
  public record State(
      long told,
      long waiting,
      long given,
      long leftOut,
      long failures,
      @Nullable Instant success,
      @Nullable Instant failure,
      @Nullable String reason) {}

  private Jdbi jdbi() {
    return store.jdbi();
  }

  /** Puts a notice in unless its subject was there before. */
  void put(Handle transaction, String channel, String subject, Notice notice) {
    if (notice.moment() == Moment.ISSUE_OPENED
        && count(transaction, channel, DUE) >= WAITING_MAX) {
      transaction.execute(
          "INSERT INTO channels (name, failures, left_out) VALUES (?, 0, 1)"
              + " ON CONFLICT (name) DO UPDATE SET left_out = left_out + 1",
          channel);
      return;
    }
    long now = clock.millis();
    transaction
        .createQuery(
            "INSERT INTO notices (channel, subject, moment, issue, fix, created, document, version,"
                + " told, attempts, doubtful) VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, 0, 0)"
                + " ON CONFLICT DO NOTHING RETURNING id")
        .bind(0, channel)
        .bind(1, subject)
        .bind(2, notice.moment().word())
        .bind(3, notice.issue())
        .bind(4, notice.fix())
        .bind(5, now)
        .bind(6, Json.write(notice))
        .mapTo(long.class)
        .findOne()
        .ifPresent(
            id -> {
              changed.set(true);
              if (id % PRUNE_EVERY == 0) {
                transaction.execute("DELETE FROM notices WHERE created < ?", now - KEPT.toMillis());
              }
            });
  }

  /** Says of the fix that waits, for whomever, how that ended. */
  void endOfFix(Handle transaction, String fix, Notice.Ending ending) {
    end(
        transaction, "fix = ? AND moment IN (?, ?)", ending, fix, Moment.FIX_WAITING.word(),
        Moment.SECOND_NEEDED.word());
  }

  /** Says of the fix that waits for a second person that it does no more. */
  void endOfFirst(Handle transaction, String fix, Notice.Ending ending) {
    end(transaction, "fix = ? AND moment = ?", ending, fix, Moment.SECOND_NEEDED.word());
  }

  /** Says of all that was told of an issue, and of those merged into it, but for decisions, that it is over. */
  void endOfIssue(Handle transaction, String issue, Notice.Ending ending) {
    end(
        transaction,
        "issue IN (SELECT id FROM issues WHERE ? IN (id, merged_into)) AND moment IN (?, ?)",
        ending, issue, Moment.ISSUE_OPENED.word(), Moment.FIX_ROLLED_BACK.word());
  }

  /** The same of an issue, where a person ignores it. */
  void endOfIgnored(Handle transaction, String issue, Notice.Ending ending) {
    end(
        transaction,
        "issue IN (SELECT id FROM issues WHERE id = ? AND status = 'IGNORED') AND moment IN (?, ?)",
        ending, issue, Moment.ISSUE_OPENED.word(), Moment.FIX_ROLLED_BACK.word());
  }

  /**
   * @param which a condition of this class's own
   */
  private void end(
      Handle transaction, String which, Notice.Ending ending, String... values) {
    List<Object> all = new ArrayList<>(List.of(Json.write(ending)));
    all.addAll(List.of(values));
    int ended =
        transaction.execute(
            "UPDATE notices SET ending = ?, version = 2 WHERE ending IS NULL AND " + which,
            all.toArray());
    if (ended > 0) {
      changed.set(true);
    }
  }

  /**
   * Whether something was written since this was asked last; what a transaction that is still under way
   * wrote can be read once it is over, as there is one connection.
   */
  boolean takeChanged() {
    return changed.getAndSet(false);
  }

  /**
   * The next thing to tell by a channel; what was tried less comes first, so that none holds up all
   * others. Notes that it is tried: should this process die meanwhile, it may have been told.
   */
  Optional<Due> next(String channel) {
    return jdbi().inTransaction(handle -> next(handle, channel));
  }

  private Optional<Due> next(Handle handle, String channel) {
    handle.execute(
        "UPDATE notices SET told = version WHERE channel = ? AND told = 0 AND version = 2"
            + " AND doubtful = 0 AND failed IS NULL",
        channel); // it ended before anybody heard of it
    handle.execute(
        "UPDATE notices SET failed = ? WHERE channel = ? AND created < ? AND told = 0"
            + " AND failed IS NULL",
        "not told within " + TOLD_WITHIN.toDays() + " days", channel,
        clock.millis() - TOLD_WITHIN.toMillis());
    Optional<Due> due =
        handle
            .createQuery(
                "SELECT id, subject, created, version, document, ending, reference, doubtful,"
                    + " moment, fix FROM notices WHERE channel = ? AND " + DUE
                    + " ORDER BY attempts, id LIMIT 1")
            .bind(0, channel)
            .map(
                (row, context) -> new Due(
                    row.getLong(1), row.getString(2), row.getLong(3), row.getInt(4),
                    Json.read(row.getString(5), Notice.class), ending(row.getString(6)),
                    row.getString(7), row.getBoolean(8),
                    row.getString(9).equals(Moment.SECOND_NEEDED.word())
                        ? before(handle, channel, row.getString(10)) : null))
            .findOne();
    due.ifPresent(
        one -> handle.execute(
            "UPDATE notices SET attempts = attempts + 1, doubtful = 1 WHERE id = ?", one.id()));
    return due;
  }

  /** That a fix waits, where that was told. */
  private static @Nullable Before before(Handle handle, String channel, String fix) {
    return handle
        .createQuery(
            "SELECT subject, created FROM notices WHERE channel = ? AND fix = ? AND moment = ?"
                + " AND told > 0 AND doubtful = 1 ORDER BY id DESC LIMIT 1")
        .bind(0, channel)
        .bind(1, fix)
        .bind(2, Moment.FIX_WAITING.word())
        .map((row, context) -> new Before(row.getString(1), row.getLong(2)))
        .findOne()
        .orElse(null);
  }

  private static Notice.@Nullable Ending ending(@Nullable String document) {
    return document == null ? null : Json.read(document, Notice.Ending.class);
  }

  /** Notes what became of a try; gives how often the channel failed in a row. */
  long settle(String channel, Due due, Courier.Answer answer) {
    long now = clock.millis();
    return jdbi().inTransaction(
        handle -> {
          switch (answer) {
            case Courier.Answer.Taken(String reference) -> {
              handle.execute(
                  "UPDATE notices SET told = ?, reference = coalesce(?, reference) WHERE id = ?",
                  due.version(), reference, due.id());
              succeeded(handle, channel, now);
            }
            case Courier.Answer.Unsaid unsaid ->
                handle.execute(
                    "UPDATE notices SET told = ? WHERE id = ?", due.version(), due.id());
            case Courier.Answer.Refused(String reason) -> {
              handle.execute(
                  "UPDATE notices SET failed = ? WHERE id = ?", cut(reason), due.id());
              failed(handle, channel, now, reason);
            }
            case Courier.Answer.Unavailable(String reason, Duration wait, boolean doubtful) -> {
              handle.execute(
                  "UPDATE notices SET doubtful = ? WHERE id = ?", doubtful || due.doubtful(),
                  due.id());
              failed(handle, channel, now, reason);
            }
          }
          return failures(handle, channel);
        });
  }

  private static void succeeded(Handle handle, String channel, long now) {
    handle.execute(
        "INSERT INTO channels (name, success, failures, left_out) VALUES (?, ?, 0, 0)"
            + " ON CONFLICT (name) DO UPDATE SET success = excluded.success, failures = 0",
        channel, now);
  }

  private static void failed(Handle handle, String channel, long now, String reason) {
    handle.execute(
        "INSERT INTO channels (name, failure, reason, failures, left_out) VALUES (?, ?, ?, 1, 0)"
            + " ON CONFLICT (name) DO UPDATE SET failure = excluded.failure,"
            + " reason = excluded.reason, failures = failures + 1",
        channel, now, cut(reason));
  }

  private static String cut(String reason) {
    return reason.length() <= REASON_CHARS_MAX ? reason : reason.substring(0, REASON_CHARS_MAX);
  }

  private static long failures(Handle handle, String channel) {
    return handle
        .createQuery("SELECT coalesce(max(failures), 0) FROM channels WHERE name = ?")
        .bind(0, channel)
        .mapTo(long.class)
        .one();
  }

  /** What a refusal gave up is tried again, for its cause may have been put right since. */
  void again(String channel) {
    jdbi().useHandle(
        handle -> handle.execute(
            "UPDATE notices SET failed = NULL WHERE channel = ? AND failed IS NOT NULL"
                + " AND created >= ? AND ending IS NULL",
            channel, clock.millis() - TOLD_WITHIN.toMillis()));
  }

  /** Whether a channel has something to tell. */
  boolean isWaiting(String channel) {
    return jdbi().withHandle(handle -> count(handle, channel, DUE) > 0);
  }

  /** How a channel does. */
  public State state(String channel) {
    return jdbi().withHandle(handle -> state(handle, channel));
  }

  private static State state(Handle handle, String channel) {
    long told = count(handle, channel, "told > 0 AND doubtful = 1");
    long waiting = count(handle, channel, DUE);
    long given = count(handle, channel, "failed IS NOT NULL");
    return handle
        .createQuery(
            "SELECT left_out, failures, success, failure, reason FROM channels WHERE name = ?")
        .bind(0, channel)
        .map(
            (row, context) -> new State(
                told, waiting, given, row.getLong(1), row.getLong(2), time(row.getLong(3)),
                time(row.getLong(4)), row.getString(5)))
        .findOne()
        .orElse(new State(told, waiting, given, 0, 0, null, null, null));
  }

  private static @Nullable Instant time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  /**
   * @param which a condition of this class's own
   */
  private static long count(Handle handle, String channel, String which) {
    return handle
        .createQuery("SELECT count(*) FROM notices WHERE channel = ? AND " + which)
        .bind(0, channel)
        .mapTo(long.class)
        .one();
  }
}
