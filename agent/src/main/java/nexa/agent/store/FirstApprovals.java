package nexa.agent.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The first of two approvals, where a plan needs two persons'. It holds for the plan as it was shown, for
 * an hour, and while nobody takes its token back.
 */
final class FirstApprovals {

  /** How long one holds. */
  static final Duration AGE_MAX = Duration.ofHours(1);

  private final InstantSource clock;
  private final AuditLog audit;

  FirstApprovals(InstantSource clock) {
    this.clock = clock;
    this.audit = new AuditLog(clock);
  }

  /** Who is to decide a fix. */
  record Candidate(String fix, String digest, Person person, boolean signoff) {}

  /** Keeps the first approval of a plan. */
  Fixes.First keep(Handle handle, Candidate by) {
    Instant now = clock.instant();
    audit.append(
        handle, by.person().name(), "approved 1 of 2",
        by.fix() + " " + by.digest() + (by.signoff() ? " signed off" : ""));
    handle.execute(
        "INSERT OR REPLACE INTO first_approvals (fix, digest, actor, token, time, signoff)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        by.fix(), by.digest(), by.person().name(), by.person().token(), now.toEpochMilli(),
        by.signoff());
    return new Fixes.First(by.person(), now, by.signoff());
  }

  /**
   * Why somebody cannot be the second, null when they can.
   *
   * @param since when the plan was put before people
   */
  @Nullable String refusal(Handle handle, Fixes.First first, Person second, Instant since) {
    if (first.by().maybe(second)) {
      return second.name() + " comes by a way of the person who approved it already, "
          + first.by().name()
          + ".";
    }
    return isMadeBy(handle, second, first.by(), since)
        || isMadeBy(handle, first.by(), second, since)
            ? "One of the tokens of " + first.by().name() + " and " + second.name()
                + " was made by the other since this plan waits."
            : null;
  }

  /** Whether a person's token was made by another one since a time. */
  private static boolean isMadeBy(Handle handle, Person person, Person maker, Instant since) {
    return person.token() != null
        && handle
            .createQuery("SELECT creator FROM tokens WHERE id = ? AND created >= ?")
            .bind(0, person.token())
            .bind(1, since.toEpochMilli())
            .mapTo(String.class)
            .findOne()
            .filter(maker::bears)
            .isPresent();
  }

  /** Ends the first approvals that hold no more; the fixes that wait for two again. */
  List<String> expire(Handle handle) {
    List<String> fixes =
        handle
            .createQuery(
                "SELECT fix FROM first_approvals JOIN fixes ON fixes.id = fix"
                    + " WHERE fixes.status = 'waiting' AND (time < ? OR"
                    + " EXISTS (SELECT 1 FROM tokens WHERE tokens.id = first_approvals.token"
                    + " AND revoked IS NOT NULL))")
            .bind(0, clock.millis() - AGE_MAX.toMillis())
            .mapTo(String.class)
            .list();
    fixes.forEach(fix -> end(handle, fix, "expired"));
    return fixes;
  }

  /** Ends the first approval of a fix, if there is one. */
  void end(Handle handle, String fix, String how) {
    Optional<String> ended =
        handle
            .createQuery(
                "DELETE FROM first_approvals WHERE fix = ? RETURNING actor || ' ' || digest")
            .bind(0, fix)
            .mapTo(String.class)
            .findOne();
    ended.ifPresent(
        approval -> audit.append(
            handle, Fixes.NEXA, how, fix + " 1 of 2: " + approval));
  }
}
