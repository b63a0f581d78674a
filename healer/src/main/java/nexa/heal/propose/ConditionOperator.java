package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_EXPRESSION;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.util.TreePath;
import java.util.List;

/** Adds the test that is missing to a condition the method has already: a branch, a loop, an early exit. */
final class ConditionOperator implements RepairOperator {

  private static final int THROWING_EXIT_COST = 6;

  @Override
  public String name() {
    return "missing-condition";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.LET_IN || kind == Site.Kind.LET_STAY;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    return Fault.of(site)
        .map(fault -> site.kind() == Site.Kind.LET_IN
            ? Suggestion.of(REPLACE_EXPRESSION, "${expression} && " + fault.good(), 0,
                "The condition let ${culprit} through, which the step inside cannot use.")
            : Suggestion.of(REPLACE_EXPRESSION, "${expression} || " + fault.bad(),
                throwsAtExit(site) ? THROWING_EXIT_COST : -1,
                "The method leaves early for the like of ${culprit}, but not for this."))
        .stream()
        .toList();
  }

  private static boolean throwsAtExit(Site site) {
    for (TreePath path = site.expression(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof IfTree branch) {
        return isThrow(branch.getThenStatement());
      }
    }
    return false;
  }

  private static boolean isThrow(StatementTree statement) {
    return statement instanceof ThrowTree
        || (statement instanceof BlockTree block && !block.getStatements().isEmpty()
            && isThrow(block.getStatements().getLast()));
  }
}
