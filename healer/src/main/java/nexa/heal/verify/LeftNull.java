package nexa.heal.verify;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IfTree;
import com.sun.source.util.TreeScanner;
import java.util.List;
import nexa.heal.source.ParsedSource;
import org.jspecify.annotations.Nullable;

/** A patch that leaves out what sets a variable which was just found to be null: the rest of the method meets null then. */
final class LeftNull {

  private LeftNull() {}

  /** Whether a silencing does that. */
  static boolean by(Silencing silencing) {
    List<String> left = silencing.skipped().statements();
    boolean[] leaves = {false};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        String condition = Silencing.bare(silencing.source().plain(node.getCondition()));
        ParsedSource.statements(node.getThenStatement()).stream()
            .filter(it -> left.contains(silencing.source().plain(it)))
            .filter(ExpressionStatementTree.class::isInstance)
            .map(it -> ((ExpressionStatementTree) it).getExpression())
            .filter(AssignmentTree.class::isInstance)
            .map(it -> ((AssignmentTree) it).getVariable() + " == null")
            .forEach(set -> leaves[0] |= set.equals(condition));
        return super.visitIf(node, unused);
      }
    }.scan(silencing.method().getLeaf(), null);
    return leaves[0];
  }
}
