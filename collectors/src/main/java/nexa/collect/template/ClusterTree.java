package nexa.collect.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the clusters that could take a shape in: those of as many chunks that begin or end alike.
 * It is Drain's tree of fixed depth (He et al., ICWS 2017) with the last word beside the first, so that
 * two shapes that differ in one place always meet.
 */
final class ClusterTree {

  /** More in one branch are not looked at, the oldest left out. */
  static final int BRANCH_CANDIDATES_MAX = 256;

  private record Branch(int length, boolean first, Chunk chunk) {

    static Branch first(Shape shape) {
      return new Branch(shape.length(), true, shape.first());
    }

    static Branch last(Shape shape) {
      return new Branch(shape.length(), false, shape.last());
    }
  }

  private final Map<Branch, List<Cluster>> branches = new HashMap<>();

  void add(Cluster cluster) {
    add(Branch.first(cluster.shape()), cluster);
    add(Branch.last(cluster.shape()), cluster);
  }

  void remove(Cluster cluster) {
    remove(Branch.first(cluster.shape()), cluster);
    remove(Branch.last(cluster.shape()), cluster);
  }

  /** Each once. */
  List<Cluster> candidates(Shape shape) {
    List<Cluster> candidates = new ArrayList<>(newest(Branch.first(shape)));
    for (Cluster cluster : newest(Branch.last(shape))) {
      if (!cluster.shape().first().equals(shape.first())) {
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
