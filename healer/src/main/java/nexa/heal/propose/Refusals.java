package nexa.heal.propose;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nexa.heal.propose.Site.Kind;
import nexa.heal.source.JavaModel;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/**
 * What a method that throws on purpose was unhappy with: the values that the condition around its
 * {@code throw} tests for null or emptiness. The method is right to throw; its callers handed over
 * the value.
 */
final class Refusals {

  private final JavaModel model;
  private final Crash crash;

  Refusals(JavaModel model, Crash crash) {
    this.model = model;
    this.crash = crash;
  }

  /** The refused values at a frame, none when it does not throw by itself. */
  List<Site> at(Location location) {
    TreePath scope = model.methodAt(location).orElse(null);
    List<Site> sites = new ArrayList<>();
    if (scope == null) {
      return sites;
    }
    LineSpan span = new LineSpan(model, location.line());
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void unused) {
        TreePath thrown = new TreePath(getCurrentPath(), tree.getExpression());
        TreePath guard = span.covers(thrown) ? guard(getCurrentPath()) : null;
        if (guard != null) {
          refused(guard, location, sites);
        }
        return super.visitThrow(tree, unused);
      }
    }.scan(scope, null);
    return sites;
  }

  /** The condition under which a {@code throw} is reached; null when there is none. */
  private static @Nullable TreePath guard(TreePath statement) {
    for (TreePath path = statement; path.getParentPath() != null; path = path.getParentPath()) {
      Tree parent = path.getParentPath().getLeaf();
      if (parent instanceof IfTree it && it.getThenStatement() == path.getLeaf()) {
        return new TreePath(path.getParentPath(), it.getCondition());
      }
      if (parent instanceof ClassTree || parent instanceof LambdaExpressionTree) {
        return null;
      }
    }
    return null;
  }

  private void refused(TreePath condition, Location location, List<Site> sites) {
    switch (condition.getLeaf()) {
      case ParenthesizedTree it ->
          refused(new TreePath(condition, it.getExpression()), location, sites);
      case BinaryTree it when it.getKind() == Tree.Kind.CONDITIONAL_OR
          || it.getKind() == Tree.Kind.CONDITIONAL_AND -> {
        refused(new TreePath(condition, it.getLeftOperand()), location, sites);
        refused(new TreePath(condition, it.getRightOperand()), location, sites);
      }
      case BinaryTree it when it.getKind() == Tree.Kind.EQUAL_TO
          && Slice.isNull(it.getRightOperand()) ->
          add(Kind.NULL, new TreePath(condition, it.getLeftOperand()), location, sites);
      case BinaryTree it when it.getKind() == Tree.Kind.EQUAL_TO && isZero(it.getRightOperand()) ->
          counted(new TreePath(condition, it.getLeftOperand()), location, sites);
      case UnaryTree it when it.getKind() == Tree.Kind.LOGICAL_COMPLEMENT -> {}
      case MethodInvocationTree it when Set.of("isEmpty", "isBlank")
          .contains(Culprits.nameOf(it)) ->
          received(condition, location, sites);
      default -> {}
    }
  }

  /** {@code text.length() == 0}. */
  private void counted(TreePath counted, Location location, List<Site> sites) {
    if (counted.getLeaf() instanceof MethodInvocationTree call
        && Set.of("length", "size").contains(Culprits.nameOf(call))) {
      received(counted, location, sites);
    }
  }

  private void received(TreePath call, Location location, List<Site> sites) {
    TreePath receiver = Culprits.receiver(call);
    if (receiver != null) {
      add(Kind.EMPTY, receiver, location, sites);
    }
  }

  private void add(Kind kind, TreePath culprit, Location location, List<Site> sites) {
    sites.add(new Site(model, crash, location, kind, culprit, null, culprit, true).farther(1));
  }

  private static boolean isZero(ExpressionTree tree) {
    return tree instanceof LiteralTree literal && literal.getValue() instanceof Integer number
        && number == 0;
  }
}
