package nexa.agent.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import nexa.issue.Issue;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of what fixes did. */
public final class Effects {

  private static final String COLUMNS =
      "fix, state, since, crashes_before, hours_before, dispersion, count_at_start, crashes_after,"
          + " decided, reason";

  private static final int HOURS_BEFORE = 24;

  /** So many whole hours tell how much they vary. */
  public static final int HOURS_TELLING_MIN = 6;

  private static final long MILLIS_PER_HOUR = 3_600_000;

  private final Store store;
  private final Feed feed;
  private final InstantSource clock;

  public Effects(Store store, Feed feed, InstantSource clock) {
    this.store = store;
    this.feed = feed;
    this.clock = clock;
  }

  /** How a fix is judged. */
  public enum State {
    /** It runs, and it is too early to tell. */
    WATCHED,
    /** Its issue as good as stopped. */
    FIXED,
    /** Its issue goes on. */
    FAILING,
    /** Its issue happens more often. */
    WORSE,
    /** It happened too rarely to tell in a week. */
    UNKNOWN,
    /** People took it back. */
    REVERTED;

    /** The state as the API names it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a fix did.
   *
   * @param since when it ran everywhere
   * @param before how often its issue happened in the {@code hoursBefore} hours before
   * @param dispersion how much more these hours varied than chance, at least 1
   * @param countAtStart how often it had happened in all by then
   * @param after how often it happened since
   * @param decided when it was judged, null while it is watched
   */
  public record Effect(
      String fix,
      State state,
      Instant since,
      long before,
      double hoursBefore,
      double dispersion,
      long countAtStart,
      long after,
      @Nullable Instant decided,
      String reason) {

    /** A fix of which nothing is known. */
    public static Effect none(String fix, Instant now) {
      return new Effect(fix, State.WATCHED, now, 0, 1, 1, 0, 0, null, "");
    }

    private Effect at(Instant time) {
      return new Effect(
          fix, state, since, before, hoursBefore, dispersion, countAtStart, after, time, reason);
    }

    /** The same with more crashes since. */
    public Effect after(long crashes) {
      return new Effect(
          fix, state, since, before, hoursBefore, dispersion, countAtStart, crashes, decided,
          reason);
    }

    /** The same in another state. */
    public Effect in(State next, String why) {
      return new Effect(
          fix, next, since, before, hoursBefore, dispersion, countAtStart, after, decided, why);
    }
  }

  /** What the feed says of a judged fix. */
  private record News(String fix, String issue, String state, String reason) {}

  /** What is known of a fix, empty before it runs. */
  public Optional<Effect> of(String fix) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery("SELECT " + COLUMNS + " FROM effects WHERE fix = ?")
                .bind(0, fix)
                .map((row, context) -> effect(row))
                .findOne());
  }

  /** The release of a service that was seen last. */
  public Optional<String> newestRelease(String service) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT release FROM releases WHERE service = ? ORDER BY last DESC LIMIT 1")
                .bind(0, service)
                .mapTo(String.class)
                .findOne());
  }

  /** Begins to watch a fix: keeps how often its issue happened before. */
  public void begin(String fix, Issue issue) {
    Instant now = clock.instant();
    NavigableMap<Long, Long> counts = hours(issue.id(), now);
    long first = counts.isEmpty() ? Tally.hour(now) : counts.firstKey();
    long count = counts.values().stream().mapToLong(Long::longValue).sum();
    if (Tally.hour(issue.firstSeen()) >= first) {
      count--; // the crash that the hours begin with says nothing of how often it comes in them
    }
    double hours = (double) now.toEpochMilli() / MILLIS_PER_HOUR - first;
    write(
        new Effect(
            fix, State.WATCHED, now, Math.max(0, count),
            Math.max(1, hours), dispersion(counts, first, Tally.hour(now)), issue.count(), 0, null,
            ""));
  }

  /** How often an issue happened in each hour of the last day that it happened in. */
  private NavigableMap<Long, Long> hours(String issue, Instant now) {
    NavigableMap<Long, Long> counts = new TreeMap<>();
    store
        .jdbi()
        .useHandle(
            handle -> handle
                .createQuery(
                    "SELECT hour, max(count) FROM (SELECT hour, sum(count) AS count"
                        + " FROM issue_hours WHERE issue = ? AND hour >= ? GROUP BY hour, input)"
                        + " GROUP BY hour")
                .bind(0, issue)
                .bind(1, Tally.hour(now) - HOURS_BEFORE)
                .map((row, context) -> counts.put(row.getLong(1), row.getLong(2)))
                .list());
    return counts;
  }

  /** Of the whole hours; too few of them tell nothing, and count as chance. */
  private static double dispersion(NavigableMap<Long, Long> counts, long first, long last) {
    if (last - first < HOURS_TELLING_MIN) {
      return 1;
    }
    double mean = 0;
    for (long hour = first; hour < last; hour++) {
      mean += (double) counts.getOrDefault(hour, 0L) / (last - first);
    }
    double variance = 0;
    for (long hour = first; hour < last; hour++) {
      variance += Math.pow(counts.getOrDefault(hour, 0L) - mean, 2) / (last - first - 1);
    }
    return mean == 0 ? 1 : Math.max(1, variance / mean);
  }

  /** Writes what is known by now. */
  public void write(Effect effect) {
    store.jdbi().useHandle(handle -> write(handle, effect));
  }

  /** Writes a judgement, and tells the page. */
  public void decide(Effect effect, String issue) {
    feed.published(
        store
            .jdbi()
            .inTransaction(
                handle -> {
                  write(handle, effect.at(clock.instant()));
                  return feed.append(
                      handle, "fix.judged",
                      new News(effect.fix(), issue, effect.state().text(), effect.reason()));
                }));
  }

  private static void write(Handle handle, Effect effect) {
    Instant decided = effect.decided();
    handle.execute(
        "INSERT OR REPLACE INTO effects (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        effect.fix(), effect.state().text(), effect.since().toEpochMilli(), effect.before(),
        effect.hoursBefore(), effect.dispersion(), effect.countAtStart(), effect.after(),
        decided == null ? 0 : decided.toEpochMilli(), effect.reason());
  }

  private static Effect effect(java.sql.ResultSet row) throws java.sql.SQLException {
    long decided = row.getLong("decided");
    return new Effect(
        row.getString("fix"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Instant.ofEpochMilli(row.getLong("since")),
        row.getLong("crashes_before"),
        row.getDouble("hours_before"),
        row.getDouble("dispersion"),
        row.getLong("count_at_start"),
        row.getLong("crashes_after"),
        decided == 0 ? null : Instant.ofEpochMilli(decided),
        row.getString("reason"));
  }
}
