package nexa.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The samples of one JDK in rounds, each variant once a round. */
final class Samples {

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

  /** The ratio of the smallest values, the ones that other work on the machine touched least. */
  double bestRatio(Variant variant, Variant base, Measure measure) {
    double[] of = values(variant, measure);
    double[] to = values(base, measure);
    return of.length == 0 || to.length == 0 ? Double.NaN : of[0] / to[0];
  }

  /** The median of the differences to another variant in the same round. */
  double difference(Variant variant, Variant base, Measure measure) {
    return median(pairs(variant, base, measure, false));
  }

  /** The middle one, or the mean of the middle two; not a number when there is none. */
  static double median(double... values) {
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
