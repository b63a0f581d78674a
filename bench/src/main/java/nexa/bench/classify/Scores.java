package nexa.bench.classify;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import nexa.issue.Category;
import nexa.issue.Classification;
import nexa.issue.Classification.Fault;

/** How answers compare with labels. */
record Scores(List<Answer> answers) {

  static final double SURE = 0.8;

  Scores {
    answers = List.copyOf(answers);
  }

  /** One event with what the classifier said of it. */
  record Answer(LabelledEvent labelled, Classification given) {
    boolean isRight() {
      return labelled.category() == given.category();
    }
  }

  /** The share of events whose category is right. */
  double accuracy() {
    return share(answer -> true, Answer::isRight);
  }

  /** The mean of the categories' F1, each counting alike. */
  double macroF1() {
    return f1().values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /** F1 of each category that a label names. */
  Map<Category, Double> f1() {
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    for (Category category : Category.values()) {
      long right = count(answer -> isOf(answer, category) && answer.isRight());
      long labelled = count(answer -> isOf(answer, category));
      long given = count(answer -> answer.given().category() == category);
      if (labelled > 0) {
        scores.put(category, 2.0 * right / (labelled + given));
      }
    }
    return scores;
  }

  /** Of those events that are surely the code's or surely not, the share that is told right. */
  double faultsRight() {
    return share(
        answer -> answer.labelled().fault() != Fault.UNSURE,
        answer -> answer.labelled().fault() == answer.given().fault());
  }

  /** Of those, the share that is told wrong, rather than left open. */
  double faultsWrong() {
    return share(
        answer -> answer.labelled().fault() != Fault.UNSURE,
        answer -> answer.given().fault() != Fault.UNSURE
            && answer.labelled().fault() != answer.given().fault());
  }

  /** The share of answers with a confidence of at least {@link #SURE}. */
  double sure() {
    return share(answer -> true, Scores::isSure);
  }

  /** The share of those that are right. */
  double sureRight() {
    return share(Scores::isSure, Answer::isRight);
  }

  /** The share of right answers among the unsure ones. */
  double unsureRight() {
    return share(answer -> !isSure(answer), Answer::isRight);
  }

  /** How far confidence is from the share of right answers, over ten bins, weighted by size. */
  double calibrationError() {
    double error = 0;
    for (int bin = 0; bin < 10; bin++) {
      int at = bin;
      List<Answer> inside =
          answers.stream()
              .filter(answer -> Math.min(9, (int) (answer.given().confidence() * 10)) == at)
              .toList();
      double confidence =
          inside.stream().mapToDouble(answer -> answer.given().confidence()).average().orElse(0);
      double right = inside.stream().filter(Answer::isRight).count();
      error += Math.abs(confidence * inside.size() - right) / answers.size();
    }
    return error;
  }

  /** The commonest mistakes, {@code parse as contract 3}. */
  List<String> confusions(int max) {
    Map<String, Long> counts = new TreeMap<>();
    answers.stream()
        .filter(answer -> !answer.isRight())
        .forEach(answer -> counts.merge(
            name(answer.labelled().category()) + " as " + name(answer.given().category()), 1L,
            Long::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(max)
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .toList();
  }

  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isOf(Answer answer, Category category) {
    return answer.labelled().category() == category;
  }

  private static boolean isSure(Answer answer) {
    return answer.given().confidence() >= SURE;
  }

  private long count(Predicate<Answer> test) {
    return answers.stream().filter(test).count();
  }

  private double share(Predicate<Answer> of, Predicate<Answer> test) {
    long all = count(of);
    return all == 0 ? 0 : (double) count(of.and(test)) / all;
  }
}
