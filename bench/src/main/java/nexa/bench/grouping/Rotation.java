package nexa.bench.grouping;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import nexa.heal.group.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a way of comparing and its threshold on all projects but one, and scores it on that one, for
 * each project in turn.
 */
final class Rotation {

  private static final double BETA = 0.5;
  private static final double ASKED_WEIGHT = 0.1;
  private static final int AVERAGED = 100;
  private static final int STEPS = 100;

  private final Map<String, List<Replay>> replays;
  private final boolean guarded;

  /**
   * @param guarded whether what keeps crashes apart whatever their score counts
   */
  Rotation(Map<String, List<Replay>> replays, boolean guarded) {
    this.replays = replays;
    this.guarded = guarded;
  }

  /**
   * A way of comparing.
   *
   * @param weights null when it is none of ours
   */
  record Way(String name, ToDoubleFunction<Pair> score, @Nullable Weights weights) {}

  /** What was chosen without a project, and from which score on it joins. */
  record Choice(Way way, double join) {
    @Override
    public String toString() {
      return way.name + ", join from " + Math.round(join * STEPS) / (double) STEPS;
    }
  }

  /** A way and what it gives on each project. */
  private record Tried(Way way, Map<String, Outcome> outcomes) {}

  private record Rated(Choice choice, double value) {}

  /** All that a way gives on one project: the questions, and the groups for each threshold. */
  private record Outcome(Figures questions, Figures[] groups) {}

  /** The choice for each project that was left out. */
  Map<String, Choice> choose(List<Way> ways) {
    List<Tried> tried = ways.stream().map(way -> new Tried(way, outcomes(way))).toList();
    Map<String, Choice> choices = new LinkedHashMap<>();
    for (String held : replays.keySet()) {
      choices.put(held, choose(tried, held));
    }
    return choices;
  }

  /** The choice on all projects. */
  Choice chooseOnAll(List<Way> ways) {
    return choose(ways.stream().map(way -> new Tried(way, outcomes(way))).toList(), "");
  }

  /** The figures of a choice on one project. */
  Figures score(String project, Choice choice) {
    Figures figures = new Figures();
    for (Replay replay : replays.getOrDefault(project, List.of())) {
      Judged judged = replay.judge(choice.way.score, guarded);
      judged.addTo(figures);
      judged.addTo(figures, choice.join);
    }
    return figures;
  }

  private Map<String, Outcome> outcomes(Way way) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    replays.forEach((project, orders) -> outcomes.put(project, outcome(orders, way)));
    return outcomes;
  }

  private Outcome outcome(List<Replay> orders, Way way) {
    Figures questions = new Figures();
    Figures[] groups = new Figures[STEPS + 1];
    for (int step = 0; step <= STEPS; step++) {
      groups[step] = new Figures();
    }
    for (Replay replay : orders) {
      Judged judged = replay.judge(way.score, guarded);
      judged.addTo(questions);
      for (int step = 0; step <= STEPS; step++) {
        judged.addTo(groups[step], threshold(step));
      }
    }
    return new Outcome(questions, groups);
  }

  /** Just below the step, so that a score of one is above the last. */
  private static double threshold(int step) {
    return (double) step / STEPS - 1e-9;
  }

  /** The best way; of weights, the mean of the best few, so that no lucky one is taken. */
  private Choice choose(List<Tried> tried, String held) {
    List<Rated> best =
        tried.stream()
            .map(each -> rate(each, held))
            .sorted(Comparator.comparingDouble(Rated::value).reversed())
            .limit(AVERAGED)
            .toList();
    List<Weights> weights =
        best.stream().map(each -> each.choice.way.weights).filter(Objects::nonNull).toList();
    if (weights.size() < 2) {
      return best.get(0).choice;
    }
    Way mean = Ways.weighted(Ways.mean(weights));
    return rate(new Tried(mean, outcomes(mean)), held).choice;
  }

  /** The best threshold of a way on all projects but one. */
  private static Rated rate(Tried tried, String held) {
    List<Outcome> others =
        tried.outcomes.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(held))
            .map(Map.Entry::getValue)
            .toList();
    Figures questions = new Figures();
    others.forEach(outcome -> questions.add(outcome.questions));
    double asked = ASKED_WEIGHT * (questions.auc() + questions.accuracyAtOne());
    Rated best = new Rated(new Choice(tried.way, 1), -1);
    for (int step = 1; step <= STEPS; step++) {
      double value = asked + preciseF(others, step);
      if (value > best.value) {
        best = new Rated(new Choice(tried.way, threshold(step)), value);
      }
    }
    return best;
  }

  /** F with half the weight on recall, as a wrong merge is worse than a split. */
  private static double preciseF(List<Outcome> outcomes, int step) {
    Figures groups = new Figures();
    outcomes.forEach(outcome -> groups.add(outcome.groups[step]));
    return groups.f(BETA);
  }
}
