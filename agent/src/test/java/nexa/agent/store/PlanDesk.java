package nexa.agent.store;

import nexa.repair.Plan;

/** Puts plans before people, for tests of other packages. */
public final class PlanDesk {

  private PlanDesk() {}

  public static void submit(Fixes fixes, Plan plan) {
    fixes.submit("run-1", plan);
  }

  /** The same of another run. */
  public static void submit(Fixes fixes, String run, Plan plan) {
    fixes.submit(run, plan);
  }

  /** A fix is carried out. */
  public static void apply(Store store, String fix) {
    store.jdbi().useHandle(
        handle -> handle.execute("UPDATE fixes SET status = 'applied' WHERE id = ?", fix));
  }

  /** A run takes up what people asked for. */
  public static void take(Store store, String run) {
    store.jdbi().useHandle(
        handle -> handle.execute(
            "UPDATE change_requests SET taken = ? WHERE taken IS NULL AND merged IS NULL", run));
  }

  /** As a daemon leaves it that was killed between a proposal and its note. */
  public static void forgetProposals(Store store) {
    store.jdbi()
        .useHandle(
            handle -> handle.execute("UPDATE publications SET state = 'due', number = NULL"));
  }
}
