package nexa.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The samples of one JDK in rounds, each variant once a round. */
public final class Samples {

  private final List<Map<Variant, Map<Measure, Double>>> rounds = new ArrayList<>();

  void add(Map<Variant, Map<Measure, Double>> round) {
    rounds.add(round);
  }

  double[] values(Variant variant, Measure measure) {
    return rounds.stream()
        .mapToDouble(round -> of(round, variant, measure))
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .toArray();
  }

  /** The median of the ratios to another variant in the same round. */
  double ratio(Variant variant, Variant base, Measure measure) {
    return median(pairs(variant, base, measure, true));
  }

  /**
   * What the ratio is at least, for all that chance may have done: the second smallest of the ratios in
   * the same round. Nine rounds all but one of which lie above the true median happen in one case of
   * fifty (a sign test); not a number below two rounds.
   */
  double ratioAtLeast(Variant variant, Variant base, Measure measure) {
    double[] sorted = pairs(variant, base, measure, true);
    Arrays.sort(sorted);
    return sorted.length < 2 ? Double.NaN : sorted[1];
  }

  /** The median of the differences to another variant in the same round. */
  double difference(Variant variant, Variant base, Measure measure) {
    return median(pairs(variant, base, measure, false));
  }

  /** The middle one, or the mean of the middle two; not a number when there is none. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private double[] pairs(Variant variant, Variant base, Measure measure, boolean ratio) {
    return rounds.stream()
        .map(round -> List.of(of(round, variant, measure), of(round, base, measure)))
        .filter(pair -> !pair.get(0).isNaN() && !pair.get(1).isNaN())
        .mapToDouble(
            pair -> ratio ? pair.get(0) / pair.get(1) : pair.get(0) - pair.get(1))
        .toArray();
  }

  private static Double of(
      Map<Variant, Map<Measure, Double>> round, Variant variant, Measure measure) {
    return round.getOrDefault(variant, Map.of()).getOrDefault(measure, Double.NaN);
  }
}
