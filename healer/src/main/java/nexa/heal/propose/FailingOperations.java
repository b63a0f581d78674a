package nexa.heal.propose;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.propose.Site.Kind;
import nexa.heal.source.JavaModel;
import nexa.heal.source.ParsedSource;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/** The operations on one line that can fail in the way a crash did. */
final class FailingOperations extends TreePathScanner<@Nullable Void, @Nullable Void> {

  private static final Set<String> POSITION_CALLS =
      Set.of("charAt", "codePointAt", "get", "set", "remove", "elementAt", "deleteCharAt",
          "setCharAt",
          "getQuick");

  /** Calls whose arguments may be as large as the size. */
  static final Set<String> RANGE_CALLS =
      Set.of("substring", "subSequence", "subList", "delete", "insert", "add");

  private static final Set<String> PARSERS =
      Set.of("valueOf", "decode", "fromString", "create", "of", "compile", "forName", "ofPattern",
          "forLanguageTag");

  private static final List<String> OPTIONALS =
      List.of("java.util.Optional", "java.util.OptionalInt", "java.util.OptionalLong",
          "java.util.OptionalDouble");

  private static final Set<String> OPTIONAL_CALLS =
      Set.of("get", "orElseThrow", "getAsInt", "getAsLong", "getAsDouble");

  private static final Set<String> ELEMENT_CALLS =
      Set.of("getFirst", "getLast", "removeFirst", "removeLast", "element", "remove", "pop", "peek",
          "first",
          "last", "firstKey", "lastKey", "firstElement", "lastElement");

  private static final Set<String> MUTATIONS =
      Set.of("add", "addAll", "remove", "removeAll", "retainAll", "removeIf", "clear", "set",
          "sort",
          "put", "putAll", "putIfAbsent", "computeIfAbsent", "compute", "merge", "replaceAll",
          "addFirst", "addLast", "removeFirst", "removeLast");

  private final JavaModel model;
  private final Crash crash;
  private final Location location;
  private final Typing typing;
  private final LineSpan span;
  private final Set<Kind> kinds;
  private final List<Site> sites = new ArrayList<>();

  FailingOperations(JavaModel model, Crash crash, Location location) {
    this.model = model;
    this.crash = crash;
    this.location = location;
    this.typing = new Typing(model);
    this.span = new LineSpan(model, location.line());
    this.kinds = FailureKinds.of(crash);
  }

  List<Site> in(TreePath scope) {
    if (!kinds.isEmpty()) {
      scan(scope, null);
    }
    return List.copyOf(sites);
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
    super.visitMemberSelect(tree, unused);
    nullReceiver(tree.getExpression());
    return null;
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void unused) {
    super.visitMemberReference(tree, unused);
    nullReceiver(tree.getQualifierExpression());
    return null;
  }

  @Override
  public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
    unboxing(getCurrentPath());
    return super.visitIdentifier(tree, unused);
  }

  @Override
  public @Nullable Void visitArrayAccess(ArrayAccessTree tree, @Nullable Void unused) {
    super.visitArrayAccess(tree, unused);
    nullReceiver(tree.getExpression());
    unboxing(getCurrentPath());
    index(tree.getIndex(), at(tree.getExpression()), getCurrentPath());
    return null;
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
    super.visitMethodInvocation(call, unused);
    TreePath receiver = Culprits.receiver(getCurrentPath());
    String name = Culprits.nameOf(call);
    unboxing(getCurrentPath());
    nullArguments(call.getArguments());
    if (receiver != null) {
      indexCall(call, name, receiver);
      divisorCall(call, name, receiver);
      emptyCall(call, name, receiver);
      removalNear(name, receiver);
      mutation(name, receiver);
      decimalCall(call, name, receiver);
    }
    if (name.equals("toMap") && call.getArguments().size() == 2) {
      add(Kind.DUPLICATE_KEY, getCurrentPath(), receiver, getCurrentPath());
    }
    exactCall(name);
    bulkChange(call, name);
    bulkCall(call.getArguments());
    if (name.startsWith("parse") || PARSERS.contains(name)) {
      texts(call.getArguments());
    }
    return null;
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
    super.visitNewClass(tree, unused);
    nullArguments(tree.getArguments());
    bulkCall(tree.getArguments());
    texts(tree.getArguments());
    return null;
  }

  @Override
  public @Nullable Void visitNewArray(NewArrayTree tree, @Nullable Void unused) {
    super.visitNewArray(tree, unused);
    for (ExpressionTree dimension : tree.getDimensions()) {
      add(Kind.LENGTH, at(dimension), null, getCurrentPath());
    }
    return null;
  }

  @Override
  public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void unused) {
    super.visitBinary(tree, unused);
    if ((tree.getKind() == Tree.Kind.DIVIDE || tree.getKind() == Tree.Kind.REMAINDER)
        && Typing.isIntegral(model.typeOf(getCurrentPath()))) {
      add(Kind.DIVISOR, at(tree.getRightOperand()), at(tree.getLeftOperand()), getCurrentPath());
    }
    return null;
  }

  @Override
  public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree tree,
      @Nullable Void unused) {
    super.visitCompoundAssignment(tree, unused);
    if ((tree.getKind() == Tree.Kind.DIVIDE_ASSIGNMENT
        || tree.getKind() == Tree.Kind.REMAINDER_ASSIGNMENT)
        && Typing.isIntegral(model.typeOf(getCurrentPath()))) {
      add(Kind.DIVISOR, at(tree.getExpression()), at(tree.getVariable()), getCurrentPath());
    }
    return null;
  }

  @Override
  public @Nullable Void visitTypeCast(TypeCastTree tree, @Nullable Void unused) {
    super.visitTypeCast(tree, unused);
    TypeMirror type = model.typeOf(getCurrentPath());
    if (Typing.isReference(type) && !(type != null && type.getKind() == TypeKind.TYPEVAR)
        && castFits(type)) {
      TreePath cast = Site.unwrapped(getCurrentPath());
      add(Kind.CAST, at(tree.getExpression()), null,
          cast == getCurrentPath() ? cast : Culprits.chainTop(cast));
    }
    return null;
  }

  private boolean castFits(@Nullable TypeMirror type) {
    int to = crash.message().indexOf(" cannot be cast to ");
    if (to < 0 || type == null) {
      return true;
    }
    String name = model.types().erasure(type).toString();
    return crash.message().indexOf(name.substring(name.lastIndexOf('.') + 1), to) > 0;
  }

  @Override
  public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void unused) {
    super.visitEnhancedForLoop(tree, unused);
    nullReceiver(tree.getExpression());
    if (typing.is(at(tree.getExpression()), "java.util.Collection")) {
      add(Kind.WALKED, at(tree.getExpression()), Culprits.receiver(at(tree.getExpression())),
          at(tree.getExpression()));
    }
    return null;
  }

  @Override
  public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void unused) {
    super.visitSwitch(tree, unused);
    nullSelector(tree.getExpression());
    return null;
  }

  @Override
  public @Nullable Void visitSwitchExpression(SwitchExpressionTree tree, @Nullable Void unused) {
    super.visitSwitchExpression(tree, unused);
    nullSelector(tree.getExpression());
    return null;
  }

  private void nullSelector(ExpressionTree expression) {
    TreePath selector = at(expression);
    if (expression instanceof com.sun.source.tree.ParenthesizedTree inner) {
      selector = new TreePath(selector, inner.getExpression());
    }
    nullAt(selector, selector);
  }

  @Override
  public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void unused) {
    super.visitSynchronized(tree, unused);
    if (tree.getExpression() instanceof com.sun.source.tree.ParenthesizedTree inner) {
      TreePath lock = new TreePath(at(tree.getExpression()), inner.getExpression());
      nullAt(lock, lock);
    }
    return null;
  }

  @Override
  public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void unused) {
    super.visitThrow(tree, unused);
    nullReceiver(tree.getExpression());
    return null;
  }

  private void nullReceiver(ExpressionTree receiver) {
    TreePath path = at(receiver);
    nullAt(path, Culprits.chainTop(path));
  }

  private void nullAt(TreePath culprit, TreePath expression) {
    if (canBeBad(culprit.getLeaf()) && isValue(culprit)
        && Typing.isReference(model.typeOf(culprit))) {
      TreePath operand = Culprits.receiver(culprit);
      add(Kind.NULL, culprit, operand, expression);
    }
  }

  /** A null argument only fails inside of what was called; in the project itself that is a frame of its own. */
  private void nullArguments(List<? extends ExpressionTree> arguments) {
    if (!isLibraryCall()) {
      return;
    }
    for (ExpressionTree argument : arguments) {
      nullAt(at(argument), Culprits.chainTop(getCurrentPath()));
    }
  }

  private void unboxing(TreePath expression) {
    if (typing.unboxed(model.typeOf(expression)) != TypeKind.NONE && isValue(expression)
        && Unboxing.isAt(model, expression)) {
      add(Kind.NULL, expression, Culprits.receiver(expression), expression);
    }
  }

  private void index(ExpressionTree index, TreePath operand, TreePath access) {
    if (canBeBadIndex(index)) {
      add(Kind.INDEX, new TreePath(access, index), operand, Culprits.chainTop(access));
    }
  }

  /** A literal 0 is a good index of all but the empty. */
  private static boolean canBeBadIndex(ExpressionTree index) {
    return !(index instanceof LiteralTree literal) || literal.getValue() instanceof Integer;
  }

  private void indexCall(MethodInvocationTree call, String name, TreePath receiver) {
    boolean sequence = typing.isAny(receiver, List.of("java.lang.CharSequence", "java.util.List"));
    boolean range = RANGE_CALLS.contains(name);
    if (!sequence || !(range || POSITION_CALLS.contains(name))) {
      return;
    }
    boolean both =
        call.getArguments().size() == 2 && range && !name.equals("add") && !name.equals("insert");
    for (int i = 0; i < (both ? 2 : Math.min(1, call.getArguments().size())); i++) {
      ExpressionTree argument = call.getArguments().get(i);
      boolean isWrong = !both || crash.wrongArgument() < 0 || crash.wrongArgument() == i;
      boolean isZero = both && argument instanceof LiteralTree;
      if (isWrong && !isZero && Typing.isIntegral(model.typeOf(at(argument)))) {
        index(argument, receiver, getCurrentPath());
      }
    }
  }

  /** A library's {@code new String(chars, offset, count)}, {@code Character.codePointAt(chars, index)} and the like. */
  private void bulkCall(List<? extends ExpressionTree> arguments) {
    if (arguments.size() < 2 || !isLibraryCall() || !isSequence(at(arguments.getFirst()))) {
      return;
    }
    for (int i = 1; i < Math.min(3, arguments.size()); i++) {
      if (!Typing.isIntegral(model.typeOf(at(arguments.get(i))))) {
        return;
      }
      boolean isWrong = crash.wrongArgument() < 0 || crash.wrongArgument() == i - 1;
      if (isWrong && !(arguments.get(i) instanceof LiteralTree)) {
        index(arguments.get(i), at(arguments.getFirst()), getCurrentPath());
      }
    }
  }

  private boolean isSequence(TreePath expression) {
    TypeMirror type = model.typeOf(expression);
    return type != null
        && (type.getKind() == TypeKind.ARRAY || typing.is(type, "java.lang.CharSequence"));
  }

  /** Whether what is called here threw outside of the project. */
  private boolean isLibraryCall() {
    return crash.inLibrary()
        && model.trees().getElement(getCurrentPath()) instanceof ExecutableElement called
        && model.trees().getPath(called) == null;
  }

  private void divisorCall(MethodInvocationTree call, String name, TreePath receiver) {
    boolean big = typing.isAny(receiver, List.of("java.math.BigDecimal", "java.math.BigInteger"));
    if (big
        && !call.getArguments().isEmpty()
        && Set.of("divide", "remainder", "mod", "divideAndRemainder", "divideToIntegralValue",
            "modInverse").contains(name)) {
      add(Kind.DIVISOR, at(call.getArguments().getFirst()), receiver,
          Culprits.chainTop(getCurrentPath()));
    }
    if (Set.of("floorMod", "floorDiv", "ceilDiv", "divideUnsigned", "remainderUnsigned")
        .contains(name)
        && call.getArguments().size() == 2) {
      add(Kind.DIVISOR, at(call.getArguments().get(1)), at(call.getArguments().get(0)),
          getCurrentPath());
    }
  }

  /** {@code xs.add(x)} of a collection that may not be changed. */
  private void mutation(String name, TreePath receiver) {
    if (MUTATIONS.contains(name)
        && typing.isAny(receiver, List.of("java.util.Collection", "java.util.Map"))) {
      add(Kind.IMMUTABLE, receiver, Culprits.receiver(receiver),
          Culprits.chainTop(getCurrentPath()));
    }
  }

  /** {@code Collections.sort(xs)} and the like. */
  private void bulkChange(MethodInvocationTree call, String name) {
    if (call.getMethodSelect().toString().equals("Collections." + name)
        && Set.of("sort", "shuffle", "reverse", "swap", "rotate", "addAll", "fill")
            .contains(name)) {
      ExpressionTree changed = call.getArguments().getFirst();
      add(Kind.IMMUTABLE, at(changed), Culprits.receiver(at(changed)), getCurrentPath());
    }
  }

  /** {@code a.divide(b)} and {@code a.setScale(n)} without a way to round. */
  private void decimalCall(MethodInvocationTree call, String name, TreePath receiver) {
    if (Set.of("divide", "setScale").contains(name) && call.getArguments().size() == 1
        && typing.is(receiver, "java.math.BigDecimal")) {
      add(Kind.INEXACT, getCurrentPath(), receiver, getCurrentPath());
    }
  }

  private void exactCall(String name) {
    if (name.endsWith("Exact")) {
      add(Kind.OVERFLOW, getCurrentPath(), Culprits.receiver(getCurrentPath()), getCurrentPath());
    }
  }

  private void emptyCall(MethodInvocationTree call, String name, TreePath receiver) {
    TreePath top = Culprits.chainTop(getCurrentPath());
    boolean optional = OPTIONAL_CALLS.contains(name) && typing.isAny(receiver, OPTIONALS);
    boolean next = name.startsWith("next") && typing.is(receiver, "java.util.Iterator");
    boolean element =
        call.getArguments().isEmpty()
            && ELEMENT_CALLS.contains(name)
            && typing.isAny(receiver, List.of("java.util.Collection", "java.util.SortedMap"));
    if (next && receiver.getLeaf() instanceof MethodInvocationTree made
        && Culprits.nameOf(made).equals("iterator")
        && Culprits.receiver(receiver) instanceof TreePath collection) {
      add(Kind.EMPTY, collection, null, top);
    } else if (optional || next || element) {
      add(Kind.EMPTY, receiver, Culprits.receiver(receiver), top);
    } else if (Set.of("max", "min").contains(name) && !call.getArguments().isEmpty()
        && typing.is(at(call.getArguments().getFirst()), "java.util.Collection")) {
      add(Kind.EMPTY, at(call.getArguments().getFirst()), null, top);
    }
  }

  /** From {@code it.next()} to the {@code xs.remove(x)} in the same loop, which should be {@code it.remove()}. */
  private void removalNear(String name, TreePath iterator) {
    if (!name.equals("next") || !typing.is(iterator, "java.util.Iterator")
        || !span.covers(getCurrentPath())) {
      return;
    }
    for (TreePath path = iterator; path != null; path = path.getParentPath()) {
      if (ParsedSource.isLoop(path.getLeaf())) {
        removalsIn(path, iterator);
        return;
      }
    }
  }

  private void removalsIn(TreePath loop, TreePath iterator) {
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call,
          @Nullable Void unused) {
        TreePath receiver = Culprits.receiver(getCurrentPath());
        if (Culprits.nameOf(call).equals("remove")
            && call.getArguments().size() == 1
            && receiver != null
            && typing.isAny(receiver, List.of("java.util.Collection", "java.util.Map"))
            && getCurrentPath().getParentPath()
                .getLeaf() instanceof com.sun.source.tree.ExpressionStatementTree) {
          found(Kind.REMOVAL, getCurrentPath(), iterator, getCurrentPath());
        }
        return super.visitMethodInvocation(call, unused);
      }
    }.scan(loop, null);
  }

  private void texts(List<? extends ExpressionTree> arguments) {
    if (arguments.isEmpty()) {
      return;
    }
    for (ExpressionTree argument : arguments) {
      if (typing.is(at(argument), "java.lang.CharSequence") && !(argument instanceof LiteralTree)) {
        add(Kind.TEXT, at(argument), null, Culprits.chainTop(getCurrentPath()));
      }
    }
  }

  /** Whether an expression can have a bad value at all, as far as its form tells. */
  static boolean canBeBad(Tree tree) {
    return switch (tree) {
      case NewClassTree _,NewArrayTree _,LambdaExpressionTree _,MemberReferenceTree _,BinaryTree _ ->
          false;
      case LiteralTree literal -> literal.getKind() == Tree.Kind.NULL_LITERAL;
      case IdentifierTree name ->
          !name.getName().contentEquals("this") && !name.getName().contentEquals("super");
      default -> true;
    };
  }

  /** Whether an expression is a value that may change, not a type, a package or a constant. */
  private boolean isValue(TreePath expression) {
    if (!(expression.getLeaf() instanceof IdentifierTree)
        && !(expression.getLeaf() instanceof MemberSelectTree)) {
      return true;
    }
    Element element = model.trees().getElement(expression);
    if (element == null) {
      return false;
    }
    boolean constant =
        element.getKind() == ElementKind.FIELD
            && element.getModifiers().contains(Modifier.STATIC)
            && element.getModifiers().contains(Modifier.FINAL);
    return (element.getKind().isVariable() && !constant
        && element.getKind() != ElementKind.ENUM_CONSTANT);
  }

  private void add(Kind kind, TreePath culprit, @Nullable TreePath operand, TreePath expression) {
    if (span.covers(culprit)) {
      found(kind, culprit, operand, expression);
    }
  }

  private void found(Kind kind, TreePath culprit, @Nullable TreePath operand, TreePath expression) {
    if (kinds.contains(kind)) {
      sites.add(
          new Site(model, crash, location, kind, culprit, operand, expression,
              span.isOwn(getCurrentPath())));
    }
  }

  private TreePath at(Tree child) {
    return new TreePath(getCurrentPath(), child);
  }
}
