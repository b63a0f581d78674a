package nexa.heal.verify;

import java.util.Comparator;
import java.util.Map;
import nexa.patch.Patch;

/**
 * A patch on its way through the checks.
 *
 * @param order its place among the candidates given
 * @param files the files it changes, with their new text
 * @param doubt why it should not be shown as a fix even if it is green, empty when nothing speaks against it
 */
record Candidate(Patch patch, int order, Map<String, String> files, String doubt) {

  /** Those without doubt first, then those without risks, then in the order given. */
  static final Comparator<Candidate> BEST_FIRST =
      Comparator.<Candidate, Boolean>comparing(Candidate::isDoubtful)
          .thenComparing(candidate -> !candidate.patch().risks().isEmpty())
          .thenComparingInt(Candidate::order);

  Candidate {
    files = Map.copyOf(files);
  }

  boolean isDoubtful() {
    return !doubt.isEmpty();
  }

  /** The same with one more doubt. */
  Candidate doubted(String more) {
    return new Candidate(patch, order, files, doubt.isEmpty() ? more : doubt + ", and " + more);
  }

  /** The same patch with what a reviewer should know of it. */
  Candidate withRisk(String risk) {
    return new Candidate(patch.withRisk(risk), order, files, doubt);
  }
}
