package nexa.memory;

import java.time.Instant;
import nexa.patch.Recipe;

/**
 * A closed healing run, kept so that the next one of its kind is quicker.
 *
 * @param operator the operator that made the recipe first
 * @param context what the crash looked like, as text: exception, message template, frames, the
 *     failing statement's source
 */
public record Case(
    String id,
    String service,
    String fingerprint,
    String exceptionType,
    String context,
    Recipe recipe,
    String operator,
    Outcome outcome,
    String commit,
    Instant closed) {

  /** The same case once its fix had to be taken out of a running service. */
  public Case rolledBack() {
    return with(Outcome.ROLLED_BACK);
  }

  /** The same case with another end. */
  public Case with(Outcome end) {
    return new Case(
        id, service, fingerprint, exceptionType, context, recipe, operator, end, commit, closed);
  }

  /** How the run ended. */
  public enum Outcome {
    APPROVED,
    REJECTED,
    ROLLED_BACK
  }
}
