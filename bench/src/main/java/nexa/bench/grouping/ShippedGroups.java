package nexa.bench.grouping;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.heal.group.CrashGroups;
import nexa.heal.group.Embedding;
import nexa.heal.group.Placement;
import nexa.heal.group.Weights;
import org.jspecify.annotations.Nullable;

/** The crashes of a project put into groups as Nexa does it: each placed, then told what came of it. */
final class ShippedGroups {

  private final @Nullable Embedding embedding;
  private final Weights weights;

  ShippedGroups(@Nullable Embedding embedding, Weights weights) {
    this.embedding = embedding;
    this.weights = weights;
  }

  void addTo(Figures figures, List<LabelledCrash> crashes) {
    CrashGroups groups =
        new CrashGroups(crashes.get(0).inApp(), embedding, weights);
    Map<String, Integer> firstOf = new HashMap<>();
    Set<String> bugs = new HashSet<>();
    int[] group = new int[crashes.size()];
    for (int i = 0; i < group.length; i++) {
      LabelledCrash crash = crashes.get(i);
      Placement placement = groups.place(crash.trace(), crash.fingerprint());
      String nearest = nearest(placement);
      Integer first = firstOf.get(nearest);
      boolean right = first != null && crashes.get(first).bug().equals(crash.bug());
      figures.addQuestion(score(placement), !bugs.add(crash.bug()), right);
      String joined = joined(placement);
      group[i] = firstOf.getOrDefault(joined, i);
      if (joined.isEmpty()) {
        String id = crash.project() + "-" + i;
        firstOf.put(id, i);
        groups.add(id, crash.fingerprint(), crash.trace());
      } else {
        groups.alias(crash.fingerprint(), joined);
      }
    }
    Judged.addGroups(figures, crashes, group);
  }

  private static String joined(Placement placement) {
    if (placement instanceof Placement.Known known) {
      return known.group();
    }
    return placement instanceof Placement.Joined joined ? joined.group() : "";
  }

  private static String nearest(Placement placement) {
    Placement.Nearest nearest = nearestOf(placement);
    return nearest == null ? joined(placement) : nearest.group();
  }

  private static double score(Placement placement) {
    Placement.Nearest nearest = nearestOf(placement);
    return nearest == null ? placement instanceof Placement.Known ? 1 : 0 : nearest.score();
  }

  private static Placement.@Nullable Nearest nearestOf(Placement placement) {
    if (placement instanceof Placement.Joined joined) {
      return joined.nearest();
    }
    if (placement instanceof Placement.Similar similar) {
      return similar.nearest();
    }
    return placement instanceof Placement.Fresh fresh ? fresh.nearest() : null;
  }
}
