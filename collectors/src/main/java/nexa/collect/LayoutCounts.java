package nexa.collect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** How many lines of a source had which layout. Counted by one thread, read by any. */
final class LayoutCounts {

  private final AtomicLongArray counts = new AtomicLongArray(Layout.values().length);

  void count(Layout layout) {
    counts.lazySet(layout.ordinal(), counts.get(layout.ordinal()) + 1);
  }

  /** The counts of the layouts that were seen, by short name. */
  Map<String, Long> byName() {
    Map<String, Long> byName = new LinkedHashMap<>();
    for (Layout layout : Layout.values()) {
      long count = counts.get(layout.ordinal());
      if (count > 0) {
        byName.put(layout.shortName(), count);
      }
    }
    return byName;
  }
}
