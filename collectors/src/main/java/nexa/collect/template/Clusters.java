package nexa.collect.template;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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
  Cluster place(long id, List<Chunk> pattern) {
    Cluster named = find(id);
    if (named != null) {
      return named;
    }
    Cluster best = null;
    BitSet fewest = new BitSet();
    for (Cluster candidate : tree.candidates(pattern)) {
      BitSet places = differences(candidate.pattern(), pattern);
      if (places.isEmpty()) {
        return candidate;
      }
      boolean better = best == null || isBefore(places, candidate, fewest, best);
      if (better && fits(candidate.pattern(), pattern, places)) {
        best = candidate;
        fewest = places;
      }
    }
    if (best != null) {
      return generalise(best, pattern);
    }
    makeRoom();
    Cluster cluster = new Cluster(id, pattern);
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

  /** The same whatever the order in which the candidates come. */
  private static boolean isBefore(BitSet places, Cluster cluster, BitSet others, Cluster other) {
    int difference = Integer.compare(places.cardinality(), others.cardinality());
    return difference < 0 || difference == 0 && cluster.id() < other.id();
  }

  private static BitSet differences(List<Chunk> pattern, List<Chunk> other) {
    BitSet places = new BitSet();
    for (int i = 0; i < pattern.size(); i++) {
      places.set(i, !pattern.get(i).equals(other.get(i)));
    }
    return places;
  }

  private static boolean fits(List<Chunk> pattern, List<Chunk> message, BitSet places) {
    boolean learned = true;
    for (int at = places.nextSetBit(0); at >= 0; at = places.nextSetBit(at + 1)) {
      Chunk.Fit fit = pattern.get(at).fit(message.get(at), at == 0);
      if (fit == Chunk.Fit.NONE) {
        return false;
      }
      learned &= fit == Chunk.Fit.LEARNED;
    }
    int telling = 0;
    for (int at = places.nextClearBit(0); at < pattern.size(); at = places.nextClearBit(at + 1)) {
      telling += pattern.get(at).hasWord() ? 1 : 0;
    }
    return telling >= Math.max(places.cardinality(), learned ? 1 : 2);
  }

  private Cluster generalise(Cluster cluster, List<Chunk> pattern) {
    List<Chunk> general = general(cluster.pattern(), pattern);
    if (general.equals(cluster.pattern())) {
      return cluster;
    }
    remove(cluster);
    cluster.setPattern(general);
    add(cluster);
    return settle(cluster);
  }

  private static List<Chunk> general(List<Chunk> pattern, List<Chunk> other) {
    List<Chunk> general = new ArrayList<>(pattern);
    for (int i = 0; i < general.size(); i++) {
      if (!general.get(i).equals(other.get(i))) {
        general.set(i, general.get(i).generalised(other.get(i)));
      }
    }
    return general;
  }

  /** Merges a cluster that is new, or has a new pattern, with those it belongs to. */
  private Cluster settle(Cluster cluster) {
    Cluster settled = cluster;
    List<Cluster> alike = alike(settled);
    while (!alike.isEmpty()) {
      settled = merge(settled, alike);
      alike = alike(settled);
    }
    return settled;
  }

  /** The clusters of the same pattern, or enough that differ in one place alone. */
  private List<Cluster> alike(Cluster cluster) {
    SequencedMap<Integer, List<Cluster>> byPlace = new TreeMap<>();
    for (Cluster candidate : tree.candidates(cluster.pattern())) {
      BitSet places = differences(cluster.pattern(), candidate.pattern());
      if (places.isEmpty() && candidate != cluster) {
        return List.of(candidate);
      }
      if (places.cardinality() == 1) {
        byPlace.computeIfAbsent(places.nextSetBit(0), at -> new ArrayList<>()).add(candidate);
      }
    }
    for (Map.Entry<Integer, List<Cluster>> place : byPlace.entrySet()) {
      int needed = place.getKey() == 0 ? LEADING_VALUES_MIN : VALUES_MIN;
      if (place.getValue().size() + 1 >= needed
          && general(cluster, place.getValue()).stream().anyMatch(Chunk::hasWord)) {
        return place.getValue();
      }
    }
    return List.of();
  }

  private static List<Chunk> general(Cluster cluster, List<Cluster> others) {
    List<Chunk> general = cluster.pattern();
    for (Cluster other : others) {
      general = general(general, other.pattern());
    }
    return general;
  }

  /** The cluster with the most messages lives on. */
  private Cluster merge(Cluster cluster, List<Cluster> others) {
    List<Chunk> general = general(cluster, others);
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
    survivor.setPattern(general);
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
    bytes += cluster.sizeBytes();
  }

  private void remove(Cluster cluster) {
    tree.remove(cluster);
    clusters.remove(cluster.id());
    bytes -= cluster.sizeBytes();
  }
}
