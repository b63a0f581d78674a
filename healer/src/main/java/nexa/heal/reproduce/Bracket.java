package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import nexa.heal.reproduce.CommitTrial.Said;

/**
 * Which of some commits, newest first, to ask next: those that are likely, then further and further
 * back until one passes, then the middle between that and the oldest that crashes. One that says
 * nothing is passed over: the next is as far as may be from all that were asked.
 */
final class Bracket {

  private static final int GROWTH = 4;

  private final int size;
  private final List<Integer> likely = new ArrayList<>();
  private final Map<Integer, Said> said = new HashMap<>();
  private int crashing;
  private int passing;
  private int reach = 1;

  /**
   * The first of the commits crashes.
   *
   * @param likely those that may have begun it, likeliest first
   */
  Bracket(int size, List<Integer> likely) {
    this.size = size;
    this.passing = size;
    likely.forEach(
        index -> { // what came before tells more: most often it passes, and the rest is older
          this.likely.add(index + 1);
          this.likely.add(index);
        });
    said.put(0, Said.CRASHES);
  }

  /** Empty when no answer could tell more. */
  OptionalInt next() {
    for (int index : likely) {
      if (isOpen(index)) {
        return OptionalInt.of(index);
      }
    }
    if (!isPassingKnown()) {
      for (int index = Math.min(size - 1, crashing + reach); index < size; index++) {
        if (isOpen(index)) {
          reach *= GROWTH;
          return OptionalInt.of(index);
        }
      }
    }
    return farthest();
  }

  void put(int index, Said answer) {
    said.put(index, answer);
    switch (answer) {
      case CRASHES -> crashing = Math.max(crashing, index);
      case PASSES -> passing = Math.min(passing, index);
      case NOTHING -> { // it narrows nothing
      }
    }
  }

  /** The oldest that crashes, of those without one that passes behind them. */
  int crashing() {
    return crashing;
  }

  /** The newest that passes, or the number of commits. */
  int passing() {
    return passing;
  }

  boolean isPassingKnown() {
    return passing < size;
  }

  /** How many between the two were asked and said nothing. */
  int silent() {
    return (int) said.keySet().stream().filter(it -> it > crashing && it < passing).count();
  }

  private boolean isOpen(int index) {
    return index > crashing && index < passing && !said.containsKey(index);
  }

  /** The open one with most around it that was not asked; the newest of several. */
  private OptionalInt farthest() {
    int end = passing;
    if (!isPassingKnown()) { // all the way back nothing was said: how far back does it speak?
      end =
          said.keySet().stream().filter(it -> it > crashing).mapToInt(it -> it).min().orElse(size);
    }
    int best = -1;
    int distance = 0;
    for (int index = crashing + 1; index < end; index++) {
      int near = Math.min(index - crashing, end - index);
      for (int asked : said.keySet()) {
        near = Math.min(near, Math.abs(index - asked));
      }
      if (isOpen(index) && near > distance) {
        best = index;
        distance = near;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }
}
