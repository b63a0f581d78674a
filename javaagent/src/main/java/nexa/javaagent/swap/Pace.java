package nexa.javaagent.swap;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps swaps apart: each redefinition stops all threads for a moment, and a class that was swapped
 * has to show what its patch does before it gets the next. Not thread-safe.
 */
final class Pace {

  private final Patience patience;

  /** When classes were last swapped or rolled back, as long as that matters. */
  private final Map<String, Long> swapped = new HashMap<String, Long>();

  Pace(Patience patience) {
    this.patience = patience;
  }

  /** Why these classes may not be swapped yet, or null. */
  @Nullable String obstacle(Collection<String> classes, long nowNanos) {
    for (Map.Entry<String, Long> last : swapped.entrySet()) {
      long nanos = nowNanos - last.getValue();
      if (classes.contains(last.getKey()) && nanos < patience.sameClass) {
        return "too soon after the last swap of " + last.getKey();
      }
      if (nanos < patience.otherClass) {
        return "too soon after a swap of " + last.getKey();
      }
    }
    return null;
  }

  void swapped(Collection<String> classes, long nowNanos) {
    for (Iterator<Long> all = swapped.values().iterator(); all.hasNext();) {
      if (nowNanos - all.next() >= patience.sameClass) {
        all.remove();
      }
    }
    for (String name : classes) {
      swapped.put(name, nowNanos);
    }
  }
}
