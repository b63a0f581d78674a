package nexa.heal.group;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import nexa.issue.Fingerprint;

/** What people said of fingerprints: these are one, those are not. The last word on a pair holds. */
final class Links {

  private static final int LINKED_SEEN_MAX = 1_000;

  private final Map<Fingerprint, Set<Fingerprint>> together = new HashMap<>();
  private final Map<Fingerprint, Set<Fingerprint>> apart = new HashMap<>();

  void join(Fingerprint a, Fingerprint b) {
    remove(apart, a, b);
    put(together, a, b);
  }

  void separate(Fingerprint a, Fingerprint b) {
    remove(together, a, b);
    put(apart, a, b);
  }

  /** All that were joined with a fingerprint, over others too, the nearest first. */
  Set<Fingerprint> joined(Fingerprint fingerprint) {
    Set<Fingerprint> seen = new LinkedHashSet<>();
    Deque<Fingerprint> open = new ArrayDeque<>(Set.of(fingerprint));
    while (!open.isEmpty() && seen.size() < LINKED_SEEN_MAX) {
      for (Fingerprint next : together.getOrDefault(open.remove(), Set.of())) {
        if (!next.equals(fingerprint) && seen.add(next)) {
          open.add(next);
        }
      }
    }
    return seen;
  }

  /** The fingerprints that a person keeps apart from this one. */
  Set<Fingerprint> separated(Fingerprint fingerprint) {
    return apart.getOrDefault(fingerprint, Set.of());
  }

  private static void put(
      Map<Fingerprint, Set<Fingerprint>> links, Fingerprint a, Fingerprint b) {
    links.computeIfAbsent(a, key -> sorted()).add(b);
    links.computeIfAbsent(b, key -> sorted()).add(a);
  }

  private static void remove(
      Map<Fingerprint, Set<Fingerprint>> links, Fingerprint a, Fingerprint b) {
    links.getOrDefault(a, new HashSet<>()).remove(b);
    links.getOrDefault(b, new HashSet<>()).remove(a);
  }

  private static Set<Fingerprint> sorted() {
    return new TreeSet<>(Comparator.comparing(Fingerprint::value));
  }
}
