package nexa.bench.grouping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import nexa.heal.group.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a way of comparing and its threshold on all projects but one, and scores it on that one, for
 * each project in turn.
 */
final class Rotation {

  private static final double PRECISION_MIN = 0.96;
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

  /** All that a way gives on one project: the questions, and the groups for each threshold. */
  private record Outcome(Figures questions, Figures[] groups) {}

  /** The choice for each project that was left out. */
  Map<String, Choice> choose(List<Way> ways) {
    List<Map<String, Outcome>> outcomes = ways.stream().map(this::outcomes).toList();
    Map<String, Choice> choices = new LinkedHashMap<>();
    for (String held : replays.keySet()) {
      choices.put(held, best(ways, outcomes, held));
    }
    return choices;
  }

  /** The choice on all projects. */
  Choice chooseOnAll(List<Way> ways) {
    return best(ways, ways.stream().map(this::outcomes).toList(), "");
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

  private static Choice best(
      List<Way> ways, List<Map<String, Outcome>> outcomes, String held) {
    Choice best = new Choice(ways.get(0), 1);
    double bestValue = -1;
    for (int i = 0; i < ways.size(); i++) {
      List<Outcome> others = new ArrayList<>();
      outcomes.get(i).forEach(
          (project, outcome) -> {
            if (!project.equals(held)) {
              others.add(outcome);
            }
          });
      Figures questions = new Figures();
      others.forEach(outcome -> questions.add(outcome.questions));
      double asked = questions.auc() + questions.accuracyAtOne();
      for (int step = 1; step <= STEPS; step++) {
        double value = value(others, step, asked);
        if (value > bestValue) {
          bestValue = value;
          best = new Choice(ways.get(i), threshold(step));
        }
      }
    }
    return best;
  }

  /** F1 above all, as long as the precision is kept; a precision missed costs more than it can give. */
  private static double value(List<Outcome> outcomes, int step, double asked) {
    Figures groups = new Figures();
    outcomes.forEach(outcome -> groups.add(outcome.groups[step]));
    double missed = Math.max(0, PRECISION_MIN - groups.precision());
    return groups.f1() + 0.25 * asked - 10 * missed;
  }
}
