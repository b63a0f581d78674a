package nexa.agent.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import nexa.event.Severity;
import nexa.heal.classify.Urgency;
import nexa.heal.classify.Urgency.Reach;
import nexa.issue.Classification;
import nexa.issue.Issue;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How urgent issues are: how often, to how many users, how new, and whether by the release that runs. */
public final class Urgencies {

  /** Of the whole hours before the last one, those that say what is usual. */
  private static final int HOURS_BEFORE = 24;

  private static final Duration NOVEL = Duration.ofDays(1);
  private static final double MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

  private final Store store;
  private final InstantSource clock;

  public Urgencies(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What one read of the tables said, by issue. */
  private record Facts(
      Map<String, Rate> rates, Map<String, Integer> users, Set<String> newInRelease) {}

  /**
   * How often something happened, by the input that saw most.
   *
   * @param before in the {@value #HOURS_BEFORE} hours before the last one
   */
  private record Rate(double lastHour, double before) {

    Rate highest(Rate other) {
      return new Rate(Math.max(lastHour, other.lastHour), Math.max(before, other.before));
    }
  }

  /**
   * The urgency of each issue, by its id.
   *
   * @param kinds what the issues are taken for, as far as that is known
   */
  public Map<String, Urgency> of(List<Issue> issues, Map<String, Classification> kinds) {
    Instant now = clock.instant();
    Facts facts = store.jdbi().withHandle(handle -> facts(handle, now, ""));
    Map<String, Urgency> urgencies = new HashMap<>();
    issues.forEach(
        issue -> urgencies.put(issue.id(), of(issue, kinds.get(issue.id()), facts, now)));
    return urgencies;
  }

  /** The urgency of one issue. */
  public Urgency of(Issue issue, @Nullable Classification kind) {
    Instant now = clock.instant();
    return of(issue, kind, store.jdbi().withHandle(handle -> facts(handle, now, issue.id())), now);
  }

  private static Urgency of(
      Issue issue, @Nullable Classification kind, Facts facts, Instant now) {
    Rate rate = facts.rates.getOrDefault(issue.id(), new Rate(0, 0));
    Integer users = facts.users.get(issue.id());
    double hours = Duration.between(issue.firstSeen(), now).toMillis() / MILLIS_PER_HOUR - 1;
    return Urgency.of(
        new Reach(
            kind == null ? Severity.ERROR : kind.severity(),
            rate.lastHour,
            rate.before / Math.clamp(hours, 1, HOURS_BEFORE),
            issue.firstSeen().isAfter(now.minus(NOVEL)),
            facts.newInRelease.contains(issue.id()),
            OptionalInt.empty(),
            users == null ? OptionalInt.empty() : OptionalInt.of(users)));
  }

  /**
   * @param only the one issue that is asked about, empty for all
   */
  private static Facts facts(Handle handle, Instant now, String only) {
    return new Facts(rates(handle, now, only), users(handle, only), newInRelease(handle, only));
  }

  /** The last hour ends now: of the whole hour before, as much as is not past it counts. */
  private static Map<String, Rate> rates(Handle handle, Instant now, String only) {
    long hour = Tally.hour(now);
    double passed = now.toEpochMilli() / MILLIS_PER_HOUR - hour;
    Map<String, Rate> rates = new HashMap<>();
    handle
        .createQuery(
            "SELECT issue, sum(iif(hour = :hour, count, 0)), sum(iif(hour = :hour - 1, count, 0)),"
                + " sum(iif(hour < :hour - 1, count, 0)) FROM issue_hours"
                + " WHERE hour BETWEEN :hour - 1 - :before AND :hour AND :only IN ('', issue)"
                + " GROUP BY issue, input")
        .bind("hour", hour)
        .bind("before", HOURS_BEFORE)
        .bind("only", only)
        .map(
            (row, context) -> Map.entry(
                row.getString(1),
                new Rate(row.getLong(2) + row.getLong(3) * (1 - passed), row.getLong(4))))
        .forEach(row -> rates.merge(row.getKey(), row.getValue(), Rate::highest));
    return rates;
  }

  /** Of those whose events are kept. */
  private static Map<String, Integer> users(Handle handle, String only) {
    Map<String, Integer> users = new HashMap<>();
    handle
        .createQuery(
            "SELECT issue, count(DISTINCT user) FROM events"
                + " WHERE user IS NOT NULL AND issue IS NOT NULL AND ? IN ('', issue)"
                + " GROUP BY issue")
        .bind(0, only)
        .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
        .forEach(row -> users.put(row.getKey(), row.getValue()));
    return users;
  }

  /** Those first seen in the release that was seen last, unless the service never had another. */
  private static Set<String> newInRelease(Handle handle, String only) {
    return new HashSet<>(
        handle
            .createQuery(
                "SELECT id FROM issues JOIN releases ON releases.service = issues.service"
                    + " AND releases.release = opened_in WHERE ? IN ('', id)"
                    + " AND NOT EXISTS (SELECT 1 FROM releases newer"
                    + " WHERE newer.service = issues.service AND newer.last > releases.last)"
                    + " AND EXISTS (SELECT 1 FROM releases older"
                    + " WHERE older.service = issues.service AND older.first < releases.first)")
            .bind(0, only)
            .mapTo(String.class)
            .list());
  }
}
