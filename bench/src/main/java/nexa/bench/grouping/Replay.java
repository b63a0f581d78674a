package nexa.bench.grouping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import nexa.heal.group.Guard;
import nexa.heal.group.Similarity;
import nexa.issue.Fingerprint;

/**
 * The crashes of a project in a shuffled order, each beside all that came before it. How rare a method
 * is, is counted over the fingerprints seen until then.
 */
final class Replay {

  private static final double FINGERPRINTS_ASSUMED = 10;

  private final List<LabelledCrash> crashes;
  private final List<List<Pair>> pairs;

  private Replay(List<LabelledCrash> crashes, List<List<Pair>> pairs) {
    this.crashes = crashes;
    this.pairs = pairs;
  }

  static Replay of(List<LabelledCrash> all, long seed) {
    List<LabelledCrash> crashes = new ArrayList<>(all);
    Collections.shuffle(crashes, new Random(seed));
    Map<String, Integer> seenIn = new HashMap<>();
    Set<Fingerprint> seen = new HashSet<>();
    Similarity similarity =
        new Similarity(
            method -> Math.log(
                1 + (seen.size() + FINGERPRINTS_ASSUMED) / (seenIn.getOrDefault(method, 1) + 1)));
    List<List<Pair>> pairs = new ArrayList<>();
    for (int i = 0; i < crashes.size(); i++) {
      LabelledCrash crash = crashes.get(i);
      pairs.add(
          crashes.subList(0, i).stream().map(earlier -> pair(similarity, crash, earlier)).toList());
      if (seen.add(crash.fingerprint())) {
        crash.shape().methods().forEach(method -> seenIn.merge(method, 1, Integer::sum));
      }
    }
    return new Replay(List.copyOf(crashes), pairs);
  }

  private static Pair pair(Similarity similarity, LabelledCrash crash, LabelledCrash earlier) {
    var features = similarity.of(crash.shape(), earlier.shape());
    return new Pair(
        crash,
        earlier,
        features,
        Guard.obstacle(features, crash.shape(), earlier.shape()).isEmpty());
  }

  List<LabelledCrash> crashes() {
    return crashes;
  }

  /** What a way of comparing makes of it: for each crash the nearest before it. */
  Judged judge(ToDoubleFunction<Pair> score, boolean guarded) {
    int count = crashes.size();
    Judged judged = new Judged(crashes);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        Pair pair = pairs.get(i).get(j);
        judged.see(
            i, j, score.applyAsDouble(pair),
            !guarded || pair.joinable() || pair.sameFingerprint());
      }
    }
    return judged;
  }
}
