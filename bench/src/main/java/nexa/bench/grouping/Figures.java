package nexa.bench.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The measures of grouping, summed over projects and orders. */
final class Figures {

  private final List<Double> known = new ArrayList<>();
  private final List<Double> unknown = new ArrayList<>();
  private int right;
  private double precision;
  private double recall;
  private int grouped;

  /** A crash whose bug is known or not, the score of the nearest before it, and whether that is of it. */
  void addQuestion(double score, boolean isKnown, boolean isRight) {
    (isKnown ? known : unknown).add(score);
    right += isKnown && isRight ? 1 : 0;
  }

  /** A crash in its group: the share of the group that is of its bug, and of its bug that is there. */
  void addGrouped(double itsPrecision, double itsRecall) {
    precision += itsPrecision;
    recall += itsRecall;
    grouped++;
  }

  void add(Figures other) {
    known.addAll(other.known);
    unknown.addAll(other.unknown);
    right += other.right;
    precision += other.precision;
    recall += other.recall;
    grouped += other.grouped;
  }

  /** The chance that a known bug's crash scores above an unknown one's, a tie counting half. */
  double auc() {
    double[] sorted = unknown.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double above = 0;
    for (double score : known) {
      above += (lower(sorted, score) + upper(sorted, score)) / 2.0;
    }
    return above / known.size() / sorted.length;
  }

  double accuracyAtOne() {
    return (double) right / known.size();
  }

  double precision() {
    return precision / grouped;
  }

  double recall() {
    return recall / grouped;
  }

  double f1() {
    return f(1);
  }

  /** The weighted harmonic mean of precision and recall; below 1, precision counts more. */
  double f(double beta) {
    double square = beta * beta;
    return (1 + square) * precision() * recall() / (square * precision() + recall());
  }

  String row(String name) {
    return String.format(
        Locale.ROOT, "| %s | %.3f | %.3f | %.3f | %.3f | %.3f |", name, auc(), accuracyAtOne(),
        f1(),
        precision(), recall());
  }

  /** The number of values below. */
  private static int lower(double[] sorted, double value) {
    int count = 0;
    while (count < sorted.length && sorted[count] < value) {
      count++;
    }
    return count;
  }

  /** The number of values not above. */
  private static int upper(double[] sorted, double value) {
    int count = 0;
    while (count < sorted.length && sorted[count] <= value) {
      count++;
    }
    return count;
  }
}
