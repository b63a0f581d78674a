package nexa.repair;

import java.util.List;
import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;
import nexa.patch.Verdict;

/** Says exactly what would be done with the best of the plausible patches. */
@FunctionalInterface
public interface Planner {

  /**
   * @param plausible best first, never empty
   */
  Plan plan(Diagnosis diagnosis, Reproduction reproduction, List<Verdict.Plausible> plausible);
}
