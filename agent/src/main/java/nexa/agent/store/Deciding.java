package nexa.agent.store;

import java.time.InstantSource;
import java.util.Optional;
import nexa.repair.Decision;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a decision on a fix does, within one transaction: it is held against what waits, and ends the
 * waiting, or is the first of two.
 */
final class Deciding {

  private final Feed feed;
  private final InstantSource clock;
  private final AuditLog audit;
  private final FirstApprovals firsts;

  Deciding(Feed feed, InstantSource clock, FirstApprovals firsts) {
    this.feed = feed;
    this.clock = clock;
    this.audit = new AuditLog(clock);
    this.firsts = firsts;
  }

  /** An answer; an entry is there when something was recorded, the run when that ended its waiting. */
  record Decided(Fixes.Answer answer, Feed.@Nullable Entry entry, @Nullable String run) {}

  /** The first decision ends it; but of an approval, where the plan needs two persons', the second. */
  Decided decide(Handle handle, String id, Decision decision, String digest, Person by) {
    Optional<Fixes.Fix> found = FixRows.find(handle, id);
    if (found.isEmpty()) {
      return new Decided(new Fixes.Answer.Unknown(), null, null);
    }
    Fixes.Fix fix = found.get();
    if (!fix.status().equals("waiting")) {
      return new Decided(
          new Fixes.Answer.AlreadyDecided(String.valueOf(fix.decidedBy()), fix.status()), null,
          null);
    }
    if (!fix.digest().equals(digest)) {
      return new Decided(new Fixes.Answer.DigestChanged(fix.digest()), null, null);
    }
    if (decision instanceof Decision.Approved approved && fix.plan().standing().needsTwo()) {
      Fixes.First first = fix.first();
      if (first == null) {
        return firstOfTwo(handle, fix, by, approved.signoff());
      }
      String refusal = firsts.refusal(handle, first, by, FixRows.created(handle, id));
      if (refusal != null) {
        return new Decided(new Fixes.Answer.NeedsAnother(refusal), null, null);
      }
    }
    if (decision instanceof Decision.Declined declined && declined.another()) {
      if (!ChangeRequests.isRoom(handle, fix.issue())) {
        return new Decided(new Fixes.Answer.AskedEnough(ChangeRequests.PER_ISSUE_MAX), null, null);
      }
      ChangeRequests.add(
          handle, fix.plan(), declined.by(), declined.reason(), clock.millis());
    }
    return recorded(handle, fix, decision);
  }

  private Decided firstOfTwo(Handle handle, Fixes.Fix fix, Person by, boolean signoff) {
    Fixes.First first =
        firsts.keep(
            handle, new FirstApprovals.Candidate(fix.id(), fix.digest(), by, signoff));
    return new Decided(new Fixes.Answer.FirstOfTwo(first.until()), updated(handle, fix), null);
  }

  private Decided recorded(Handle handle, Fixes.Fix fix, Decision decision) {
    String id = fix.id();
    String status = decision instanceof Decision.Approved ? "approved" : "rejected";
    Decision.Declined refusal = decision instanceof Decision.Declined declined ? declined : null;
    String reason = refusal == null ? null : refusal.reason();
    boolean signoff = decision instanceof Decision.Approved approved && approved.signoff();
    Fixes.First approvedFirst = decision instanceof Decision.Approved ? fix.first() : null;
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
        feed.append(handle, "fix." + status, new Fixes.FixNews(id, fix.issue(), status));
    return new Decided(new Fixes.Answer.Recorded(), entry, fix.run());
  }

  /** Tells the feed that something else than its status changed. */
  Feed.Entry updated(Handle handle, Fixes.Fix fix) {
    return feed.append(
        handle, "fix.updated", new Fixes.FixNews(fix.id(), fix.issue(), fix.status()));
  }

  /** Whose it is, null of an approval that nobody was asked for. */
  static @Nullable String actor(Decision decision) {
    return switch (decision) {
      case Decision.Approved approved -> approved.by();
      case Decision.Declined declined -> declined.by();
      case Decision.Withdrawn withdrawn -> Fixes.NEXA;
    };
  }
}
