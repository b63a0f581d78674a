package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BindingPatternTree;
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
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
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
      if (isLoop(leaf)) {
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
      if (isLoop(path.getLeaf())) {
        return true;
      }
    }
    return false;
  }

  static boolean isLoop(Tree tree) {
    return tree instanceof ForLoopTree || tree instanceof EnhancedForLoopTree
        || tree instanceof WhileLoopTree || tree instanceof DoWhileLoopTree;
  }

  /** Whether new statements in front of the statement run each time before the culprit does. */
  boolean canPrecede() {
    Tree statement = statementLeaf();
    return switch (statement) {
      case null -> false;
      case Tree whole when whole == culprit.getLeaf() ->
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
    for (TreePath path = culprit; !(path.getLeaf() instanceof StatementTree);
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
    return switch (kind) {
      case TEXT, WALKED, REMOVAL -> true;
      case NULL, NULL_PRODUCED, LENGTH, DIVISOR, CAST, IMMUTABLE, INEXACT, OVERFLOW,
          DUPLICATE_KEY ->
          culprit.getLeaf() instanceof IdentifierTree;
      case INDEX, INDEX_PRODUCED, EMPTY, SUSPECT, FIELD, LET_IN, LET_STAY, COMPARISON_IN,
          COMPARISON_OUT ->
          false;
    };
  }

  /** Whether the statement can be moved into a block: nothing after it needs what it declares. */
  boolean canWrap() {
    Tree statement = statementLeaf();
    return canPrecede() && !(statement instanceof VariableTree)
        && !(statement instanceof ReturnTree)
        && !(statement instanceof ThrowTree);
  }

  /** The first statement of the method around the culprit, behind a call of another constructor; null when there is none. */
  @Nullable TreePath bodyStart() {
    TreePath method = callable();
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
    return culprit.getLeaf() instanceof IdentifierTree
        && isOfMethod(culprit)
        && (operand == null || (isOfMethod(operand) && !mayBeNull(operand.getLeaf())));
  }

  /** Whether the method itself asks whether an expression is null. */
  private boolean mayBeNull(Tree expression) {
    TreePath method = callable();
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
    boolean[] outlives = {callable() != null && callable().getLeaf() instanceof MethodTree};
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        Element element = model.trees().getElement(getCurrentPath());
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
    for (TreePath path = culprit; path != null; path = path.getParentPath()) {
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
    return namesOf(culprit.getLeaf()).stream().noneMatch(declared::contains)
        && (operand == null || namesOf(operand.getLeaf()).stream().noneMatch(declared::contains));
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

  private @Nullable Tree statementLeaf() {
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
    return canRepeat(culprit.getLeaf()) && (operand == null || canRepeat(operand.getLeaf()));
  }

  /** Whether looking at a tree once more changes nothing, as far as names tell. */
  static boolean canRepeat(Tree tree) {
    boolean[] repeatable = {true};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call,
          @Nullable Void unused) {
        String text = call.getMethodSelect().toString();
        repeatable[0] &= isQuery(text.substring(text.lastIndexOf('.') + 1));
        return super.visitMethodInvocation(call, unused);
      }

      @Override
      public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
        repeatable[0] = false;
        return null;
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
        repeatable[0] = false;
        return null;
      }

      @Override
      public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
        repeatable[0] &= switch (tree.getKind()) {
          case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT -> false;
          default -> true;
        };
        return super.visitUnary(tree, unused);
      }
    }.scan(tree, null);
    return repeatable[0];
  }

  private static boolean isQuery(String method) {
    return Set
        .of("size", "length", "indexOf", "lastIndexOf", "trim", "isEmpty", "charAt", "toString",
            "name",
            "intValue", "longValue", "signum", "peek", "keySet", "values", "entrySet")
        .contains(method)
        || method.startsWith("get")
        || method.startsWith("is")
        || method.startsWith("has")
        || method.equals("get");
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
