package nexa.heal.classify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Remembers what people corrected. */
public interface Corrections {

  /** Keeps one; of two about the same text the later one counts. */
  void keep(Correction correction);

  /** At most {@code max} of them, the newest first. */
  List<Correction> newest(int max);

  /** Corrections that are gone with the process, at most {@code max}; the oldest go first. */
  static Corrections inMemory(int max) {
    Deque<Correction> kept = new ArrayDeque<>();
    return new Corrections() {
      @Override
      public synchronized void keep(Correction correction) {
        kept.addFirst(correction);
        if (kept.size() > max) {
          kept.removeLast();
        }
      }

      @Override
      public synchronized List<Correction> newest(int max) {
        return kept.stream().limit(max).toList();
      }
    };
  }
}
