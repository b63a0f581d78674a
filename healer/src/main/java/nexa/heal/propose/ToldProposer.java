package nexa.heal.propose;

import java.util.List;
import java.util.Map;
import nexa.issue.Diagnosis;
import nexa.memory.Match;
import nexa.patch.Patch;
import nexa.repair.Proposer;
import nexa.repair.Thoughts;
import nexa.repair.Thoughts.End;
import nexa.repair.Thoughts.Thought;

/** A proposer whose search is a thought. */
public record ToldProposer(Proposer proposer, Thoughts thoughts) implements Proposer {

  @Override
  public String name() {
    return proposer.name();
  }

  @Override
  public List<Patch> propose(Diagnosis diagnosis, List<Match> matches) {
    Thought thought = thoughts.begin("source", Map.of("what", name()));
    List<Patch> found;
    try {
      found = proposer.propose(diagnosis, matches);
    } catch (RuntimeException e) {
      thought.end(End.FAILED, Map.of("reason", String.valueOf(e.getMessage())));
      throw e;
    }
    thought.end(End.OK, Map.of("count", Integer.toString(found.size())));
    return found;
  }
}
