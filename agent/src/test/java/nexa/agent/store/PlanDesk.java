package nexa.agent.store;

import nexa.repair.Plan;

/** Puts plans before people, for tests of other packages. */
public final class PlanDesk {

  private PlanDesk() {}

  public static void submit(Fixes fixes, Plan plan) {
    fixes.submit("run-1", plan);
  }

  /** As a daemon leaves it that was killed between a proposal and its note. */
  public static void forgetProposals(Store store) {
    store.jdbi()
        .useHandle(
            handle -> handle.execute("UPDATE publications SET state = 'due', number = NULL"));
  }
}
