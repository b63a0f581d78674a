package nexa.collect;

import java.util.LinkedHashMap;
import java.util.Map;
import nexa.event.Tally;

/** Counts what the lines of a source are, and what of them is lost, until somebody asks. For one thread. */
final class LineCounts {

  private final long[] layouts = new long[Layout.values().length];
  private final Losses losses = new Losses();

  void count(Layout layout) {
    layouts[layout.ordinal()]++;
  }

  Losses losses() {
    return losses;
  }

  /** All that was counted since the last call. */
  Tally take() {
    Map<String, Long> byName = new LinkedHashMap<>();
    for (Layout layout : Layout.values()) {
      if (layouts[layout.ordinal()] > 0) {
        byName.put(layout.shortName(), layouts[layout.ordinal()]);
        layouts[layout.ordinal()] = 0;
      }
    }
    return new Tally(byName, losses.take());
  }
}
