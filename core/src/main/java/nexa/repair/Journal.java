package nexa.repair;

import java.util.function.Supplier;

/** The durable record of one healing run: each step runs once, however often the run is resumed. */
public interface Journal {

  /** The healing run's id. */
  String runId();

  /**
   * Returns the step's recorded result, or runs it and records what it returns. A step that was cut
   * short runs again, so its effect must be looked up before it is repeated.
   *
   * @param name unique within the run
   * @param body returns a record, a sealed type of records, or a list of these
   */
  <T> T step(String name, Supplier<T> body);

  /**
   * Returns the decision on a plan. Without one yet, leaves the run by {@link Waiting}; it is resumed
   * when a person has decided.
   */
  Decision decision(Plan plan);

  /** Leaves a run that waits for a person: control flow, not an error. */
  final class Waiting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Waiting(String what) {
      super(what, null, false, false);
    }
  }
}
