package nexa.heal.propose;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** Where new statements can stand so that they run before a site's culprit does, or around it. */
record Placement(Site site) {

  /** Whether new statements in front of the statement run each time before the culprit does. */
  boolean canPrecede() {
    Tree statement = site.statementLeaf();
    return switch (statement) {
      case null -> false;
      case Tree whole when whole == site.culprit().getLeaf() ->
          !(whole instanceof ClassTree)
              && !(whole instanceof LabeledStatementTree)
              && !(whole instanceof ExpressionStatementTree it && isConstructorCall(it));
      case WhileLoopTree _,DoWhileLoopTree _ -> false;
      case ForLoopTree loop -> loop.getInitializer().stream().anyMatch(this::holdsCulprit);
      case ClassTree _ -> false;
      case LabeledStatementTree _ -> false;
      case ExpressionStatementTree it when isConstructorCall(it) -> false;
      default -> namesOutlive(statement) && (!isConditional() || canBeTestedEarly());
    };
  }

  /** Whether the statement may run without evaluating the culprit. */
  private boolean isConditional() {
    for (TreePath path = site.culprit(); !(path.getLeaf() instanceof StatementTree);
        path = path.getParentPath()) {
      Tree leaf = path.getLeaf();
      boolean conditional =
          switch (path.getParentPath().getLeaf()) {
            case ConditionalExpressionTree it -> it.getCondition() != leaf;
            case BinaryTree it -> isShortCircuit(it) && it.getRightOperand() == leaf;
            case LambdaExpressionTree _ -> true;
            default -> false;
          };
      if (conditional) {
        return true;
      }
    }
    return false;
  }

  private static boolean isShortCircuit(BinaryTree tree) {
    return tree.getKind() == Tree.Kind.CONDITIONAL_AND
        || tree.getKind() == Tree.Kind.CONDITIONAL_OR;
  }

  /** Whether a test of the culprit holds where what guards the culprit does not: a name's does. */
  private boolean canBeTestedEarly() {
    return switch (site.kind()) {
      case TEXT, WALKED, REMOVAL -> true;
      case NULL, NULL_PRODUCED, LENGTH, DIVISOR, CAST, IMMUTABLE, INEXACT, OVERFLOW,
          DUPLICATE_KEY ->
          site.culprit().getLeaf() instanceof IdentifierTree;
      case INDEX, INDEX_PRODUCED, EMPTY, SUSPECT, FIELD, LET_IN, LET_STAY, COMPARISON_IN,
          COMPARISON_OUT ->
          false;
    };
  }

  /** Whether the statement can be moved into a block: nothing after it needs what it declares. */
  boolean canWrap() {
    Tree statement = site.statementLeaf();
    return canPrecede() && !(statement instanceof VariableTree)
        && !(statement instanceof ReturnTree)
        && !(statement instanceof ThrowTree);
  }

  /** The first statement of the method around the culprit, behind a call of another constructor; null when there is none. */
  @Nullable TreePath bodyStart() {
    TreePath method = site.callable();
    if (method == null || !(method.getLeaf() instanceof MethodTree tree)
        || tree.getBody() == null) {
      return null;
    }
    TreePath body = new TreePath(method, tree.getBody());
    return tree.getBody().getStatements().stream()
        .filter(it -> !(it instanceof ExpressionStatementTree call && isConstructorCall(call)))
        .findFirst()
        .map(it -> new TreePath(body, it))
        .orElse(null);
  }

  /** Whether a test of the culprit can be the first thing its method does: all it names is there, and not null. */
  boolean canBeTestedFirst() {
    TreePath operand = site.operand();
    return site.culprit().getLeaf() instanceof IdentifierTree
        && isOfMethod(site.culprit())
        && (operand == null || (isOfMethod(operand) && !mayBeNull(operand.getLeaf())));
  }

  /** Whether the method itself asks whether an expression is null. */
  private boolean mayBeNull(Tree expression) {
    TreePath method = site.callable();
    boolean[] asked = {method == null};
    if (method != null) {
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void unused) {
          asked[0] |= tree.getRightOperand().getKind() == Tree.Kind.NULL_LITERAL
              && tree.getLeftOperand().toString().equals(expression.toString());
          return super.visitBinary(tree, unused);
        }
      }.scan(method.getLeaf(), null);
    }
    return asked[0];
  }

  /** Whether an expression names parameters and fields only, and is not in a lambda. */
  private boolean isOfMethod(TreePath expression) {
    TreePath callable = site.callable();
    boolean[] outlives = {callable != null && callable.getLeaf() instanceof MethodTree};
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        Element element = site.model().trees().getElement(getCurrentPath());
        outlives[0] &= element != null && !isLocal(element);
        return super.visitIdentifier(name, unused);
      }
    }.scan(expression, null);
    for (TreePath path = expression; path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodTree) {
        return outlives[0];
      }
      outlives[0] &= !(path.getLeaf() instanceof LambdaExpressionTree);
    }
    return false;
  }

  private static boolean isLocal(Element element) {
    return switch (element.getKind()) {
      case LOCAL_VARIABLE, EXCEPTION_PARAMETER, RESOURCE_VARIABLE, BINDING_VARIABLE -> true;
      default -> false;
    };
  }

  private static boolean isConstructorCall(ExpressionStatementTree statement) {
    return statement.getExpression() instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof IdentifierTree name
        && (name.getName().contentEquals("super") || name.getName().contentEquals("this"));
  }

  private boolean holdsCulprit(Tree tree) {
    for (TreePath path = site.culprit(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() == tree) {
        return true;
      }
    }
    return false;
  }

  /** Whether the culprit and its operand name nothing that the statement itself declares. */
  private boolean namesOutlive(Tree statement) {
    Set<String> declared = new HashSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        declared.add(tree.getName().toString());
        return super.visitVariable(tree, unused);
      }

      @Override
      public @Nullable Void visitBindingPattern(BindingPatternTree tree, @Nullable Void unused) {
        declared.add(tree.getVariable().getName().toString());
        return super.visitBindingPattern(tree, unused);
      }
    }.scan(statement, null);
    TreePath operand = site.operand();
    return Site.namesOf(site.culprit().getLeaf()).stream().noneMatch(declared::contains)
        && (operand == null
            || Site.namesOf(operand.getLeaf()).stream().noneMatch(declared::contains));
  }
}
