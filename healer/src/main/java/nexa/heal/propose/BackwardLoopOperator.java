package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import nexa.heal.source.JavaModel;
import nexa.patch.Edit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a loop that removes elements of a list by their index walk backwards, where what is behind
 * moves up without harm. The loop counts to the size that the list had before: {@code for (int i =
 * 0, n = xs.size(); i < n; i++)} with an {@code xs.remove(i)}.
 */
final class BackwardLoopOperator implements RepairOperator {

  /** Less than a bound costs that lets the loop go on past the elements that moved up. */
  private static final int COST = -4;

  @Override
  public String name() {
    return "backward-loop";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (!site.crash().isOverrun()
        || !(site.culprit().getLeaf() instanceof BinaryTree condition)
        || condition.getKind() != Tree.Kind.LESS_THAN
        || !(site.culprit().getParentPath().getLeaf() instanceof ForLoopTree loop)
        || loop.getCondition() != condition) {
      return List.of();
    }
    TreePath path = site.culprit().getParentPath();
    VariableTree index = index(loop, condition);
    TreePath list =
        countedList(site.model(), new TreePath(site.culprit(), condition.getRightOperand()));
    if (index == null || list == null || !runsOver(site, loop)) {
      return List.of();
    }
    String counter = index.getName().toString();
    String name = list.getLeaf().toString();
    RemovingBody body =
        new RemovingBody(site.model(), counter, condition.getRightOperand().toString(), name);
    if (!body.canTurn(new TreePath(path, loop.getStatement()))) {
      return List.of();
    }
    return List.of(
        Suggestion.of(REPLACE_CULPRIT, "${index} >= 0", COST,
            "The loop removes from ${list} by index, and what is behind moves up; backwards it meets every element.")
            .with(Map.of("index", counter, "list", name))
            .also(turned(site, loop, "int " + counter + " = " + name + ".size() - 1",
                counter + "--")));
  }

  /** The loop's variable when it begins at 0, is compared, and counts up; null when it does not. */
  private static @Nullable VariableTree index(ForLoopTree loop, BinaryTree condition) {
    if (loop.getInitializer().isEmpty()
        || !(loop.getInitializer().getFirst() instanceof VariableTree variable)
        || !(variable.getInitializer() instanceof LiteralTree start)
        || !Integer.valueOf(0).equals(start.getValue())
        || !(loop.getUpdate().size() == 1
            && loop.getUpdate().getFirst().getExpression() instanceof UnaryTree step)
        || (step.getKind() != Tree.Kind.POSTFIX_INCREMENT
            && step.getKind() != Tree.Kind.PREFIX_INCREMENT)) {
      return null;
    }
    String name = variable.getName().toString();
    boolean whole =
        loop.getInitializer().size() == 1
            || (loop.getInitializer().size() == 2
                && loop.getInitializer().getLast() instanceof VariableTree end
                && end.getName().contentEquals(condition.getRightOperand().toString()));
    return whole && name.equals(condition.getLeftOperand().toString())
        && name.equals(step.getExpression().toString()) ? variable : null;
  }

  /** The list whose size a local variable was set to once and for all; null when it is anything else. */
  private static @Nullable TreePath countedList(JavaModel model, TreePath bound) {
    Element variable = model.trees().getElement(bound);
    TreePath method = Slice.enclosingMethod(bound);
    if (variable == null || variable.getKind() != ElementKind.LOCAL_VARIABLE || method == null) {
      return null;
    }
    List<TreePath> values = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        note(getCurrentPath(), tree.getInitializer());
        return super.visitVariable(tree, unused);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
        note(new TreePath(getCurrentPath(), tree.getVariable()), tree.getExpression());
        return super.visitAssignment(tree, unused);
      }

      @Override
      public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree tree,
          @Nullable Void unused) {
        note(new TreePath(getCurrentPath(), tree.getVariable()), tree);
        return super.visitCompoundAssignment(tree, unused);
      }

      @Override
      public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
        note(new TreePath(getCurrentPath(), tree.getExpression()), isStep(tree) ? tree : null);
        return super.visitUnary(tree, unused);
      }

      private void note(TreePath set, @Nullable ExpressionTree value) {
        if (value != null && variable.equals(model.trees().getElement(set))) {
          values.add(new TreePath(getCurrentPath(), value));
        }
      }
    }.scan(method, null);
    return values.size() == 1 ? listOf(model, values.getFirst()) : null;
  }

  /** The list in {@code list.size()}. */
  private static @Nullable TreePath listOf(JavaModel model, TreePath size) {
    TreePath list = Sizes.isSize(model, size) ? Culprits.receiver(size) : null;
    return list != null && list.getLeaf() instanceof IdentifierTree
        && new Typing(model).is(list, "java.util.List") ? list : null;
  }

  private static boolean isStep(UnaryTree tree) {
    return switch (tree.getKind()) {
      case PREFIX_INCREMENT, POSTFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_DECREMENT -> true;
      default -> false;
    };
  }

  /** Whether the line that failed is in the loop. */
  private static boolean runsOver(Site site, ForLoopTree loop) {
    int line = site.location().line();
    return site.location().frameIndex() == 0
        && site.model().line(site.unit(), site.model().start(site.unit(), loop)) <= line
        && line <= site.model().line(site.unit(), site.model().end(site.unit(), loop) - 1);
  }

  private static List<Edit> turned(Site site, ForLoopTree loop, String start, String step) {
    JavaModel model = site.model();
    StatementTree first = loop.getInitializer().getFirst();
    ExpressionTree last = ((VariableTree) loop.getInitializer().getLast()).getInitializer();
    ExpressionTree update = loop.getUpdate().getFirst().getExpression();
    return List.of(
        new Edit(site.file(), model.start(site.unit(), first), model.end(site.unit(), last), start),
        new Edit(site.file(), model.start(site.unit(), update), model.end(site.unit(), update),
            step));
  }
}
