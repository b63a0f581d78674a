package nexa.repair;

import java.util.List;
import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;
import nexa.patch.Patch;
import nexa.patch.Verdict;

/** Checks candidate patches in a sandbox. */
@FunctionalInterface
public interface Verifier {

  /**
   * Checks candidates in the order given and stops early once enough are plausible.
   *
   * @return a verdict for each candidate that was looked at, the plausible ones best first, then the
   *     doubtful ones
   */
  List<Verdict> verify(Diagnosis diagnosis, Reproduction reproduction, List<Patch> candidates);
}
