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

  /** Who decides where nobody is asked. */
  static final String NEXA = "nexa";

  private static final Duration APPROVAL_AGE_MAX = FirstApprovals.AGE_MAX;

  private final Store store;
  private final Feed feed;
  private final InstantSource clock;
  private final AuditLog audit;
  private final FirstApprovals firsts;
  private final UnaskedApprovals unasked;
  private final Deciding deciding;
  private final Merges merges;
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
    this.unasked = new UnaskedApprovals(clock);
    this.deciding = new Deciding(feed, clock, firsts);
    this.merges = new Merges(store, feed, clock, onDecided);
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
   * @param withdrawn whether it is rejected, but by nobody: it is not needed any more
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
      boolean withdrawn,
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
    return store.jdbi().withHandle(FixRows::all);
  }

  /** The fixes that were carried out and whose effect nobody can tell yet, the newest first. */
  public List<Fix> unjudged() {
    return store.jdbi().withHandle(FixRows::unjudged);
  }

  /** One fix. */
  public Optional<Fix> find(String id) {
    return store.jdbi().withHandle(handle -> FixRows.find(handle, id));
  }

  /** Records a decision of who rules this host, the first one only. */
  public Answer decide(String id, Decision decision, String digest) {
    return decide(id, decision, digest, new Person(String.valueOf(Deciding.actor(decision)), null));
  }

  /**
   * Records a decision. The first one ends it; but of an approval, where the plan needs two persons', the
   * second.
   */
  public Answer decide(String id, Decision decision, String digest, Person by) {
    expireFirsts();
    Deciding.Decided decided =
        store.jdbi().inTransaction(handle -> deciding.decide(handle, id, decision, digest, by));
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
                    .flatMap(id -> FixRows.find(handle, id).stream())
                    .map(fix -> deciding.updated(handle, fix))
                    .toList());
    news.forEach(feed::published);
  }

  /**
   * Why somebody's approval would not be taken as the second of a fix; null where it would, or none is
   * waited for.
   */
  public @Nullable String refusal(Fix fix, Person second) {
    First first = fix.first();
    return first == null || !fix.status().equals("waiting")
        ? null
        : store
            .jdbi()
            .withHandle(
                handle -> firsts.refusal(
                    handle, first, second, FixRows.created(handle, fix.id())));
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
                              + " signoff = 0, withdrawn = 0"
                              + " WHERE run <> excluded.run",
                          plan.id(), plan.diagnosis().issue().id(), run, plan.digest(),
                          clock.millis(), Json.write(plan), plan.patch().origin().trailer());
                  if (added == 0) {
                    return null;
                  }
                  firsts.end(handle, plan.id(), "void");
                  Optional<String> moot = Merges.moot(handle, plan.id());
                  if (moot.isPresent()) {
                    return merges.withdraw(
                        handle, FixRows.find(handle, plan.id()).orElseThrow(), moot.get());
                  }
                  String status = unasked.give(handle, plan) ? "approved" : "waiting";
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

  /**
   * Turns an applied fix down after all, as when its pull request was closed.
   *
   * @param reason who, and why
   */
  public void turnedDown(String id, String reason) {
    change(id, "applied", "rejected", reason, false);
  }

  /**
   * Turns down an applied fix in whose place another was merged.
   *
   * @param withdrawn whether nobody wanted it otherwise: that speaks neither for nor against it
   */
  public void superseded(String id, String reason, boolean withdrawn) {
    change(id, "applied", "rejected", reason, withdrawn);
  }

  /** Takes back that an applied fix was turned down, as when its pull request was opened again. */
  public void upheld(String id) {
    change(id, "rejected", "applied", null, false);
  }

  private void change(
      String id, String from, String to, @Nullable String reason, boolean withdrawn) {
    Feed.Entry news =
        store
            .jdbi()
            .inTransaction(
                handle -> handle
                    .createQuery(
                        "UPDATE fixes SET status = ?, reason = ?, withdrawn = ?"
                            + " WHERE id = ? AND status = ? RETURNING issue")
                    .bind(0, to)
                    .bind(1, reason)
                    .bind(2, withdrawn)
                    .bind(3, id)
                    .bind(4, from)
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
      case "rejected" -> Optional.of(refusal(fix));
      default ->
          Optional.of(
              new Decision.Approved(
                  fix.asked() ? fix.actor() : null, fix.digest(), fix.audit(), fix.signoff(),
                  first(fix.first())));
    };
  }

  private static Decision refusal(Fix fix) {
    String reason = fix.reason() == null ? "" : fix.reason();
    return fix.withdrawn()
        ? new Decision.Withdrawn(reason)
        : new Decision.Declined(String.valueOf(fix.actor()), reason);
  }

  private static Decision.Approved.@Nullable First first(@Nullable First first) {
    return first == null
        ? null
        : new Decision.Approved.First(first.by().name(), first.signoff());
  }

  /** What the feed says of a fix. */
  record FixNews(String id, String issue, String status) {}
}
