package nexa.agent.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nexa.repair.Decision;
import nexa.repair.Plan;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The plans shown to people, and what they decided: once each, bound to the digest they saw. */
public final class Fixes {

  private static final String SELECT =
      "SELECT id, issue, run, fixes.digest, status, document, fixes.actor, reason, audit, asked,"
          + " fixes.signoff, f.actor AS first, f.token AS first_token, f.time AS first_time,"
          + " f.signoff AS first_signoff FROM fixes"
          + " LEFT JOIN first_approvals f ON f.fix = fixes.id AND f.digest = fixes.digest ";

  /** Who decides where nobody is asked. */
  static final String NEXA = "nexa";

  private static final int UNASKED_A_DAY_MAX = 5;
  private static final Duration APPROVAL_AGE_MAX = FirstApprovals.AGE_MAX;

  private final Store store;
  private final Feed feed;
  private final InstantSource clock;
  private final AuditLog audit;
  private final FirstApprovals firsts;
  private final Consumer<String> onDecided;

  /**
   * @param onDecided called after the commit with the id of the run that waited
   */
  public Fixes(Store store, Feed feed, InstantSource clock, Consumer<String> onDecided) {
    this.store = store;
    this.feed = feed;
    this.clock = clock;
    this.audit = new AuditLog(clock);
    this.firsts = new FirstApprovals(clock);
    this.onDecided = onDecided;
  }

  /**
   * A plan and where it stands.
   *
   * @param status waiting, approved, rejected or applied
   * @param actor who decided, null while nobody has
   * @param asked whether a person decides, or its class is carried out without asking
   * @param audit the head of the audit log once it held the decision, null while there is none
   * @param signoff whether who approved it asked to be named in a {@code Signed-off-by}
   * @param first the first approval of two; null where there is none, or one is enough
   */
  public record Fix(
      String id,
      String issue,
      String run,
      String digest,
      String status,
      Plan plan,
      @Nullable String actor,
      @Nullable String reason,
      @Nullable String audit,
      boolean asked,
      boolean signoff,
      @Nullable First first) {

    /** Who decided: both where two approved. */
    public @Nullable String decidedBy() {
      return first == null || actor == null || status.equals("rejected")
          ? actor
          : first.by().name() + " and " + actor;
    }
  }

  /** The first approval of two. */
  public record First(Person by, Instant time, boolean signoff) {

    /** Until when it waits for the second. */
    public Instant until() {
      return time.plus(FirstApprovals.AGE_MAX);
    }
  }

  /** What became of a decision. */
  public sealed interface Answer {

    /** It holds. */
    record Recorded() implements Answer {}

    /** It holds and needs another person's besides, until a time. */
    record FirstOfTwo(Instant until) implements Answer {}

    /**
     * It is no second person's.
     *
     * @param why in words
     */
    record NeedsAnother(String why) implements Answer {}

    /** Somebody was first. */
    record AlreadyDecided(String by, String status) implements Answer {}

    /** For as many fixes of the issue as may be, another one was sought. */
    record AskedEnough(int max) implements Answer {}

    /** What was shown is not what waits. */
    record DigestChanged(String digest) implements Answer {}

    /** There is no such fix. */
    record Unknown() implements Answer {}
  }

  /** All fixes, the newest first. */
  public List<Fix> all() {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(SELECT + "ORDER BY created DESC, id DESC")
                .map((row, context) -> fix(row))
                .list());
  }

  /** The fixes that were carried out and whose effect nobody can tell yet, the newest first. */
  public List<Fix> unjudged() {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    SELECT + "WHERE status = 'applied'"
                        + " AND NOT EXISTS (SELECT 1 FROM effects"
                        + " WHERE effects.fix = fixes.id AND effects.state <> 'watched')"
                        + " ORDER BY created DESC, id DESC")
                .map((row, context) -> fix(row))
                .list());
  }

  /** One fix. */
  public Optional<Fix> find(String id) {
    return store.jdbi().withHandle(handle -> find(handle, id));
  }

  /** Records a decision of who rules this host, the first one only. */
  public Answer decide(String id, Decision decision, String digest) {
    return decide(id, decision, digest, new Person(String.valueOf(actor(decision)), null));
  }

  /**
   * Records a decision. The first one ends it; but of an approval, where the plan needs two persons', the
   * second.
   */
  public Answer decide(String id, Decision decision, String digest, Person by) {
    expireFirsts();
    Decided decided =
        store.jdbi().inTransaction(handle -> decide(handle, id, decision, digest, by));
    if (decided.entry() != null) {
      feed.published(decided.entry());
    }
    if (decided.run() != null) {
      onDecided.accept(decided.run());
    }
    return decided.answer();
  }

  /** Takes back each first approval of two that nobody joined for an hour, or whose token was. */
  public void expireFirsts() {
    List<Feed.Entry> news =
        store
            .jdbi()
            .inTransaction(
                handle -> firsts.expire(handle).stream()
                    .flatMap(id -> find(handle, id).stream())
                    .map(fix -> updated(handle, fix))
                    .toList());
    news.forEach(feed::published);
  }

  private Feed.Entry updated(Handle handle, Fix fix) {
    return feed.append(
        handle, "fix.updated", new FixNews(fix.id(), fix.issue(), fix.status()));
  }

  /** An answer; an entry is there when something was recorded, the run when that ended its waiting. */
  private record Decided(Answer answer, Feed.@Nullable Entry entry, @Nullable String run) {}

  private Decided decide(
      Handle handle, String id, Decision decision, String digest, Person by) {
    Optional<Fix> found = find(handle, id);
    if (found.isEmpty()) {
      return new Decided(new Answer.Unknown(), null, null);
    }
    Fix fix = found.get();
    if (!fix.status().equals("waiting")) {
      return new Decided(
          new Answer.AlreadyDecided(String.valueOf(fix.decidedBy()), fix.status()), null, null);
    }
    if (!fix.digest().equals(digest)) {
      return new Decided(new Answer.DigestChanged(fix.digest()), null, null);
    }
    if (decision instanceof Decision.Approved approved && fix.plan().standing().needsTwo()) {
      First first = fix.first();
      if (first == null) {
        return firstOfTwo(handle, fix, by, approved.signoff());
      }
      String refusal = firsts.refusal(handle, first, by, created(handle, id));
      if (refusal != null) {
        return new Decided(new Answer.NeedsAnother(refusal), null, null);
      }
    }
    if (decision instanceof Decision.Declined declined && declined.another()) {
      if (!ChangeRequests.isRoom(handle, fix.issue())) {
        return new Decided(new Answer.AskedEnough(ChangeRequests.PER_ISSUE_MAX), null, null);
      }
      ChangeRequests.add(
          handle, fix.plan(), declined.by(), declined.reason(), clock.millis());
    }
    return recorded(handle, fix, decision);
  }

  private Decided firstOfTwo(Handle handle, Fix fix, Person by, boolean signoff) {
    First first =
        firsts.keep(
            handle, new FirstApprovals.Candidate(fix.id(), fix.digest(), by, signoff));
    return new Decided(new Answer.FirstOfTwo(first.until()), updated(handle, fix), null);
  }

  private static Instant created(Handle handle, String id) {
    return handle
        .createQuery("SELECT created FROM fixes WHERE id = ?")
        .bind(0, id)
        .mapTo(long.class)
        .map(Instant::ofEpochMilli)
        .one();
  }

  private Decided recorded(Handle handle, Fix fix, Decision decision) {
    String id = fix.id();
    String status = decision instanceof Decision.Approved ? "approved" : "rejected";
    Decision.Declined refusal = decision instanceof Decision.Declined declined ? declined : null;
    String reason = refusal == null ? null : refusal.reason();
    boolean signoff = decision instanceof Decision.Approved approved && approved.signoff();
    First approvedFirst = decision instanceof Decision.Approved ? fix.first() : null;
    String head =
        audit.append(
            handle, String.valueOf(actor(decision)), status,
            id + " " + fix.digest() + (signoff ? " signed off" : "")
                + (refusal != null && refusal.another() ? " for another" : "")
                + (approvedFirst == null ? "" : " second to " + approvedFirst.by().name()));
    handle.execute(
        "UPDATE fixes SET status = ?, decided = ?, actor = ?, reason = ?, audit = ?, signoff = ?"
            + " WHERE id = ?",
        status, clock.millis(), actor(decision), reason, head, signoff, id);
    Feed.Entry entry =
        feed.append(handle, "fix." + status, new FixNews(id, fix.issue(), status));
    return new Decided(new Answer.Recorded(), entry, fix.run());
  }

  /**
   * Puts a plan before people; one of a class that is carried out without asking is approved at once,
   * while not too many were. A plan that this run put there before is left as it is; one of an earlier
   * run of the issue makes room for it, and with it what was decided on that one.
   */
  void submit(String run, Plan plan) {
    Feed.Entry entry =
        store
            .jdbi()
            .inTransaction(
                handle -> {
                  int added =
                      handle.execute(
                          "INSERT INTO fixes"
                              + " (id, issue, run, digest, status, created, document, origin)"
                              + " VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?)"
                              + " ON CONFLICT (id) DO UPDATE SET"
                              + " run = excluded.run, digest = excluded.digest, status = 'waiting',"
                              + " created = excluded.created, document = excluded.document,"
                              + " origin = excluded.origin, asked = 1,"
                              + " decided = NULL, actor = NULL, reason = NULL, audit = NULL,"
                              + " signoff = 0"
                              + " WHERE run <> excluded.run",
                          plan.id(), plan.diagnosis().issue().id(), run, plan.digest(),
                          clock.millis(), Json.write(plan), plan.patch().origin().trailer());
                  if (added == 0) {
                    return null;
                  }
                  firsts.end(handle, plan.id(), "void");
                  String status = approvedUnasked(handle, plan) ? "approved" : "waiting";
                  return feed.append(
                      handle, "fix." + status,
                      new FixNews(plan.id(), plan.diagnosis().issue().id(), status));
                });
    if (entry != null) {
      feed.published(entry);
    }
  }

  /** Takes back an approval that nobody carried out for an hour: what it was given for may have changed. */
  void expire(Plan plan) {
    Feed.Entry entry =
        store
            .jdbi()
            .inTransaction(
                handle -> {
                  int expired =
                      handle.execute(
                          "UPDATE fixes SET status = 'waiting', asked = 1, decided = NULL,"
                              + " actor = NULL, audit = NULL, signoff = 0"
                              + " WHERE id = ? AND digest = ? AND status = 'approved'"
                              + " AND decided < ?",
                          plan.id(), plan.digest(), clock.millis() - APPROVAL_AGE_MAX.toMillis());
                  if (expired == 0) {
                    return null;
                  }
                  audit.append(handle, NEXA, "expired", plan.id() + " " + plan.digest());
                  firsts.end(handle, plan.id(), "expired");
                  return feed.append(
                      handle, "fix.waiting",
                      new FixNews(plan.id(), plan.diagnosis().issue().id(), "waiting"));
                });
    if (entry != null) {
      feed.published(entry);
    }
  }

  private boolean approvedUnasked(Handle handle, Plan plan) {
    if (plan.standing().asked() || !mayGoUnasked(handle, plan)) {
      return false;
    }
    String head = audit.append(handle, NEXA, "approved", plan.id() + " " + plan.digest());
    handle.execute(
        "UPDATE fixes SET status = 'approved', asked = 0, decided = ?, actor = ?, audit = ?"
            + " WHERE id = ?",
        clock.millis(), NEXA, head, plan.id());
    return true;
  }

  /** Whether neither the hour's allowance of its origin nor the day's of all is used up. */
  private boolean mayGoUnasked(Handle handle, Plan plan) {
    return handle
        .createQuery(
            "SELECT count(*) < ? AND sum(origin = ? AND decided > ?) IS NOT TRUE"
                + " FROM fixes WHERE asked = 0 AND decided > ?")
        .bind(0, UNASKED_A_DAY_MAX)
        .bind(1, plan.patch().origin().trailer())
        .bind(2, clock.millis() - Duration.ofHours(1).toMillis())
        .bind(3, clock.millis() - Duration.ofDays(1).toMillis())
        .mapTo(boolean.class)
        .one();
  }

  /**
   * Turns an applied fix down after all, as when its pull request was closed.
   *
   * @param reason who, and why
   */
  public void turnedDown(String id, String reason) {
    change(id, "applied", "rejected", reason);
  }

  /** Takes back that an applied fix was turned down, as when its pull request was opened again. */
  public void upheld(String id) {
    change(id, "rejected", "applied", null);
  }

  private void change(String id, String from, String to, @Nullable String reason) {
    Feed.Entry news =
        store
            .jdbi()
            .inTransaction(
                handle -> handle
                    .createQuery(
                        "UPDATE fixes SET status = ?, reason = ? WHERE id = ? AND status = ?"
                            + " RETURNING issue")
                    .bind(0, to)
                    .bind(1, reason)
                    .bind(2, id)
                    .bind(3, from)
                    .mapTo(String.class)
                    .findOne()
                    .map(issue -> feed.append(handle, "fix." + to, new FixNews(id, issue, to)))
                    .orElse(null));
    if (news != null) {
      feed.published(news);
    }
  }

  /** What was decided on exactly this plan, empty while it waits. */
  Optional<Decision> decision(Plan plan) {
    return find(plan.id())
        .filter(fix -> fix.digest().equals(plan.digest()))
        .flatMap(Fixes::decision);
  }

  private static Optional<Decision> decision(Fix fix) {
    return switch (fix.status()) {
      case "waiting" -> Optional.empty();
      case "rejected" ->
          Optional.of(
              new Decision.Declined(
                  String.valueOf(fix.actor()), fix.reason() == null ? "" : fix.reason()));
      default ->
          Optional.of(
              new Decision.Approved(
                  fix.asked() ? fix.actor() : null, fix.digest(), fix.audit(), fix.signoff(),
                  first(fix.first())));
    };
  }

  private static Decision.Approved.@Nullable First first(@Nullable First first) {
    return first == null
        ? null
        : new Decision.Approved.First(first.by().name(), first.signoff());
  }

  /** What the feed says of a fix. */
  record FixNews(String id, String issue, String status) {}

  private static @Nullable String actor(Decision decision) {
    return switch (decision) {
      case Decision.Approved approved -> approved.by();
      case Decision.Declined declined -> declined.by();
    };
  }

  static Optional<Fix> find(Handle handle, String id) {
    return handle
        .createQuery(SELECT + "WHERE id = ?")
        .bind(0, id)
        .map((row, context) -> fix(row))
        .findOne();
  }

  private static Fix fix(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Fix(
        row.getString("id"),
        row.getString("issue"),
        row.getString("run"),
        row.getString("digest"),
        row.getString("status"),
        Json.read(row.getString("document"), Plan.class),
        row.getString("actor"),
        row.getString("reason"),
        row.getString("audit"),
        row.getBoolean("asked"),
        row.getBoolean("signoff"),
        first(row));
  }

  private static @Nullable First first(java.sql.ResultSet row) throws java.sql.SQLException {
    String by = row.getString("first");
    return by == null
        ? null
        : new First(
            new Person(by, Rows.number(row, "first_token")),
            Instant.ofEpochMilli(row.getLong("first_time")), row.getBoolean("first_signoff"));
  }
}
