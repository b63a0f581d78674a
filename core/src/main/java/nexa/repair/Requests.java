package nexa.repair;

import java.util.List;
import java.util.Optional;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.Reproduction;
import nexa.patch.Verdict;

/** What people asked to be changed of the fixes that an issue had before. */
public interface Requests {

  /** Where nobody asks. */
  Requests NONE =
      new Requests() {
        @Override
        public List<Refused> refused(Issue issue) {
          return List.of();
        }

        @Override
        public Optional<Proven> proven(Diagnosis diagnosis) {
          return Optional.empty();
        }
      };

  /** The fixes that people wanted otherwise, the oldest first. */
  List<Refused> refused(Issue issue);

  /**
   * What stood beside the last of them when it was made, where that still holds: of the same commit and
   * the same places in it.
   */
  Optional<Proven> proven(Diagnosis diagnosis);

  /**
   * A fix that somebody wanted otherwise.
   *
   * @param change what it changed, without places and context
   * @param reason what they said, in their words
   */
  record Refused(String fix, String change, String reason) {}

  /**
   * What an earlier run proved.
   *
   * @param plausible best first, those that were refused among them
   */
  record Proven(Reproduction reproduction, List<Verdict.Plausible> plausible) {
    public Proven {
      plausible = List.copyOf(plausible);
    }
  }
}
