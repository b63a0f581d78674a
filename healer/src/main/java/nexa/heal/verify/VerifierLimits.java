package nexa.heal.verify;

import java.time.Duration;
import java.time.Instant;

/**
 * How much work one verification may be.
 *
 * @param candidatesMax how many candidates are looked at
 * @param plausibleMax how many plausible ones are enough
 * @param budget after which no further candidate is started
 * @param latest when no further candidate is started even if the budget is not spent
 */
public record VerifierLimits(
    int candidatesMax, int plausibleMax, Duration budget, Instant latest) {

  /** 150 candidates, 3 plausible ones, five minutes. */
  public static VerifierLimits usual() {
    return new VerifierLimits(150, 3, Duration.ofMinutes(5), Instant.MAX);
  }

  /** The same, but no candidate is started after an instant. */
  public VerifierLimits until(Instant instant) {
    return new VerifierLimits(candidatesMax, plausibleMax, budget, instant);
  }

  /** When a verification that begins now starts its last candidate. */
  Instant deadline(Instant now) {
    Instant end = now.plus(budget);
    return end.isBefore(latest) ? end : latest;
  }
}
