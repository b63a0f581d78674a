package nexa.collect.template;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster a masked message belongs to, by its hash: an open-addressing map of {@value #SLOTS}
 * places. Where the places nearby are full one is given up; its message is then looked for among the
 * templates once more.
 */
final class KnownHashes {

  static final int SLOTS = 1 << 16;

  private static final int PROBES_MAX = 8;

  private final long[] hashes = new long[SLOTS];
  private final @Nullable Cluster[] clusters = new Cluster[SLOTS];

  @Nullable Cluster get(long hash) {
    for (int probe = 0; probe < PROBES_MAX; probe++) {
      int at = slot(hash, probe);
      Cluster cluster = clusters[at];
      if (cluster == null) {
        return null;
      }
      if (hashes[at] == hash) {
        return current(at, cluster);
      }
    }
    return null;
  }

  void put(long hash, Cluster cluster) {
    int at = slot(hash, 0);
    for (int probe = 0; probe < PROBES_MAX; probe++) {
      int next = slot(hash, probe);
      if (clusters[next] == null || hashes[next] == hash) {
        at = next;
        break;
      }
    }
    hashes[at] = hash;
    clusters[at] = cluster;
  }

  void forEach(BiConsumer<Long, Cluster> action) {
    for (int at = 0; at < SLOTS; at++) {
      Cluster cluster = clusters[at] == null ? null : clusters[at].current();
      if (cluster != null) {
        action.accept(hashes[at], cluster);
      }
    }
  }

  /** A merged cluster is looked through once. */
  private @Nullable Cluster current(int at, Cluster cluster) {
    Cluster current = cluster.current();
    if (current != null && current != cluster) {
      clusters[at] = current;
    }
    return current;
  }

  private static int slot(long hash, int probe) {
    return (int) (hash >>> 40) + probe & SLOTS - 1;
  }
}
