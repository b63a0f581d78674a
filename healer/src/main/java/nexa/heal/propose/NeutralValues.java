package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/**
 * The values a method could go on with where the real one is missing. What the code itself gives for
 * the empty case comes first: the method's own guard clauses, the other branch of a conditional, the
 * first value of the variable, then the guards of methods beside it. Only then the type decides.
 */
final class NeutralValues {

  /**
   * A neutral value as Java source.
   *
   * @param learned whether the code at hand uses it for the same purpose
   */
  record Value(String source, boolean learned) {}

  private static final int VALUES_MAX = 3;

  private final Site site;
  private final JavaModel model;
  private final Typing typing;
  private final EmptyValues empty;

  NeutralValues(Site site) {
    this.site = site;
    this.model = site.model();
    this.typing = new Typing(site.model());
    this.empty = new EmptyValues(site.model());
  }

  /** What the enclosing method may return; one empty value in a void method, none where nothing can be returned. */
  List<Value> toReturn() {
    TreePath callable = site.callable();
    TypeMirror type = site.returnType();
    if (callable == null || type == null) {
      return List.of();
    }
    if (type.getKind() == TypeKind.VOID) {
      return List.of(new Value("", true));
    }
    Map<String, Value> values = new LinkedHashMap<>();
    NamedConstants.of(site, type)
        .forEach(source -> values.putIfAbsent(source, new Value(source, true)));
    opposites(callable).forEach(source -> values.putIfAbsent(source, new Value(source, true)));
    loopReturns().forEach(source -> values.putIfAbsent(source, new Value(source, true)));
    guardReturns(callable, true)
        .forEach(source -> values.putIfAbsent(source, new Value(source, true)));
    if (site.kind() == Site.Kind.NULL && handsThrough(callable)) {
      values.putIfAbsent("null", new Value("null", true));
    }
    Contract.promisedReturns(site).forEach(promise -> ofPromise(promise, type)
        .forEach(source -> values.putIfAbsent(source, new Value(source, true))));
    lastReturn(callable).forEach(source -> values.putIfAbsent(source, new Value(source, true)));
    if (returnsNull(callable)) {
      values.putIfAbsent("null", new Value("null", true));
    }
    if (values.isEmpty()) {
      siblingReturns(callable, type)
          .forEach(source -> values.putIfAbsent(source, new Value(source, true)));
    }
    empty.of(type, true).forEach(source -> values.putIfAbsent(source, new Value(source, false)));
    return values.values().stream().limit(VALUES_MAX).toList();
  }

  /** What a comparison gives for one operand is, negated, what it has to give for the other. */
  private List<String> opposites(TreePath callable) {
    String name = callable.getLeaf() instanceof MethodTree it ? it.getName().toString() : "";
    return name.equals("compareTo") || name.equals("compare")
        ? guardReturns(callable, true).stream()
            .filter(value -> value.equals("1") || value.equals("-1"))
            .map(value -> value.equals("1") ? "-1" : "1")
            .toList()
        : List.of();
  }

  /** The constants but true for which a round of the loop around the site ends the method. */
  List<String> loopReturns() {
    TreePath loop = site.loop();
    return loop == null
        ? List.of()
        : Slice.returns(loop).stream()
            .filter(value -> isConstant(value, Set.of()) && !isTrue(value))
            .map(model::text)
            .distinct()
            .toList();
  }

  /** Whether the method gives back null somewhere, so that its callers are used to it. */
  private static boolean returnsNull(TreePath callable) {
    return Slice.returns(callable).stream()
        .anyMatch(it -> it.getLeaf().getKind() == Tree.Kind.NULL_LITERAL);
  }

  /** What the documentation promises for what is missing, as source. */
  private List<String> ofPromise(Contract.Neutral promise, TypeMirror type) {
    return switch (promise) {
      case NULL -> Typing.isReference(type) ? List.of("null") : List.of();
      case EMPTY -> empty.of(type, true).stream().filter(it -> !it.equals("null")).toList();
      case FALSE -> type.getKind() == TypeKind.BOOLEAN ? List.of("false") : List.of();
      case MINUS_ONE -> Typing.isIntegral(type) ? List.of("-1") : List.of();
      case ZERO -> Typing.isPrimitive(type) && type.getKind() != TypeKind.BOOLEAN
          ? empty.of(type, true) : List.of();
    };
  }

  /** Whether the method may return the culprit as it is, so that from null it makes null. */
  private boolean handsThrough(TreePath callable) {
    return site.culprit().getLeaf() instanceof IdentifierTree name
        && Slice.returns(callable).stream()
            .anyMatch(it -> it.getLeaf() instanceof IdentifierTree other
                && other.getName().equals(name.getName()));
  }

  /** What may stand for an expression. */
  List<Value> insteadOf(TreePath expression) {
    TypeMirror type = wantedType(expression);
    if (type == null) {
      return List.of();
    }
    Map<String, Value> values = new LinkedHashMap<>();
    NamedConstants.of(site, type)
        .forEach(source -> values.putIfAbsent(source, new Value(source, true)));
    for (String source : learnedFor(expression)) {
      values.putIfAbsent(source, new Value(source, true));
    }
    if (isReturned(expression)) {
      toReturn().stream().filter(Value::learned)
          .forEach(value -> values.putIfAbsent(value.source(), value));
    }
    boolean bare =
        Site.unwrapped(expression).getParentPath().getLeaf() instanceof EnhancedForLoopTree;
    empty.of(type, !bare).forEach(source -> values.putIfAbsent(source, new Value(source, false)));
    return values.values().stream().limit(VALUES_MAX).toList();
  }

  /** What may stand for an expression that was null, so not null again. */
  List<Value> insteadOfNull(TreePath expression) {
    return insteadOf(expression).stream().filter(it -> !it.source().equals("null")).toList();
  }

  /** An expression's type; of a bare {@code null} the type of its place. */
  private @Nullable TypeMirror wantedType(TreePath expression) {
    TypeMirror type = model.typeOf(expression);
    if (type == null || type.getKind() != TypeKind.NULL) {
      return type;
    }
    TreePath place = Site.unwrapped(expression).getParentPath();
    return switch (place.getLeaf()) {
      case VariableTree _ -> model.typeOf(place);
      case AssignmentTree it -> model.typeOf(new TreePath(place, it.getVariable()));
      case ReturnTree _ -> site.returnType();
      case ConditionalExpressionTree _ -> wantedType(place);
      default -> null;
    };
  }

  /** What a variable may be set to where it is null; never null. */
  List<Value> toSet(TreePath variable) {
    TypeMirror type = model.typeOf(variable);
    Element element = model.trees().getElement(variable);
    if (type == null || element == null) {
      return List.of();
    }
    Map<String, Value> values = new LinkedHashMap<>();
    TreePath scope = element.getKind() == ElementKind.FIELD
        ? declaringClass(element) : site.callable();
    if (scope != null) {
      valuesOf(element.getSimpleName().toString(), scope, variable)
          .forEach(source -> values.putIfAbsent(source, new Value(source, true)));
    }
    empty.changeable(type).forEach(source -> values.putIfAbsent(source, new Value(source, false)));
    values.remove("null");
    return values.values().stream().limit(VALUES_MAX).toList();
  }

  private @Nullable TreePath declaringClass(Element field) {
    TreePath declaration = model.trees().getPath(field);
    return declaration == null
        || !declaration.getCompilationUnit().equals(site.unit())
            ? null : declaration.getParentPath();
  }

  private static boolean isReturned(TreePath expression) {
    TreePath parent = Site.unwrapped(expression).getParentPath();
    return parent.getLeaf() instanceof ReturnTree
        || (parent.getLeaf() instanceof ConditionalExpressionTree it
            && it.getCondition() != expression.getLeaf()
            && isReturned(parent));
  }

  /** The other branch of a conditional around it, and what its variable is set to elsewhere. */
  private Set<String> learnedFor(TreePath expression) {
    Set<String> learned = new java.util.LinkedHashSet<>();
    for (TreePath path = site.culprit();
        !(path.getLeaf() instanceof StatementTree) && path.getParentPath() != null;
        path = path.getParentPath()) {
      if (path.getParentPath().getLeaf() instanceof ConditionalExpressionTree it
          && it.getCondition() != path.getLeaf()) {
        ExpressionTree other =
            it.getTrueExpression() == path.getLeaf() ? it.getFalseExpression()
                : it.getTrueExpression();
        TreePath otherPath = new TreePath(path.getParentPath(), other);
        if (isConstant(otherPath, Set.of()) && sameType(otherPath, expression)) {
          learned.add(model.text(otherPath));
        }
      }
    }
    String variable = variableSetBy(expression);
    TreePath callable = site.callable();
    if (variable != null && callable != null) {
      learned.addAll(valuesOf(variable, callable, expression));
    }
    return learned;
  }

  /** The variable that is set to exactly this expression, null when there is none. */
  private static @Nullable String variableSetBy(TreePath expression) {
    return switch (Site.unwrapped(expression).getParentPath().getLeaf()) {
      case VariableTree it -> it.getName().toString();
      case AssignmentTree it -> it.getVariable().toString();
      default -> null;
    };
  }

  private List<String> valuesOf(String variable, TreePath callable, TreePath butNot) {
    List<String> values = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        keep(tree.getName().toString(), tree.getInitializer());
        return super.visitVariable(tree, unused);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
        keep(tree.getVariable().toString(), tree.getExpression());
        return super.visitAssignment(tree, unused);
      }

      private void keep(String name, @Nullable ExpressionTree value) {
        if (name.equals(variable) && value != null && value != butNot.getLeaf()) {
          TreePath path = new TreePath(getCurrentPath(), value);
          if (isConstant(path, Set.of()) && sameType(path, butNot)) {
            values.add(model.text(path));
          }
        }
      }
    }.scan(callable, null);
    return values;
  }

  private boolean sameType(TreePath a, TreePath b) {
    TypeMirror from = model.typeOf(a);
    TypeMirror to = model.typeOf(b);
    return from != null && to != null
        && (model.types().isAssignable(from, to)
            || (Typing.isPrimitive(to) && typing.unboxed(from) == to.getKind()));
  }

  /** The constants that guard clauses return: {@code if (x == null) return 0;}, or a catch does. */
  private List<String> guardReturns(TreePath callable, boolean namesAllowed) {
    List<String> returned = new ArrayList<>();
    for (TreePath value : Slice.returns(callable)) {
      Set<String> tested = testedNames(value.getParentPath());
      if (tested != null) {
        boolean named = namesAllowed && isParameter(value) && !tested.contains(model.text(value));
        if (named || isConstant(value, tested)) {
          returned.add(model.text(value));
        }
      }
    }
    return returned;
  }

  /** The names tested by the guard that a return is the whole body of, null when it is no guard. */
  private static @Nullable Set<String> testedNames(TreePath returns) {
    TreePath parent = returns.getParentPath();
    if (parent.getLeaf() instanceof BlockTree block && block.getStatements().size() == 1) {
      parent = parent.getParentPath();
    }
    return switch (parent.getLeaf()) {
      case IfTree it when isEmptinessTest(it.getCondition()) -> Site.namesOf(it.getCondition());
      case CatchTree _ -> Set.of();
      default -> null;
    };
  }

  private static boolean isEmptinessTest(Tree condition) {
    return switch (condition) {
      case ParenthesizedTree it -> isEmptinessTest(it.getExpression());
      case BinaryTree it -> switch (it.getKind()) {
        case CONDITIONAL_OR, CONDITIONAL_AND ->
            isEmptinessTest(it.getLeftOperand()) || isEmptinessTest(it.getRightOperand());
        case EQUAL_TO -> isNothing(it.getRightOperand()) || isNothing(it.getLeftOperand());
        case LESS_THAN, LESS_THAN_EQUAL, GREATER_THAN_EQUAL -> true;
        default -> false;
      };
      case MethodInvocationTree it -> Set.of("isEmpty", "isBlank").contains(Culprits.nameOf(it));
      case UnaryTree it -> it.getKind() == Tree.Kind.LOGICAL_COMPLEMENT;
      default -> false;
    };
  }

  private static boolean isNothing(Tree tree) {
    return tree.getKind() == Tree.Kind.NULL_LITERAL
        || (tree instanceof LiteralTree literal && literal.getValue() instanceof Number number
            && number.intValue() == 0);
  }

  private boolean isParameter(TreePath value) {
    Element element =
        value.getLeaf() instanceof IdentifierTree ? model.trees().getElement(value) : null;
    return element != null && element.getKind() == ElementKind.PARAMETER
        && isParameterOf(value.getLeaf().toString());
  }

  private boolean isParameterOf(String name) {
    TreePath callable = site.callable();
    return callable != null
        && callable.getLeaf() instanceof MethodTree method
        && method.getParameters().stream().anyMatch(it -> it.getName().contentEquals(name));
  }

  /** What the method gives back when it falls through to its end without having found anything. */
  private List<String> lastReturn(TreePath callable) {
    BlockTree body =
        switch (callable.getLeaf()) {
          case MethodTree method -> method.getBody();
          case LambdaExpressionTree lambda when lambda.getBody() instanceof BlockTree block ->
              block;
          default -> null;
        };
    if (body == null || body.getStatements().size() < 2
        || !(body.getStatements().getLast() instanceof ReturnTree last)
        || last.getExpression() == null) {
      return List.of();
    }
    TreePath value =
        new TreePath(new TreePath(new TreePath(callable, body), last), last.getExpression());
    return isConstant(value, Set.of()) && !isTrue(value) ? List.of(model.text(value)) : List.of();
  }

  private static boolean isTrue(TreePath value) {
    return value.getLeaf() instanceof LiteralTree literal
        && Boolean.TRUE.equals(literal.getValue());
  }

  /** The guard clauses of the class's other methods with the same return type, the commonest value first. */
  private List<String> siblingReturns(TreePath callable, TypeMirror type) {
    List<String> returned = new ArrayList<>();
    TreePath parent = callable.getParentPath();
    if (!(parent.getLeaf() instanceof ClassTree siblings) || type.getKind() == TypeKind.BOOLEAN) {
      return returned;
    }
    for (Tree member : siblings.getMembers()) {
      TreePath path = new TreePath(parent, member);
      if (member != callable.getLeaf()
          && model.trees().getElement(path) instanceof ExecutableElement method
          && model.types().isSameType(method.getReturnType(), type)) {
        returned.addAll(guardReturns(path, false));
      }
    }
    Map<String, Long> counts =
        returned.stream()
            .collect(Collectors.groupingBy(it -> it, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether an expression is the same wherever in the class it stands, and cheap. */
  private boolean isConstant(TreePath path, Set<String> butNot) {
    return switch (path.getLeaf()) {
      case LiteralTree _ -> true;
      case UnaryTree it -> it.getExpression() instanceof LiteralTree;
      case IdentifierTree it -> !butNot.contains(it.getName().toString()) && isStaticFinal(path);
      case MemberSelectTree _ -> isStaticFinal(path);
      case NewArrayTree it -> it.getDimensions().stream().allMatch(size -> isNothing(size))
          && (it.getInitializers() == null || it.getInitializers().isEmpty());
      case NewClassTree it -> it.getArguments().isEmpty() && it.getClassBody() == null
          && typing.is(path, "java.util.Collection");
      case MethodInvocationTree it -> it.getArguments().isEmpty()
          && (Set.of("of", "empty").contains(Culprits.nameOf(it))
              || Culprits.nameOf(it).startsWith("empty"));
      default -> false;
    };
  }

  private boolean isStaticFinal(TreePath path) {
    Element element = model.trees().getElement(path);
    return element != null
        && element.getKind().isField()
        && element.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL));
  }
}
