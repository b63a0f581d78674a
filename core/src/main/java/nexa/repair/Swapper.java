package nexa.repair;

/** Brings an approved fix into the running JVMs of its service. */
@FunctionalInterface
public interface Swapper {

  /**
   * Swaps the plan's patch into every connected JVM, if the plan said so beforehand. Called again after
   * a crash it leaves the JVMs alone that have the patch already.
   */
  Swapped swap(Plan plan, Change change, Decision.Approved approval);
}
