package nexa.collect.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the clusters that could take a pattern in: those of as many chunks that begin or end alike.
 * It is Drain's tree of fixed depth (He et al., ICWS 2017) with the last word beside the first, so that
 * two patterns that differ in one place always meet.
 */
final class ClusterTree {

  /** More in one branch are not looked at, the oldest left out. */
  static final int BRANCH_CANDIDATES_MAX = 256;

  private record Branch(int length, boolean first, Chunk chunk) {

    static Branch first(List<Chunk> pattern) {
      return new Branch(pattern.size(), true, pattern.getFirst());
    }

    static Branch last(List<Chunk> pattern) {
      return new Branch(pattern.size(), false, pattern.getLast());
    }
  }

  private final Map<Branch, List<Cluster>> branches = new HashMap<>();

  void add(Cluster cluster) {
    add(Branch.first(cluster.pattern()), cluster);
    add(Branch.last(cluster.pattern()), cluster);
  }

  void remove(Cluster cluster) {
    remove(Branch.first(cluster.pattern()), cluster);
    remove(Branch.last(cluster.pattern()), cluster);
  }

  /** Each once. */
  List<Cluster> candidates(List<Chunk> pattern) {
    List<Cluster> candidates = new ArrayList<>(newest(Branch.first(pattern)));
    for (Cluster cluster : newest(Branch.last(pattern))) {
      if (!cluster.pattern().getFirst().equals(pattern.getFirst())) {
        candidates.add(cluster);
      }
    }
    return candidates;
  }

  private List<Cluster> newest(Branch branch) {
    List<Cluster> clusters = branches.getOrDefault(branch, List.of());
    return clusters.subList(
        Math.max(0, clusters.size() - BRANCH_CANDIDATES_MAX), clusters.size());
  }

  private void add(Branch branch, Cluster cluster) {
    branches.computeIfAbsent(branch, key -> new ArrayList<>()).add(cluster);
  }

  private void remove(Branch branch, Cluster cluster) {
    List<Cluster> clusters = branches.getOrDefault(branch, List.of());
    if (clusters.remove(cluster) && clusters.isEmpty()) {
      branches.remove(branch);
    }
  }
}
