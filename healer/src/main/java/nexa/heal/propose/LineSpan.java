package nexa.heal.propose;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import nexa.heal.source.JavaModel;

/**
 * Which expressions a line number in a stack trace may mean: a frame's line is that of a call, an
 * operator or the start of a statement, so every expression of a statement that spans it may be
 * meant, of a compound statement only its header.
 */
record LineSpan(JavaModel model, int line) {

  /** Whether the line may mean an expression. */
  boolean covers(TreePath expression) {
    for (TreePath path = expression; path != null; path = path.getParentPath()) {
      Tree leaf = path.getLeaf();
      if (leaf instanceof MethodTree || leaf instanceof ClassTree || leaf instanceof BlockTree) {
        return false;
      }
      if (leaf instanceof StatementTree) {
        return coversHeader(path);
      }
    }
    return false;
  }

  private boolean coversHeader(TreePath statement) {
    CompilationUnitTree unit = statement.getCompilationUnit();
    Tree leaf = statement.getLeaf();
    int from = model.start(unit, leaf);
    int to = model.end(unit, leaf);
    switch (leaf) {
      case IfTree it -> to = model.end(unit, it.getCondition());
      case ForLoopTree it -> to = model.start(unit, it.getStatement());
      case EnhancedForLoopTree it -> to = model.end(unit, it.getExpression());
      case WhileLoopTree it -> to = model.end(unit, it.getCondition());
      case DoWhileLoopTree it -> from = model.start(unit, it.getCondition());
      case SwitchTree it -> to = model.end(unit, it.getExpression());
      case SynchronizedTree it -> to = model.end(unit, it.getExpression());
      case TryTree it -> to = model.start(unit, it.getBlock());
      case LabeledStatementTree it -> to = model.start(unit, it.getStatement());
      default -> {}
    }
    return from >= 0 && model.line(unit, from) <= line
        && line <= model.line(unit, Math.max(from, to - 1));
  }

  /** Whether the line is the one the compiler gives to an expression itself. */
  boolean isOwn(TreePath expression) {
    CompilationUnitTree unit = expression.getCompilationUnit();
    return model.line(unit, ownPosition(unit, expression.getLeaf())) == line;
  }

  private int ownPosition(CompilationUnitTree unit, Tree tree) {
    return switch (tree) {
      case MethodInvocationTree call -> ownPosition(unit, call.getMethodSelect());
      case MemberSelectTree select -> model.end(unit, select) - select.getIdentifier().length();
      case BinaryTree binary -> model.end(unit, binary.getLeftOperand());
      default -> model.start(unit, tree);
    };
  }
}
