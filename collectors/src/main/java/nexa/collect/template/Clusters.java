package nexa.collect.template;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The templates found so far, and where a new kind of message belongs.
 *
 * <p>It joins a template at once when it differs only where one of them has a value, or where the template was found
 * to vary. Otherwise it becomes a template of its own, and when {@value #VALUES_MIN} templates of equal length
 * differ in one place alone, that place varies: they become one. So a word is not taken for a value on first sight, as it is
 * by a threshold of similarity (Drain, He et al., ICWS 2017); counting the different words in a place is what AEL (Jiang
 * et al., QSIC 2008) and Brain (Yu et al., TSC 2023) do. The word a message begins with names its event more often than
 * not, and needs {@value #LEADING_VALUES_MIN}.
 */
final class Clusters {

  static final int CLUSTERS_MAX = 10_000;
  static final int VALUES_MIN = 5;
  static final int LEADING_VALUES_MIN = 15;

  private static final long BYTES_MAX = 16L << 20;
  private static final int FORGOTTEN_SHARE = 10;

  private final ClusterTree tree = new ClusterTree();
  private final SequencedMap<Long, Cluster> clusters = new LinkedHashMap<>();
  private final Map<Long, Cluster> former = new HashMap<>();
  private long bytes;
  private long forgotten;

  Collection<Cluster> all() {
    return clusters.values();
  }

  /** The cluster an id means now, even if its own was merged into another. */
  @Nullable Cluster find(long id) {
    Cluster own = clusters.get(id);
    if (own != null) {
      return own;
    }
    Cluster merged = former.get(id);
    return merged == null ? null : merged.current();
  }

  /** How many clusters were forgotten to make room. */
  long forgotten() {
    return forgotten;
  }

  /** The cluster of a message that was not seen before; {@code id} names it if it is a new one. */
  Cluster place(long id, Shape message) {
    Cluster named = find(id);
    if (named != null) {
      return named;
    }
    Cluster nearest = nearest(message);
    if (nearest != null) {
      return generalise(nearest, message);
    }
    makeRoom();
    Cluster cluster = new Cluster(id, message);
    add(cluster);
    return settle(cluster);
  }

  /** Adds a cluster as it was before. */
  void restore(Cluster cluster) {
    if (clusters.containsKey(cluster.id())) {
      throw new IllegalArgumentException("A template of this id is there already");
    }
    add(cluster);
    for (long id : cluster.formerIds()) {
      former.putIfAbsent(id, cluster);
    }
  }

  /** The one that differs least; of several the one with the lowest id, however they are ordered. */
  private @Nullable Cluster nearest(Shape message) {
    Cluster nearest = null;
    int least = Integer.MAX_VALUE;
    for (Cluster candidate : tree.candidates(message)) {
      int distance = candidate.shape().distance(message);
      boolean nearer =
          nearest == null
              || distance < least
              || distance == least && candidate.id() < nearest.id();
      if (distance != Shape.APART && nearer) {
        nearest = candidate;
        least = distance;
      }
    }
    return nearest;
  }

  private Cluster generalise(Cluster cluster, Shape message) {
    Shape general = cluster.shape().generalised(message);
    if (general.equals(cluster.shape())) {
      return cluster;
    }
    remove(cluster);
    cluster.setShape(general);
    add(cluster);
    return settle(cluster);
  }

  /** Merges a cluster that is new, or has a new shape, with those it belongs to. */
  private Cluster settle(Cluster cluster) {
    Cluster settled = cluster;
    List<Cluster> alike = alike(settled);
    while (!alike.isEmpty()) {
      settled = merge(settled, alike);
      alike = alike(settled);
    }
    return settled;
  }

  /** The clusters of the same shape, or enough that differ in one place alone. */
  private List<Cluster> alike(Cluster cluster) {
    SortedMap<Integer, List<Cluster>> byPlace = new TreeMap<>();
    for (Cluster candidate : tree.candidates(cluster.shape())) {
      int place = cluster.shape().place(candidate.shape());
      if (place == Shape.SAME && candidate != cluster) {
        return List.of(candidate);
      }
      if (place >= 0) {
        byPlace.computeIfAbsent(place, at -> new ArrayList<>()).add(candidate);
      }
    }
    for (Map.Entry<Integer, List<Cluster>> place : byPlace.entrySet()) {
      int needed = place.getKey() == 0 ? LEADING_VALUES_MIN : VALUES_MIN;
      if (place.getValue().size() + 1 >= needed
          && general(cluster, place.getValue()).hasWord()) {
        return place.getValue();
      }
    }
    return List.of();
  }

  private static Shape general(Cluster cluster, List<Cluster> others) {
    Shape general = cluster.shape();
    for (Cluster other : others) {
      general = general.generalised(other.shape());
    }
    return general;
  }

  /** The cluster with the most messages lives on. */
  private Cluster merge(Cluster cluster, List<Cluster> others) {
    Shape general = general(cluster, others);
    List<Cluster> merged = new ArrayList<>(others);
    merged.add(cluster);
    merged.sort(comparingLong(Cluster::count).reversed().thenComparingLong(Cluster::id));
    merged.forEach(this::remove);
    Cluster survivor = merged.getFirst();
    for (Cluster other : merged.subList(1, merged.size())) {
      survivor.absorb(other);
      former.put(other.id(), survivor);
    }
    survivor.trimFormerIds(former::remove);
    survivor.setShape(general);
    add(survivor);
    return survivor;
  }

  /** Forgets the clusters that were used the longest ago, some at a time. */
  private void makeRoom() {
    if (clusters.size() < CLUSTERS_MAX && bytes < BYTES_MAX) {
      return;
    }
    List<Cluster> oldest = new ArrayList<>(clusters.values());
    oldest.sort(comparingLong(Cluster::lastUse).thenComparingLong(Cluster::id));
    for (Cluster cluster : oldest.subList(0, oldest.size() / FORGOTTEN_SHARE + 1)) {
      remove(cluster);
      cluster.formerIds().forEach(id -> former.remove(id));
      cluster.forget();
      forgotten++;
    }
  }

  private void add(Cluster cluster) {
    tree.add(cluster);
    clusters.put(cluster.id(), cluster);
    bytes += cluster.shape().sizeBytes();
  }

  private void remove(Cluster cluster) {
    tree.remove(cluster);
    clusters.remove(cluster.id());
    bytes -= cluster.shape().sizeBytes();
  }
}
