package nexa.issue;

import nexa.event.Severity;

/**
 * What an event is taken for before anybody looked at the source.
 *
 * @param confidence from 0 to 1: of verdicts with this confidence about as many are right
 * @param reason the evidence, in words; it may quote the event, so it is data from outside
 */
public record Classification(
    Category category, Severity severity, Fault fault, double confidence, String reason) {

  public Classification {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("Confidence is not within 0 and 1: " + confidence);
    }
  }

  /** Whose fault a failure looks like. */
  public enum Fault {
    /** A change of the service's code would put it right. */
    CODE,
    /** What the code calls, needs or was given is at fault. */
    OUTSIDE,
    /** The event alone does not tell. */
    UNSURE
  }
}
