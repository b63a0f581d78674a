package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import nexa.heal.propose.Crash.Side;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** Makes an array as long as the loop that fills it: {@code new int[rows]} for {@code row < rows}. */
final class LoopSizedOperator implements RepairOperator {

  private static final int COST = -1;

  @Override
  public String name() {
    return "loop-sized";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    JavaModel model = site.model();
    TreePath variable = sized(site.culprit());
    Element array = variable == null ? null : model.trees().getElement(variable);
    TreePath method = variable == null ? null : Slice.enclosingMethod(variable);
    if (!site.crash().type().equals("java.lang.ArrayIndexOutOfBoundsException")
        || site.crash().side() == Side.BELOW
        || array == null
        || method == null) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    LineSpan span = new LineSpan(model, site.location().line());
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitArrayAccess(ArrayAccessTree tree, @Nullable Void unused) {
        TreePath bound = span.covers(getCurrentPath())
            && array.equals(model.trees().getElement(
                new TreePath(getCurrentPath(), tree.getExpression())))
                    ? bound(getCurrentPath(), tree.getIndex())
                    : null;
        if (bound != null
            && !model.text(bound).equals(model.text(site.culprit()))
            && isKnownAt(model, bound, model.start(site.unit(), site.culprit().getLeaf()))) {
          suggestions.add(
              Suggestion.of(REPLACE_CULPRIT, "${bound}", COST,
                  "${array} is filled by a loop up to ${bound}.")
                  .with(Map.of("array", array.getSimpleName().toString(), "bound",
                      model.text(bound))));
        }
        return super.visitArrayAccess(tree, unused);
      }
    }.scan(method, null);
    return suggestions.stream().limit(1).toList();
  }

  /** The variable whose array has the expression for its length. */
  private static @Nullable TreePath sized(TreePath length) {
    TreePath made = length.getParentPath();
    return made != null
        && made.getLeaf() instanceof NewArrayTree array
        && array.getDimensions().size() == 1
        && array.getDimensions().getFirst() == length.getLeaf()
        && made.getParentPath().getLeaf() instanceof VariableTree
            ? made.getParentPath()
            : null;
  }

  /** What an index stays below, where it is the variable of a loop around. */
  private static @Nullable TreePath bound(TreePath inner, ExpressionTree index) {
    for (TreePath path = inner; path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof ForLoopTree loop
          && loop.getCondition() instanceof BinaryTree condition
          && condition.getKind() == Tree.Kind.LESS_THAN
          && loop.getInitializer().size() == 1
          && loop.getInitializer().getFirst() instanceof VariableTree counter
          && counter.getName().contentEquals(index.toString())
          && condition.getLeftOperand().toString().equals(index.toString())) {
        return new TreePath(new TreePath(path, condition), condition.getRightOperand());
      }
    }
    return null;
  }

  /** Whether all that an expression names is declared before a place. */
  private static boolean isKnownAt(JavaModel model, TreePath expression, int place) {
    boolean[] known = {true};
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
        Element element = model.trees().getElement(getCurrentPath());
        TreePath declared =
            element == null || !Rebinding.isLocal(element) ? null : model.trees().getPath(element);
        known[0] &=
            declared == null
                || model.end(declared.getCompilationUnit(), declared.getLeaf()) < place;
        return null;
      }
    }.scan(expression, null);
    return known[0];
  }
}
