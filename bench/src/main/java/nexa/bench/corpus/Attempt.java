package nexa.bench.corpus;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * One bug with what came of it.
 *
 * @param remark what the hidden checks said against a fix, or what was left running
 */
record Attempt(Bug bug, HealAnswer answer, Result result, Duration took, String remark) {

  private static final int PLACES_MAX = 5;

  /** How an answer is judged. */
  enum Result {
    /** Fixed, and the hidden checks agree. */
    CORRECT,
    /** Shown as fixed, and it is not, or there was nothing to fix. */
    WRONG,
    /** Fixed, and there is no hidden check. */
    UNJUDGED,
    /** Not fixed, which is right if there was nothing to fix. */
    ABSTAINED
  }

  /** The place of the developer's method among the first five; empty if it is not there. */
  OptionalInt place() {
    for (int i = 0; i < Math.min(PLACES_MAX, answer.locations().size()); i++) {
      if (bug.methods().contains(answer.locations().get(i))) {
        return OptionalInt.of(i + 1);
      }
    }
    return OptionalInt.empty();
  }
}
