package nexa.heal.propose;

import java.util.List;
import nexa.patch.Recipe.Shape;

/** Removes by the iterator that walks through the collection, not behind its back. */
final class IteratorRemovalOperator implements RepairOperator {

  @Override
  public String name() {
    return "iterator-removal";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.REMOVAL;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    return List.of(
        Suggestion.of(Shape.REPLACE_CULPRIT, "${operand}.remove()", 0,
            "While ${operand} walks through a collection, only ${operand} may remove from it."));
  }
}
