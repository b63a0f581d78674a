package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/**
 * Treats the result of a call as its file does elsewhere: hands it through the same method of the
 * class, or calls only under the condition that the other call's conditional tests.
 */
final class SameIdiomOperator implements RepairOperator {

  private static final int THROUGH_COST = 0;
  private static final int CONDITION_COST = 1;
  private static final int SUGGESTIONS_MAX = 4;

  @Override
  public String name() {
    return "same-idiom";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    Call call = isOnLine(site) ? Call.of(site.model(), site.culprit()) : null;
    if (call == null || !site.hasValue() || site.culprit().getLeaf() instanceof NewClassTree) {
      return List.of();
    }
    Map<String, Suggestion> suggestions = new LinkedHashMap<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree tree,
          @Nullable Void unused) {
        Element called = site.model().trees().getElement(getCurrentPath());
        if (tree != site.culprit().getLeaf() && call.method().equals(called)
            && suggestions.size() < SUGGESTIONS_MAX) {
          through(site, getCurrentPath(), suggestions);
          conditional(site, call, getCurrentPath(), suggestions);
        }
        return super.visitMethodInvocation(tree, unused);
      }
    }.scan(new TreePath(site.unit()), null);
    return List.copyOf(suggestions.values());
  }

  private static boolean isOnLine(Site site) {
    return new LineSpan(site.model(), site.location().line()).covers(site.culprit());
  }

  /** {@code text(item.name())} elsewhere for {@code item.name()} here. */
  private static void through(Site site, TreePath other, Map<String, Suggestion> suggestions) {
    JavaModel model = site.model();
    TypeMirror type = model.typeOf(other);
    TreePath around = other.getParentPath();
    if (type == null || !(around.getLeaf() instanceof MethodInvocationTree outer)
        || outer.getArguments().size() != 1 || outer.getArguments().getFirst() != other.getLeaf()
        || outer.getMethodSelect().toString().indexOf('.') >= 0
        || isThrough(site, outer)) {
      return;
    }
    TypeMirror result = model.typeOf(around);
    if (result != null && model.types().isSameType(result, type)) {
      String method = outer.getMethodSelect().toString();
      suggestions.putIfAbsent(method,
          Suggestion.of(REPLACE_CULPRIT, "${through}(${culprit})", THROUGH_COST,
              "Elsewhere what ${culprit} gives goes through ${through}.")
              .with(Map.of("through", method)));
    }
  }

  private static boolean isThrough(Site site, MethodInvocationTree outer) {
    return site.culprit().getParentPath().getLeaf() instanceof MethodInvocationTree own
        && own.getMethodSelect().toString().equals(outer.getMethodSelect().toString());
  }

  /** {@code text.isBlank() ? 0 : parse(text)} elsewhere for {@code parse(text)} here. */
  private static void conditional(
      Site site, Call call, TreePath other, Map<String, Suggestion> suggestions) {
    TreePath branch = other;
    while (branch.getParentPath().getLeaf() instanceof ParenthesizedTree) {
      branch = branch.getParentPath();
    }
    TreePath around = branch.getParentPath();
    Call there = Call.of(site.model(), other);
    if (there == null || !(around.getLeaf() instanceof ConditionalExpressionTree tree)
        || tree.getCondition() == branch.getLeaf()) {
      return;
    }
    boolean whenTrue = tree.getTrueExpression() == branch.getLeaf();
    ExpressionTree instead = whenTrue ? tree.getFalseExpression() : tree.getTrueExpression();
    String condition =
        GuardedCalls.told(condition(around, tree), there, call);
    String value =
        Rebinding.of(site.model(), new TreePath(around, instead), Map.of());
    if (condition != null && value != null
        && Precedence.of(plain(tree.getCondition())) > Precedence.CONDITIONAL) {
      suggestions.putIfAbsent(condition,
          Suggestion.of(REPLACE_CULPRIT,
              whenTrue ? "${condition} ? ${culprit} : ${value}"
                  : "${condition} ? ${value} : ${culprit}",
              CONDITION_COST, "Elsewhere " + call.name() + " is called like this.")
              .with(Map.of("condition", condition, "value", value)));
    }
  }

  private static TreePath condition(TreePath around, ConditionalExpressionTree tree) {
    return new TreePath(around, plain(tree.getCondition()));
  }

  private static Tree plain(ExpressionTree tree) {
    return tree instanceof ParenthesizedTree it ? plain(it.getExpression()) : tree;
  }
}
