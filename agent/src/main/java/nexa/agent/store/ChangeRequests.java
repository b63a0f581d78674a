package nexa.agent.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nexa.heal.apply.UnifiedDiff;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.Reproduction;
import nexa.issue.TrustLevel;
import nexa.patch.Verdict;
import nexa.repair.Locator;
import nexa.repair.Plan;
import nexa.repair.Reproducer;
import nexa.repair.Requests;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Of which fixes people wanted another candidate, and why: each once, and an issue's a few times. */
public final class ChangeRequests implements Requests {

  /** For so many of an issue's fixes another one is sought. */
  public static final int PER_ISSUE_MAX = 3;

  private static final int REASON_CHARS_MAX = 4_000;

  private final Store store;
  private final Feed feed;
  private final InstantSource clock;
  private final AuditLog audit;
  private final boolean reuses;

  /**
   * @param reuses whether what stood beside a refused fix comes next; else all is sought anew, which a
   *     source that hears the reason wants
   */
  public ChangeRequests(Store store, Feed feed, InstantSource clock, boolean reuses) {
    this.store = store;
    this.feed = feed;
    this.clock = clock;
    this.audit = new AuditLog(clock);
    this.reuses = reuses;
  }

  /**
   * One request.
   *
   * @param run that looks for another candidate, null until it began
   * @param next the fix that it found, null while there is none
   * @param moot why nothing is wanted any more, as another than the found one was merged; null while it is
   */
  public record Request(
      String fix, String by, String reason, Instant time, @Nullable String run,
      @Nullable String next, @Nullable String moot) {}

  @Override
  public List<Refused> refused(Issue issue) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT fix, change, change_requests.reason FROM change_requests"
                        + " JOIN fixes ON fixes.id = fix WHERE fixes.issue = ?"
                        + " ORDER BY time, change_requests.rowid")
                .bind(0, issue.id())
                .map(
                    (row, context) -> new Refused(
                        row.getString(1), row.getString(2),
                        reason(handle, row.getString(1), row.getString(3))))
                .list());
  }

  /** What was said with the request, and whatever else reviewers asked to be changed of the fix. */
  private static String reason(Handle handle, String fix, String said) {
    String all =
        handle
            .createQuery(
                "SELECT coalesce(place || ': ', '') || text FROM reviews"
                    + " WHERE fix = ? AND asks AND text NOT IN ('', ?) ORDER BY time, id LIMIT 20")
            .bind(0, fix)
            .bind(1, said)
            .mapTo(String.class)
            .list()
            .stream()
            .collect(Collectors.joining("\n", said + (said.isEmpty() ? "" : "\n"), ""))
            .strip();
    return all.length() <= REASON_CHARS_MAX ? all : all.substring(0, REASON_CHARS_MAX);
  }

  @Override
  public Optional<Proven> proven(Diagnosis diagnosis) {
    if (!reuses) {
      return Optional.empty();
    }
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT fixes.run FROM change_requests JOIN fixes ON fixes.id = fix"
                        + " WHERE fixes.issue = ? ORDER BY time DESC, change_requests.rowid DESC"
                        + " LIMIT 1")
                .bind(0, diagnosis.issue().id())
                .mapTo(String.class)
                .findOne()
                .flatMap(run -> proven(handle, run, diagnosis)));
  }

  private static Optional<Proven> proven(Handle handle, String run, Diagnosis diagnosis) {
    boolean isOfSameCode =
        SqlJournal.result(handle, run, "locate")
            .filter(
                then -> then instanceof Locator.Answer.Found(Diagnosis before)
                    && before.commit().equals(diagnosis.commit())
                    && before.locations().equals(diagnosis.locations()))
            .isPresent();
    Object reproduced = SqlJournal.result(handle, run, "reproduce").orElse("");
    Object verdicts = SqlJournal.result(handle, run, "verify").orElse("");
    return isOfSameCode
        && reproduced instanceof Reproducer.Answer.Red(Reproduction reproduction)
        && verdicts instanceof List<?> all
            ? Optional.of(
                new Proven(
                    reproduction,
                    all.stream()
                        .filter(Verdict.Plausible.class::isInstance)
                        .map(Verdict.Plausible.class::cast)
                        .toList()))
            : Optional.empty();
  }

  /** The request that was made of a fix. */
  public Optional<Request> of(String fix) {
    return find("change_requests.fix = ?", fix);
  }

  /** The request that led to a fix. */
  public Optional<Request> before(String fix) {
    return find("next.id = ?", fix);
  }

  private Optional<Request> find(String where, String fix) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT change_requests.fix, change_requests.actor, change_requests.reason, time,"
                        + " taken, next.id, CASE WHEN merged IS NOT next.id THEN " + Merges.WHY
                        + " END FROM change_requests"
                        + " LEFT JOIN fixes next ON next.run = taken WHERE " + where)
                .bind(0, fix)
                .map(
                    (row, context) -> new Request(
                        row.getString(1), row.getString(2), row.getString(3),
                        Instant.ofEpochMilli(row.getLong(4)), row.getString(5),
                        row.getString(6), row.getString(7)))
                .findFirst());
  }

  /**
   * Asks for another candidate in place of a fix that was carried out as a proposal, as when its pull
   * request's reviewer wants changes. The fix stays as it is.
   *
   * @return its issue when that was asked for the first time, and not too often of its issue
   */
  public Optional<String> askOfProposed(String fix, String by, String reason) {
    Optional<Feed.Entry> news =
        store
            .jdbi()
            .inTransaction(
                handle -> FixRows.find(handle, fix)
                    .filter(each -> each.status().equals("applied"))
                    .filter(each -> !each.plan().standing().level().includes(TrustLevel.COMMIT))
                    .filter(each -> isRoom(handle, each.issue()))
                    .filter(each -> add(handle, each.plan(), by, reason, clock.millis()))
                    .map(each -> {
                      audit.append(handle, by, "changes asked", fix + " " + each.digest());
                      return feed.append(
                          handle, "fix.updated",
                          new Fixes.FixNews(fix, each.issue(), each.status()));
                    }));
    news.ifPresent(feed::published);
    return news.map(entry -> Json.MAPPER.readTree(entry.document()).path("issue").asString(""));
  }

  /** Whether another candidate may be sought for an issue. */
  static boolean isRoom(Handle handle, String issue) {
    return handle
        .createQuery(
            "SELECT count(*) < ? FROM change_requests JOIN fixes ON fixes.id = fix"
                + " WHERE fixes.issue = ?")
        .bind(0, PER_ISSUE_MAX)
        .bind(1, issue)
        .mapTo(boolean.class)
        .one();
  }

  /** Keeps a request, once a fix. */
  static boolean add(Handle handle, Plan plan, String by, String reason, long time) {
    return handle.execute(
        "INSERT INTO change_requests (fix, change, actor, reason, time) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        plan.id(), UnifiedDiff.changes(plan.diff(), plan.reproduction().file()), by, reason,
        time) > 0;
  }
}
