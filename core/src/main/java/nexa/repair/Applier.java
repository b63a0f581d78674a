package nexa.repair;

/** Carries an approved plan out. */
@FunctionalInterface
public interface Applier {

  /**
   * Commits patch and test to the plan's branch. Called again after a crash it finds its own commit by
   * the evidence trailer and returns it.
   */
  Change apply(Plan plan, Decision.Approved approval);
}
