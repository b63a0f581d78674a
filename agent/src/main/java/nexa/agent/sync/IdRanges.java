package nexa.agent.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of ids of Yjs. Each client numbers what it writes by a clock, so a set is some ranges of each. */
final class IdRanges {

  /** How many an update, or a room, may have at most. */
  static final int RANGES_MAX = 20_000;

  /** By the client, then by the start of a range, its end; ranges of a client never touch. */
  private final Map<Long, TreeMap<Long, Long>> ends = new HashMap<>();

  private int size;

  /** Adds a range; its end is below 2^54. */
  void add(long client, long start, long length) {
    TreeMap<Long, Long> own = ends.computeIfAbsent(client, key -> new TreeMap<>());
    long from = start;
    long to = start + length;
    Map.Entry<Long, Long> before = own.floorEntry(start);
    if (before != null && before.getValue() >= start) {
      from = before.getKey();
    }
    NavigableMap<Long, Long> met = own.subMap(from, true, to, true);
    for (long end : met.values()) {
      to = Math.max(to, end);
    }
    size += 1 - met.size();
    met.clear();
    own.put(from, to);
  }

  void addAll(IdRanges others) {
    others.ends.forEach(
        (client, own) -> own.forEach((start, end) -> add(client, start, end - start)));
  }

  /** Whether every id of another set is in this one. */
  boolean covers(IdRanges others) {
    return others.ends.entrySet().stream()
        .allMatch(
            each -> each.getValue().entrySet().stream()
                .allMatch(range -> covers(each.getKey(), range.getKey(), range.getValue())));
  }

  private boolean covers(long client, long start, long end) {
    TreeMap<Long, Long> own = ends.get(client);
    Map.Entry<Long, Long> around = own == null ? null : own.floorEntry(start);
    return around != null && around.getValue() >= end;
  }

  /** By each client that is known from its first id on, the first that is missing: a state vector. */
  Map<Long, Long> prefixes() {
    Map<Long, Long> prefixes = new HashMap<>();
    ends.forEach((client, own) -> {
      Long end = own.get(0L);
      if (end != null) {
        prefixes.put(client, end);
      }
    });
    return prefixes;
  }

  /** How many ranges it has. */
  int size() {
    return size;
  }
}
