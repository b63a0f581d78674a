package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the whole text where the mark that a part of it should end or begin at is not in it. */
final class AbsentIndexOperator implements RepairOperator {

  private static final int WHOLE_COST = 3;

  @Override
  public String name() {
    return "absent-index";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    TreePath text = Culprits.receiver(site.culprit());
    if (text == null || !Sizes.matter(site)
        || !(site.culprit().getLeaf() instanceof MethodInvocationTree call)
        || !Set.of("substring", "subSequence").contains(Culprits.nameOf(call))
        || !new Typing(site.model()).is(text, "java.lang.String")
        || !Purity.isPure(text.getLeaf())) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    for (ExpressionTree argument : call.getArguments()) {
      ExpressionTree found = found(argument);
      if (found != null && isFound(site, found)) {
        suggestions.add(
            Suggestion.of(REPLACE_CULPRIT, "${index} < 0 ? ${text} : ${culprit}", WHOLE_COST,
                "${index} is -1 where ${text} has no such mark; then all of it is taken.")
                .with(Map.of(
                    "index", site.model().text(new TreePath(site.culprit(), found)),
                    "text", site.model().text(text))));
      }
    }
    return suggestions;
  }

  /** The position in {@code position}, {@code position + 1} and the like. */
  private static @Nullable ExpressionTree found(ExpressionTree argument) {
    return switch (argument) {
      case ParenthesizedTree it -> found(it.getExpression());
      case BinaryTree it when it.getRightOperand() instanceof LiteralTree ->
          found(it.getLeftOperand());
      case MethodInvocationTree it -> isSearch(it) ? it : null;
      case IdentifierTree it -> it;
      default -> null;
    };
  }

  private static boolean isSearch(Tree tree) {
    return tree instanceof MethodInvocationTree call
        && Set.of("indexOf", "lastIndexOf").contains(Culprits.nameOf(call));
  }

  /** Whether an expression is what a search for a mark gave. */
  private static boolean isFound(Site site, ExpressionTree expression) {
    TreePath callable = site.callable();
    if (isSearch(expression) || callable == null) {
      return isSearch(expression);
    }
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        found[0] |= tree.getName().contentEquals(expression.toString())
            && tree.getInitializer() != null && isSearch(tree.getInitializer());
        return super.visitVariable(tree, unused);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree,
          @Nullable Void unused) {
        found[0] |= tree.getVariable().toString().equals(expression.toString())
            && isSearch(tree.getExpression());
        return super.visitAssignment(tree, unused);
      }
    }.scan(callable.getLeaf(), null);
    return found[0];
  }
}
