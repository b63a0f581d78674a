package nexa.heal.verify;

import java.util.Comparator;
import java.util.Map;
import nexa.patch.Patch;

/**
 * A patch on its way through the checks.
 *
 * @param order its place among the candidates given
 * @param files the files it changes, with their new text
 * @param grounds what its effect rests on
 * @param goesOn whether it is silent and goes on, with something made up or without a step
 * @param doubt why it should not be shown as a fix even if it is green, empty when nothing speaks against it
 */
record Candidate(
    Patch patch, int order, Map<String, String> files, Grounds grounds, boolean goesOn,
    String doubt) {

  /** What a patch's effect rests on. */
  enum Grounds {
    /** Silent, and the code or its documentation calls for just that. */
    CALLED_FOR,
    /** It computes something. */
    COMPUTED,
    /** It only asks one more condition, and computes as before where that holds. */
    GUARDED,
    /** Silent, and only ways in general speak for it. */
    GENERAL
  }

  /** Those without doubt first, then those with good grounds and without risks, then in the order given. */
  static final Comparator<Candidate> BEST_FIRST =
      Comparator.<Candidate, Boolean>comparing(Candidate::isDoubtful)
          .thenComparingInt(Candidate::tier)
          .thenComparingInt(Candidate::order);

  Candidate {
    files = Map.copyOf(files);
  }

  boolean isDoubtful() {
    return !doubt.isEmpty();
  }

  private int tier() {
    return switch (grounds) {
      case CALLED_FOR -> 0;
      case COMPUTED -> patch.risks().isEmpty() ? 0 : 2;
      case GUARDED -> patch.risks().isEmpty() ? 1 : 2;
      case GENERAL -> 3;
    };
  }

  /** Whether it is not silent about the crash. */
  boolean computes() {
    return grounds == Grounds.COMPUTED || grounds == Grounds.GUARDED;
  }

  /** The same with one more doubt. */
  Candidate doubted(String more) {
    return new Candidate(
        patch, order, files, grounds, goesOn, doubt.isEmpty() ? more : doubt + ", and " + more);
  }

  /** The same without a doubt. */
  Candidate undoubted() {
    return new Candidate(patch, order, files, grounds, goesOn, "");
  }

  /** The same patch with what a reviewer should know of it. */
  Candidate withRisk(String risk) {
    return new Candidate(patch.withRisk(risk), order, files, grounds, goesOn, doubt);
  }

  /** The same with its doubt as something a reviewer should know. */
  Candidate asRisk() {
    return new Candidate(patch.withRisk(doubt), order, files, Grounds.GENERAL, goesOn, "");
  }
}
