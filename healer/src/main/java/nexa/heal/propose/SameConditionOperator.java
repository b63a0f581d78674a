package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Element;
import nexa.heal.source.JavaModel;
import nexa.patch.Edit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of a method that go by an index of fields only on the condition that the rest of the
 * class takes such steps on: {@code if (size > 0) { marks[size - 1]++; }}.
 */
final class SameConditionOperator implements RepairOperator {

  private static final int COST = 1;
  private static final int SUGGESTIONS_MAX = 2;

  /** What an expression must not do to be the same each time. */
  private static final Set<Tree.Kind> CHANGING =
      Set.of(
          Tree.Kind.PREFIX_INCREMENT, Tree.Kind.PREFIX_DECREMENT, Tree.Kind.POSTFIX_INCREMENT,
          Tree.Kind.POSTFIX_DECREMENT, Tree.Kind.METHOD_INVOCATION, Tree.Kind.ASSIGNMENT);

  @Override
  public String name() {
    return "same-condition";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    TreePath method = site.callable();
    if (!site.crash().isOverrun()
        || method == null
        || !(site.culprit().getLeaf() instanceof ExpressionStatementTree)
        || !new LineSpan(site.model(), site.location().line()).covers(site.culprit())) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    for (String index : indices(site.model(), site.culprit())) {
      for (String condition : conditions(site.model(), method.getParentPath(), index)) {
        suggestions.add(
            Suggestion.of(REPLACE_STATEMENT, "if (${guard}) {\n  ${statement}\n}", COST,
                "Elsewhere the class goes by ${index} only if ${guard}.")
                .with(Map.of("guard", condition, "index", index))
                .also(others(site, method, index, condition)));
      }
    }
    return suggestions.stream().limit(SUGGESTIONS_MAX).toList();
  }

  /** The indices in a statement that fields alone decide. */
  private static Set<String> indices(JavaModel model, TreePath statement) {
    Set<String> indices = new TreeSet<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitArrayAccess(ArrayAccessTree tree, @Nullable Void unused) {
        TreePath index = new TreePath(getCurrentPath(), tree.getIndex());
        if (isOfFields(model, index)) {
          indices.add(model.text(index));
        }
        return super.visitArrayAccess(tree, unused);
      }
    }.scan(statement, null);
    return indices;
  }

  /** Whether an expression names fields and nothing else that may change. */
  private static boolean isOfFields(JavaModel model, TreePath expression) {
    boolean[] names = {false, true};
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
        Element element = model.trees().getElement(getCurrentPath());
        names[0] = true;
        names[1] &= element != null && element.getKind().isField();
        return null;
      }

      @Override
      public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
        names[1] &= tree == null || !CHANGING.contains(tree.getKind());
        return super.scan(tree, unused);
      }
    }.scan(expression, null);
    return names[0] && names[1] && !CHANGING.contains(expression.getLeaf().getKind());
  }

  /** The conditions of fields on which a class takes a single step that goes by an index. */
  private static Set<String> conditions(JavaModel model, TreePath type, String index) {
    Set<String> conditions = new TreeSet<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree tree, @Nullable Void unused) {
        TreePath condition = new TreePath(getCurrentPath(), tree.getCondition());
        if (tree.getCondition() instanceof ParenthesizedTree it) {
          condition = new TreePath(condition, it.getExpression());
        }
        if (tree.getElseStatement() == null
            && isOfFields(model, condition)
            && indices(model, new TreePath(getCurrentPath(), tree.getThenStatement()))
                .contains(index)
            && isOneStep(tree)) {
          conditions.add(model.text(condition));
        }
        return super.visitIf(tree, unused);
      }
    }.scan(type, null);
    return conditions;
  }

  private static boolean isOneStep(IfTree guard) {
    List<? extends StatementTree> steps = GuardClause.body(guard);
    return steps.size() == 1 && steps.getFirst() instanceof ExpressionStatementTree;
  }

  /** The same guard for the other steps of the method that go by the index without it. */
  private static List<Edit> others(Site site, TreePath method, String index, String condition) {
    JavaModel model = site.model();
    String text = model.text(site.location().file());
    FileStyle style = FileStyle.of(text);
    List<Edit> edits = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree tree, @Nullable Void unused) {
        return model.text(new TreePath(getCurrentPath(), tree.getCondition())).contains(condition)
            ? null
            : super.visitIf(tree, unused);
      }

      @Override
      public @Nullable Void visitExpressionStatement(
          ExpressionStatementTree tree, @Nullable Void unused) {
        if (tree != site.culprit().getLeaf()
            && getCurrentPath().getParentPath().getLeaf() instanceof BlockTree
            && indices(model, getCurrentPath()).contains(index)) {
          int start = model.start(site.unit(), tree);
          int end = model.end(site.unit(), tree);
          String indent = FileStyle.indentAt(text, start);
          edits.add(
              new Edit(site.location().file(), start, end,
                  "if (" + condition + ") {" + style.separator() + indent + style.indent()
                      + style.deeper(text.substring(start, end), style.indent())
                      + style.separator() + indent + "}"));
        }
        return null;
      }
    }.scan(method, null);
    return edits;
  }
}
