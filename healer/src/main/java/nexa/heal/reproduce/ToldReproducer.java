package nexa.heal.reproduce;

import java.util.Map;
import nexa.issue.Diagnosis;
import nexa.repair.Reproducer;
import nexa.repair.Thoughts;
import nexa.repair.Thoughts.End;
import nexa.repair.Thoughts.Thought;

/**
 * A reproducer whose attempts are thoughts.
 *
 * @param name what it starts from, such as {@code captured values}
 */
public record ToldReproducer(String name, Reproducer reproducer, Thoughts thoughts)
    implements
      Reproducer {

  @Override
  public Answer reproduce(Diagnosis diagnosis) {
    Thought thought = thoughts.begin("attempt", Map.of("what", name));
    Answer answer;
    try {
      answer = reproducer.reproduce(diagnosis);
    } catch (RuntimeException e) {
      thought.end(End.FAILED, Map.of("reason", String.valueOf(e.getMessage())));
      throw e;
    }
    switch (answer) {
      case Answer.Red red -> thought.end(End.OK, Map.of("test", red.reproduction().testId()));
      case Answer.NotRed(String reason) -> thought.end(End.REFUSED, Map.of("reason", reason));
      case Answer.Abstained(String reason) -> thought.end(End.REFUSED, Map.of("reason", reason));
    }
    return answer;
  }
}
