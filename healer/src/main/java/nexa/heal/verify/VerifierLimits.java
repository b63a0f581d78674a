package nexa.heal.verify;

import java.time.Duration;

/**
 * How much work one verification may be.
 *
 * @param candidatesMax how many candidates are looked at
 * @param plausibleMax how many plausible ones are enough
 * @param budget after which no further candidate is started
 */
public record VerifierLimits(int candidatesMax, int plausibleMax, Duration budget) {

  /** 150 candidates, 3 plausible ones, five minutes. */
  public static VerifierLimits usual() {
    return new VerifierLimits(150, 3, Duration.ofMinutes(5));
  }
}
