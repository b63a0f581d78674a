package nexa.agent.store;

import java.time.Duration;
import java.time.InstantSource;
import nexa.repair.Plan;
import org.jdbi.v3.core.Handle;

/**
 * Approvals of plans whose class is carried out without asking: one an hour of an origin, and a few a
 * day of all.
 */
final class UnaskedApprovals {

  private static final int A_DAY_MAX = 5;

  private final InstantSource clock;
  private final AuditLog audit;

  UnaskedApprovals(InstantSource clock) {
    this.clock = clock;
    this.audit = new AuditLog(clock);
  }

  /**
   * Approves a plan that was just put before people, if its class is carried out without asking and not
   * too many were.
   *
   * @return whether it was approved
   */
  boolean give(Handle handle, Plan plan) {
    if (plan.standing().asked() || !mayGoUnasked(handle, plan)) {
      return false;
    }
    String head = audit.append(handle, Fixes.NEXA, "approved", plan.id() + " " + plan.digest());
    handle.execute(
        "UPDATE fixes SET status = 'approved', asked = 0, decided = ?, actor = ?, audit = ?"
            + " WHERE id = ?",
        clock.millis(), Fixes.NEXA, head, plan.id());
    return true;
  }

  /** Whether neither the hour's allowance of its origin nor the day's of all is used up. */
  private boolean mayGoUnasked(Handle handle, Plan plan) {
    return handle
        .createQuery(
            "SELECT count(*) < ? AND sum(origin = ? AND decided > ?) IS NOT TRUE"
                + " FROM fixes WHERE asked = 0 AND decided > ?")
        .bind(0, A_DAY_MAX)
        .bind(1, plan.patch().origin().trailer())
        .bind(2, clock.millis() - Duration.ofHours(1).toMillis())
        .bind(3, clock.millis() - Duration.ofDays(1).toMillis())
        .mapTo(boolean.class)
        .one();
  }
}
