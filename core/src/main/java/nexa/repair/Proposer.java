package nexa.repair;

import java.util.List;
import nexa.issue.Diagnosis;
import nexa.memory.Match;
import nexa.patch.Patch;

/** Makes candidate patches from one source of ideas. */
public interface Proposer {

  /** The source's name in metrics, such as {@code operators}. */
  String name();

  /** The candidates, best first; empty when this source has no idea. */
  List<Patch> propose(Diagnosis diagnosis, List<Match> matches);

  /**
   * The same for a source that can do better when it hears what people did not want, and why. What was
   * refused may be among the candidates all the same.
   */
  default List<Patch> propose(
      Diagnosis diagnosis, List<Match> matches, List<Requests.Refused> refused) {
    return propose(diagnosis, matches);
  }
}
