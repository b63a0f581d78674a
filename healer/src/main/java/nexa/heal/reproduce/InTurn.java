package nexa.heal.reproduce;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nexa.issue.Diagnosis;
import nexa.repair.Reproducer;

/** Asks one reproducer after the other until a test is red. */
public final class InTurn implements Reproducer {

  private final List<Reproducer> reproducers;

  /**
   * @param reproducers the best one first
   */
  public InTurn(List<Reproducer> reproducers) {
    this.reproducers = List.copyOf(reproducers);
  }

  @Override
  public Answer reproduce(Diagnosis diagnosis) {
    Set<String> reasons = new LinkedHashSet<>();
    boolean tried = false;
    for (Reproducer reproducer : reproducers) {
      switch (reproducer.reproduce(diagnosis)) {
        case Answer.Red red -> {
          return red;
        }
        case Answer.NotRed not -> {
          tried = true;
          reasons.add(not.reason());
        }
        case Answer.Abstained abstained -> reasons.add(abstained.reason());
      }
    }
    String reason = String.join(" ", reasons);
    return tried ? new Answer.NotRed(reason) : new Answer.Abstained(reason);
  }
}
