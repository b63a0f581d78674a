package nexa.bench.grouping;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Crashes in order, each with the nearest one before it and the nearest it may be joined with. */
final class Judged {

  private final List<LabelledCrash> crashes;
  private final double[] scores;
  private final int[] nearest;
  private final double[] joinScores;
  private final int[] joined;

  Judged(List<LabelledCrash> crashes) {
    this.crashes = crashes;
    scores = new double[crashes.size()];
    joinScores = new double[crashes.size()];
    nearest = new int[crashes.size()];
    joined = new int[crashes.size()];
    Arrays.fill(nearest, -1);
    Arrays.fill(joined, -1);
  }

  void see(int crash, int earlier, double score, boolean joinable) {
    if (score > scores[crash]) {
      scores[crash] = score;
      nearest[crash] = earlier;
    }
    if (joinable && score > joinScores[crash]) {
      joinScores[crash] = score;
      joined[crash] = earlier;
    }
  }

  /** Each crash as the question whether its bug is known, and which one it is. */
  void addTo(Figures figures) {
    Set<String> bugs = new HashSet<>();
    for (int i = 0; i < crashes.size(); i++) {
      String bug = crashes.get(i).bug();
      boolean known = !bugs.add(bug);
      boolean right = nearest[i] >= 0 && crashes.get(nearest[i]).bug().equals(bug);
      figures.addQuestion(scores[i], known, right);
    }
  }

  /** The groups that come of joining from a score on. */
  void addTo(Figures figures, double join) {
    int[] group = new int[crashes.size()];
    for (int i = 0; i < group.length; i++) {
      group[i] = joined[i] >= 0 && joinScores[i] >= join ? group[joined[i]] : i;
    }
    addGroups(figures, crashes, group);
  }

  static void addGroups(Figures figures, List<LabelledCrash> crashes, int[] group) {
    Map<Integer, Integer> inGroup = new HashMap<>();
    Map<String, Integer> ofBug = new HashMap<>();
    Map<String, Integer> both = new HashMap<>();
    for (int i = 0; i < group.length; i++) {
      String bug = crashes.get(i).bug();
      inGroup.merge(group[i], 1, Integer::sum);
      ofBug.merge(bug, 1, Integer::sum);
      both.merge(group[i] + " " + bug, 1, Integer::sum);
    }
    for (int i = 0; i < group.length; i++) {
      String bug = crashes.get(i).bug();
      double right = both.getOrDefault(group[i] + " " + bug, 0);
      figures.addGrouped(
          right / inGroup.getOrDefault(group[i], 1), right / ofBug.getOrDefault(bug, 1));
    }
  }
}
