package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/**
 * What a method checks or prepares before it begins: {@code if (…)} with a return, a throw or a
 * variable set, or a call of a method of its own class.
 *
 * @param method the method that has it
 */
record GuardClause(JavaModel model, TreePath method, TreePath statement) {

  private static final int CLAUSES_MAX = 4;
  private static final int STATEMENTS_MAX = 2;
  private static final int CHARS_MAX = 200;

  /** The guard clauses at the start of a method, in order. */
  static List<GuardClause> of(JavaModel model, TreePath method) {
    List<GuardClause> clauses = new ArrayList<>();
    if (!(method.getLeaf() instanceof MethodTree tree) || tree.getBody() == null) {
      return clauses;
    }
    TreePath body = new TreePath(method, tree.getBody());
    for (StatementTree statement : tree.getBody().getStatements()) {
      if (isConstructorCall(statement)) {
        continue;
      }
      GuardClause clause = new GuardClause(model, method, new TreePath(body, statement));
      if (!clause.isGuard() || clauses.size() == CLAUSES_MAX) {
        break;
      }
      clauses.add(clause);
    }
    return clauses;
  }

  /** The method that a statement begins, behind the call of another constructor; null when it begins none. */
  static @Nullable TreePath methodOpenedBy(TreePath statement) {
    TreePath method = statement.getParentPath().getParentPath();
    if (!(statement.getLeaf() instanceof StatementTree)
        || !(statement.getParentPath().getLeaf() instanceof BlockTree block)
        || !(method.getLeaf() instanceof MethodTree)) {
      return null;
    }
    int at = block.getStatements().indexOf(statement.getLeaf());
    boolean first =
        at == 0 ? !isConstructorCall(block.getStatements().getFirst())
            : at == 1 && isConstructorCall(block.getStatements().getFirst());
    return first ? method : null;
  }

  private static boolean isConstructorCall(StatementTree statement) {
    return statement instanceof ExpressionStatementTree it
        && it.getExpression() instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof IdentifierTree name
        && (name.getName().contentEquals("super") || name.getName().contentEquals("this"));
  }

  private boolean isGuard() {
    return switch (statement.getLeaf()) {
      case IfTree it -> it.getElseStatement() == null && isAnswer(it);
      case ExpressionStatementTree it -> it.getExpression() instanceof MethodInvocationTree call
          && call.getArguments().size() <= 1
          && call.getMethodSelect() instanceof IdentifierTree;
      default -> false;
    };
  }

  private static boolean isAnswer(IfTree guard) {
    List<? extends StatementTree> body = body(guard);
    return !body.isEmpty()
        && body.size() <= STATEMENTS_MAX
        && (body.getLast() instanceof ReturnTree
            || body.getLast() instanceof ThrowTree
            || (body.getLast() instanceof ExpressionStatementTree it
                && it.getExpression() instanceof AssignmentTree));
  }

  /** What a guard does. */
  static List<? extends StatementTree> body(IfTree guard) {
    return guard.getThenStatement() instanceof BlockTree block
        ? block.getStatements()
        : List.of(guard.getThenStatement());
  }

  /** The call that it is; null when it is a condition. */
  @Nullable TreePath call() {
    return statement.getLeaf() instanceof ExpressionStatementTree it
        ? new TreePath(statement, it.getExpression())
        : null;
  }

  /** The fields that its condition names. */
  List<Element> fields() {
    Set<Element> fields = new LinkedHashSet<>();
    if (statement.getLeaf() instanceof IfTree guard) {
      new TreePathScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
          Element element = model.trees().getElement(getCurrentPath());
          if (element != null && element.getKind() == ElementKind.FIELD) {
            fields.add(element);
          }
          return null;
        }
      }.scan(new TreePath(statement, guard.getCondition()), null);
    }
    return List.copyOf(fields);
  }

  /** Whether it ends the method with a value. */
  boolean givesBack() {
    return statement.getLeaf() instanceof IfTree guard
        && body(guard).getLast() instanceof ReturnTree it
        && it.getExpression() != null;
  }

  boolean returns() {
    return statement.getLeaf() instanceof IfTree guard
        && body(guard).getLast() instanceof ReturnTree;
  }

  /** As a recipe's template, for a place where its variables have other names; null when it cannot be there. */
  @Nullable String template(Map<Element, String> names) {
    String source =
        statement.getLeaf() instanceof IfTree guard
            ? conditional(guard, names)
            : onOneLine(Rebinding.of(model, statement, names));
    return source == null || source.length() > CHARS_MAX ? null : source;
  }

  private @Nullable String conditional(IfTree guard, Map<Element, String> names) {
    TreePath condition = new TreePath(statement, guard.getCondition());
    if (guard.getCondition() instanceof ParenthesizedTree it) {
      condition = new TreePath(condition, it.getExpression());
    }
    String tested = onOneLine(Rebinding.of(model, condition, names));
    if (tested == null) {
      return null;
    }
    StringBuilder source = new StringBuilder("if (").append(tested).append(") {");
    TreePath then = new TreePath(statement, guard.getThenStatement());
    for (StatementTree inner : body(guard)) {
      TreePath path =
          inner == guard.getThenStatement() ? then : new TreePath(then, inner);
      String line = onOneLine(Rebinding.of(model, path, names));
      if (line == null) {
        return null;
      }
      source.append("\n  ").append(line);
    }
    return source.append("\n}").toString();
  }

  /** Source without its line breaks, null when that would change it. */
  static @Nullable String onOneLine(@Nullable String source) {
    if (source == null || source.contains("//") || source.contains("\"\"\"")
        || source.contains("${")) {
      return null;
    }
    return String.join(" ", source.lines().map(String::strip).toList());
  }
}
