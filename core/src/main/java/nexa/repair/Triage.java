package nexa.repair;

import java.util.List;
import nexa.issue.Diagnosis;
import nexa.memory.Match;

/** Asks whether a crash is the code's own fault before a patch is sought. */
@FunctionalInterface
public interface Triage {

  /**
   * @param matches remembered cases like this one: a fix that held for the same refusal speaks for the
   *     code's own fault
   */
  Answer judge(Diagnosis diagnosis, List<Match> matches);

  /** What looking at the exception and the place it was thrown said. */
  sealed interface Answer {

    /** Nothing speaks against a fault of the code. */
    record Code() implements Answer {}

    /** No patch of this code would be right; {@code reason} holds the evidence. */
    record NotCode(Cause cause, String reason) implements Answer {}
  }

  /** Where a cause lies that is not in the code. */
  enum Cause {
    /** The caller gave what the documentation forbids, and came from outside. */
    CALLER,
    /** Something the service calls did not answer, or refused. */
    DOWNSTREAM,
    /** A file, a class or a setting is missing. */
    CONFIGURATION,
    /** Memory, disk, threads or handles ran out. */
    CAPACITY
  }
}
