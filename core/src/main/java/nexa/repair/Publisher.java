package nexa.repair;

/** Brings a committed fix to where people review changes. */
@FunctionalInterface
public interface Publisher {

  /**
   * Has the fix pushed and proposed, if the plan said so beforehand. It is noted and done beside the run;
   * called again after a crash it is noted once.
   */
  Published publish(Plan plan, Change change);
}
