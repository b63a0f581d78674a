package nexa.heal.group;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * In what two crashes are alike. Pure: the same two and the same rarities give the same features.
 *
 * <p>The order of the methods is compared as FaST does (Rodrigues et al., "FaST: A linear time stack
 * trace alignment heuristic for crash report deduplication", MSR 2022), which matches equal methods
 * without filling a table: a match counts by the rarity of the method and by how far inside the stack
 * it is, as in TraceSim (Vasiliev et al., 2020), and less the further it has moved. What finds no equal
 * may match a method that is called nearly alike, as after a renaming.
 */
public final class Similarity {

  private static final double DEPTH_EXPONENT = 0.5;
  private static final double SHIFT_DECAY = 0.05;
  private static final double CONTAINED_SHARE = 0.4;
  private static final int RENAMED_SEEN_MAX = 10;
  private static final double RENAMED_LIKENESS_MIN = 0.6;
  private static final double RENAMED_WEIGHT = 0.8;

  private final ToDoubleFunction<String> rarity;

  /**
   * @param rarity how much a method says, above 0
   */
  public Similarity(ToDoubleFunction<String> rarity) {
    this.rarity = rarity;
  }

  /** The features of two crashes of one service. */
  public Features of(CrashShape a, CrashShape b) {
    Set<String> shared = new HashSet<>(a.methods());
    shared.retainAll(new HashSet<>(b.methods()));
    return new Features(
        order(a.methods(), b.methods()),
        rarityShared(a.methods(), b.methods(), shared),
        crashMethod(a.methods(), b.methods()),
        a.rootType().equals(b.rootType()) ? 1 : 0,
        message(a.message(), b.message()),
        a.meaning() == null || b.meaning() == null
            ? Double.NaN
            : a.meaning().cosine(b.meaning()),
        shared.size());
  }

  private double order(List<String> a, List<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Double.NaN;
    }
    Map<String, Integer> places = new HashMap<>();
    for (int j = 0; j < b.size(); j++) {
      places.put(b.get(j), j);
    }
    boolean[] taken = new boolean[b.size()];
    double matched = 0;
    for (int i = 0; i < a.size(); i++) {
      Integer j = places.get(a.get(i));
      if (j != null) {
        taken[j] = true;
        matched += match(a, i, b, j);
      }
    }
    return Math.min(1, (matched + renamed(a, b, places, taken)) / whole(weight(a), weight(b)));
  }

  /** What two stacks could match; a short one within a long one is forgiven a part of the rest. */
  private static double whole(double a, double b) {
    return (1 - CONTAINED_SHARE) * (a + b) + CONTAINED_SHARE * 2 * Math.min(a, b);
  }

  /** What methods without an equal add by one that is called nearly alike, each the nearest left. */
  private double renamed(
      List<String> a, List<String> b, Map<String, Integer> places, boolean[] taken) {
    List<Set<String>> names = b.stream().limit(RENAMED_SEEN_MAX).map(NameWords::of).toList();
    double matched = 0;
    for (int i = 0; i < Math.min(a.size(), RENAMED_SEEN_MAX); i++) {
      if (!places.containsKey(a.get(i))) {
        Set<String> name = NameWords.of(a.get(i));
        int best = nearest(name, names, taken);
        if (best >= 0) {
          taken[best] = true;
          matched +=
              RENAMED_WEIGHT * NameWords.likeness(name, names.get(best)) * match(a, i, b, best);
        }
      }
    }
    return matched;
  }

  private static int nearest(Set<String> name, List<Set<String>> names, boolean[] taken) {
    int best = -1;
    double bestLikeness = RENAMED_LIKENESS_MIN;
    for (int j = 0; j < names.size(); j++) {
      double likeness = taken[j] ? 0 : NameWords.likeness(name, names.get(j));
      if (likeness > bestLikeness) {
        best = j;
        bestLikeness = likeness;
      }
    }
    return best;
  }

  private double match(List<String> a, int i, List<String> b, int j) {
    return (weight(a, i) + weight(b, j)) * Math.exp(-SHIFT_DECAY * Math.abs(i - j));
  }

  private double weight(List<String> methods) {
    double sum = 0;
    for (int i = 0; i < methods.size(); i++) {
      sum += weight(methods, i);
    }
    return sum;
  }

  private double weight(List<String> methods, int at) {
    return rarity.applyAsDouble(methods.get(at)) * Math.pow(1 + at, -DEPTH_EXPONENT);
  }

  private double rarityShared(List<String> a, List<String> b, Set<String> shared) {
    double both = shared.stream().mapToDouble(rarity).sum();
    double all =
        a.stream().mapToDouble(rarity).sum() + b.stream().mapToDouble(rarity).sum() - both;
    return all == 0 ? Double.NaN : both / all;
  }

  private static double crashMethod(List<String> a, List<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Double.NaN;
    }
    String one = a.getFirst();
    String other = b.getFirst();
    if (one.equals(other)) {
      return 1;
    }
    double likeness = NameWords.likeness(NameWords.of(one), NameWords.of(other));
    return likeness > RENAMED_LIKENESS_MIN ? RENAMED_WEIGHT * likeness : 0;
  }

  /** Two crashes without a message say nothing by it. */
  private static double message(String a, String b) {
    return a.isEmpty() && b.isEmpty() ? Double.NaN : a.equals(b) ? 1 : 0;
  }
}
