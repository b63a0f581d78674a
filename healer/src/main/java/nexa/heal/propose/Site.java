package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;
import nexa.heal.source.ParsedSource;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/**
 * One expression that may have made a crash, and where it stands in the program.
 *
 * @param culprit the expression that failed
 * @param operand what it was applied to, absent when that has no source
 * @param expression the smallest expression that fails, with the calls chained to it
 * @param exact whether the crash's message or line names this expression rather than its statement
 * @param fault in which way the culprit was bad; the kind, but where another expression is to be
 *     changed for it
 * @param distance how many steps of guessing lie between the crash and this expression; 0 for the
 *     operation that failed
 */
record Site(
    JavaModel model,
    Crash crash,
    Location location,
    Kind kind,
    TreePath culprit,
    @Nullable TreePath operand,
    TreePath expression,
    boolean exact,
    Kind fault,
    int distance) {

  /** In which way an expression failed. */
  enum Kind {
    /** It was null where an object was wanted. */
    NULL,
    /** It was null when it was made, and wanted later. */
    NULL_PRODUCED,
    /** It is a field that was still null; the culprit is its declaration. */
    FIELD,
    /** It was no index of its operand. */
    INDEX,
    /** It was no index of its operand when it was computed, and used later. */
    INDEX_PRODUCED,
    /** It was bad, and the condition that is the expression let it through. */
    LET_IN,
    /** It was bad, and the condition that is the expression did not turn it away. */
    LET_STAY,
    /** It is a comparison on the way to the failing expression, which held. */
    COMPARISON_IN,
    /** It is a comparison before the failing expression, which would have turned away. */
    COMPARISON_OUT,
    /** It was a negative length. */
    LENGTH,
    /** It was a divisor and zero. */
    DIVISOR,
    /** It was a text that does not parse. */
    TEXT,
    /** It was no instance of the type it is cast to. */
    CAST,
    /** It had no element, or no next one. */
    EMPTY,
    /** It was changed, which it does not allow; or it is where such a collection was made. */
    IMMUTABLE,
    /** It is a decimal whose exact quotient or rounding was asked for, and there is none. */
    INEXACT,
    /** It did not fit its number type. */
    OVERFLOW,
    /** It gathers elements by keys, of which two were equal. */
    DUPLICATE_KEY,
    /** It was walked through while it changed. */
    WALKED,
    /** It changed the collection that its operand, an iterator, walks through. */
    REMOVAL,
    /** It did not fail: an expression or statement of a method in the trace that may be the mistake. */
    SUSPECT
  }

  Site(
      JavaModel model,
      Crash crash,
      Location location,
      Kind kind,
      TreePath culprit,
      @Nullable TreePath operand,
      TreePath expression,
      boolean exact) {
    this(model, crash, location, kind, culprit, operand, expression, exact, kind, 0);
  }

  /** Whether its statement computes the expression only where a conditional chooses it. */
  boolean isInBranch() {
    for (TreePath path = expression; !(path.getLeaf() instanceof StatementTree)
        && path.getParentPath() != null; path = path.getParentPath()) {
      if (path.getParentPath().getLeaf() instanceof ConditionalExpressionTree it
          && it.getCondition() != path.getLeaf()) {
        return true;
      }
    }
    return false;
  }

  /** The same site, farther from the crash. */
  Site farther(int steps) {
    return new Site(model, crash, location, kind, culprit, operand, expression, exact, fault,
        distance + steps);
  }

  /** The same bad value where another expression is to be changed for it. */
  Site at(Kind other, TreePath place) {
    return new Site(model, crash, location, other, culprit, operand, place, exact, kind, distance);
  }

  CompilationUnitTree unit() {
    return culprit.getCompilationUnit();
  }

  String file() {
    return model.fileOf(unit());
  }

  /** The statement that holds the culprit and stands in a block, a case, or alone as a body; null outside of code. */
  @Nullable TreePath statement() {
    return statementOf(culprit);
  }

  static @Nullable TreePath statementOf(TreePath inner) {
    for (TreePath path = inner; path != null; path = path.getParentPath()) {
      Tree leaf = path.getLeaf();
      if (leaf instanceof MethodTree || leaf instanceof ClassTree) {
        return null;
      }
      if (leaf instanceof StatementTree && !(leaf instanceof BlockTree) && stands(path)) {
        return path;
      }
    }
    return null;
  }

  private static boolean stands(TreePath statement) {
    Tree leaf = statement.getLeaf();
    return switch (statement.getParentPath().getLeaf()) {
      case BlockTree _ -> true;
      case CaseTree it -> it.getStatements() != null && it.getStatements().contains(leaf);
      default -> isBody(statement);
    };
  }

  /** Whether a statement is the unbraced body of an {@code if} or a loop. */
  static boolean isBody(TreePath statement) {
    Tree leaf = statement.getLeaf();
    return switch (statement.getParentPath().getLeaf()) {
      case IfTree it -> it.getThenStatement() == leaf || it.getElseStatement() == leaf;
      case ForLoopTree it -> it.getStatement() == leaf;
      case EnhancedForLoopTree it -> it.getStatement() == leaf;
      case WhileLoopTree it -> it.getStatement() == leaf;
      case DoWhileLoopTree it -> it.getStatement() == leaf;
      default -> false;
    };
  }

  /** The innermost loop around the statement, not across a lambda or class; null when there is none. */
  @Nullable TreePath loop() {
    TreePath from = statement();
    for (TreePath path = from; path != null; path = path.getParentPath()) {
      Tree leaf = path.getLeaf();
      if (leaf instanceof MethodTree || leaf instanceof ClassTree
          || leaf instanceof LambdaExpressionTree) {
        return null;
      }
      if (ParsedSource.isLoop(leaf)) {
        return path;
      }
    }
    return null;
  }

  /** Whether {@code continue} in front of the statement goes on with the next round of a loop. */
  boolean canContinue() {
    TreePath loop = loop();
    return loop != null && loop.getLeaf() != statementLeaf();
  }

  /** Whether {@code break} in front of the statement leaves a loop. */
  boolean canBreak() {
    TreePath from = statement();
    for (TreePath path = from == null ? null : from.getParentPath(); path != null && canContinue();
        path = path.getParentPath()) {
      if (path.getLeaf() instanceof SwitchTree) {
        return false;
      }
      if (ParsedSource.isLoop(path.getLeaf())) {
        return true;
      }
    }
    return false;
  }

  static Set<String> namesOf(Tree tree) {
    Set<String> names = new HashSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        names.add(name.getName().toString());
        return super.visitIdentifier(name, unused);
      }
    }.scan(tree, null);
    return names;
  }

  @Nullable Tree statementLeaf() {
    TreePath statement = statement();
    return statement == null ? null : statement.getLeaf();
  }

  /** Whether the expression's value is used, so that another value can stand for it. */
  boolean hasValue() {
    TreePath parent = expression.getParentPath();
    Tree leaf = expression.getLeaf();
    TypeMirror type = model.typeOf(expression);
    if (type == null || type.getKind() == TypeKind.VOID || !(leaf instanceof ExpressionTree)) {
      return false;
    }
    return switch (parent.getLeaf()) {
      case ExpressionStatementTree _ -> false;
      case LambdaExpressionTree _ -> true;
      case AssignmentTree it -> it.getVariable() != leaf;
      case CompoundAssignmentTree it -> it.getVariable() != leaf;
      case UnaryTree it -> switch (it.getKind()) {
        case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT -> false;
        default -> true;
      };
      default -> true;
    };
  }

  /** Whether the culprit is a variable that may be set anew, and whose value is read after the statement too. */
  boolean isNeededLater() {
    TreePath callable = callable();
    TreePath statement = statement();
    Element variable = model.trees().getElement(culprit);
    if (callable == null || statement == null || variable == null
        || !(culprit.getLeaf() instanceof IdentifierTree)
        || !Set.of(ElementKind.LOCAL_VARIABLE, ElementKind.PARAMETER).contains(variable.getKind())
        || variable.getModifiers().contains(Modifier.FINAL)) {
      return false;
    }
    int after = model.end(unit(), statement.getLeaf());
    boolean[] read = new boolean[1];
    boolean[] captured = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        read[0] |= isIt(name) && model.start(unit(), name) >= after;
        return super.visitIdentifier(name, unused);
      }

      @Override
      public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree,
          @Nullable Void unused) {
        captured[0] |=
            tree != callable.getLeaf() && namesOf(tree).contains(culprit.getLeaf().toString());
        return super.visitLambdaExpression(tree, unused);
      }

      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        captured[0] |= namesOf(tree).contains(culprit.getLeaf().toString());
        return null;
      }

      private boolean isIt(IdentifierTree name) {
        return name.getName().contentEquals(culprit.getLeaf().toString());
      }
    }.scan(callable.getLeaf(), null);
    return read[0] && !captured[0];
  }

  /** Whether the culprit is a field of the object or class, that may be set anew. */
  boolean isField() {
    Element element = model.trees().getElement(culprit);
    boolean own = culprit.getLeaf() instanceof IdentifierTree
        || culprit.getLeaf().toString().startsWith("this.");
    return own && element != null && element.getKind() == ElementKind.FIELD
        && model.trees().getPath(element) != null
        && !element.getModifiers().contains(Modifier.FINAL);
  }

  /** Whether looking at the culprit once more calls nothing and changes nothing. */
  boolean canRepeat() {
    return Purity.isPure(culprit.getLeaf())
        && (operand == null || Purity.isPure(operand.getLeaf()));
  }

  /** The method, constructor or lambda with a block whose {@code return} the statement may use; null in an initialiser. */
  @Nullable TreePath callable() {
    TreePath from = statement();
    for (TreePath path = from; path != null; path = path.getParentPath()) {
      Tree leaf = path.getLeaf();
      if (leaf instanceof MethodTree) {
        return path;
      }
      if (leaf instanceof LambdaExpressionTree lambda
          && lambda.getBodyKind() == LambdaExpressionTree.BodyKind.STATEMENT) {
        return path;
      }
      if (leaf instanceof ClassTree) {
        return null;
      }
    }
    return null;
  }

  /** What {@code return} gives back there; null where it cannot be said. */
  @Nullable TypeMirror returnType() {
    TreePath callable = callable();
    if (callable == null) {
      return null;
    }
    if (callable.getLeaf() instanceof MethodTree) {
      return model.trees().getElement(callable) instanceof ExecutableElement method
          ? method.getReturnType() : null;
    }
    return model.typeOf(callable) instanceof DeclaredType type ? lambdaReturnType(type) : null;
  }

  private @Nullable TypeMirror lambdaReturnType(DeclaredType type) {
    return model.elements().getAllMembers((javax.lang.model.element.TypeElement) type.asElement())
        .stream()
        .filter(member -> member instanceof ExecutableElement
            && member.getModifiers().contains(Modifier.ABSTRACT))
        .filter(member -> !Set.of("equals", "hashCode", "toString")
            .contains(member.getSimpleName().toString()))
        .findFirst()
        .map(
            member -> (javax.lang.model.type.ExecutableType) model.types().asMemberOf(type, member))
        .map(javax.lang.model.type.ExecutableType::getReturnType)
        .orElse(null);
  }

  /** The expression with the parentheses around it. */
  static TreePath unwrapped(TreePath path) {
    TreePath outer = path;
    while (outer.getParentPath().getLeaf() instanceof ParenthesizedTree) {
      outer = outer.getParentPath();
    }
    return outer;
  }
}
