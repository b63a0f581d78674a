package nexa.heal.group;

/**
 * How much each feature counts, and the scores from which on two crashes are one issue or similar. A
 * score is the weighted mean of the features that both crashes have, from 0 to 1.
 *
 * @param join from here on they are one issue
 * @param similar from here on, and below {@code join}, they are told to be similar
 */
public record Weights(
    double order,
    double methods,
    double crashMethod,
    double rootType,
    double message,
    double meaning,
    double join,
    double similar) {

  /** What Nexa uses, without vectors; how it was chosen stands in docs/BENCHMARKS.md. */
  public static final Weights SHIPPED = new Weights(0.13, 0.19, 0.24, 0.26, 0.18, 0, 0.76, 0.5);

  /** What is best with vectors, which find a little more of the like ones. */
  public static final Weights WITH_MEANING =
      new Weights(0.08, 0.19, 0.22, 0.19, 0.19, 0.13, 0.75, 0.5);

  /** These weights with other scores to decide by. */
  public Weights from(double join, double similar) {
    return new Weights(
        order, methods, crashMethod, rootType, message, meaning, join, similar);
  }

  /** The weighted mean of the features. */
  public double score(Features features) {
    double[] weights = {order, methods, crashMethod, rootType, message, meaning};
    double[] values = {
      features.order(), features.methods(), features.crashMethod(), features.rootType(),
      features.message(), features.meaning()
    };
    double sum = 0;
    double weighed = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!Double.isNaN(values[i])) {
        sum += weights[i] * values[i];
        weighed += weights[i];
      }
    }
    return weighed == 0 ? 0 : sum / weighed;
  }
}
