package nexa.agent.effect;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * How often a crash happened before and since its fix. Whether the rate changed is told by the
 * conditional test of two Poisson rates (Przyborowski and Wilenski, Biometrika 31, 1940). Crashes come in
 * bursts, so both counts are divided first by how much more the hours before varied than a Poisson
 * process would.
 *
 * @param before crashes before
 * @param hoursBefore how long that was
 * @param dispersion variance of the hours' counts by their mean, at least 1
 * @param after crashes since
 * @param hoursAfter how long that is
 */
public record RateChange(
    long before, double hoursBefore, double dispersion, long after, double hoursAfter) {

  private static final double SURE = 0.01;

  /** Less than this share of the rate before is as good as none. */
  private static final double GONE = 0.1;

  /** Whether it as good as stopped, and chance hardly explains it. */
  public boolean isGone() {
    return before > 0 && ratio() <= GONE && atMost(scaled(after)) < SURE;
  }

  /** Whether it happens more often than before, and chance hardly explains it. */
  public boolean isMore() {
    return ratio() > 1 && 1 - atMost(scaled(after) - 1) < SURE;
  }

  /** The rate since, as a share of the rate before; endless when it never happened before. */
  private double ratio() {
    return after / hoursAfter / (before / hoursBefore);
  }

  /** The probability of so few of all crashes since the fix, had the rate stayed the same. */
  private double atMost(int count) {
    return BinomialDistribution
        .of(scaled(before) + scaled(after), hoursAfter / (hoursBefore + hoursAfter))
        .cumulativeProbability(count);
  }

  private int scaled(long count) {
    return (int) Math.min(Integer.MAX_VALUE / 4, Math.ceil(count / dispersion));
  }
}
