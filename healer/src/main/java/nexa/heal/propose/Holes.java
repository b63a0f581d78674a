package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.propose.Site.Kind;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** What fills a recipe's holes at a site. */
final class Holes {

  /**
   * The source for a hole.
   *
   * @param precedence how tightly it binds, see {@link Precedence}
   * @param own whether it is the file's own source, whose names stay as they are
   */
  record Filling(String source, int precedence, boolean own) {}

  private final Site site;
  private final TreePath target;
  private final NeutralValues.Value neutral;
  private final JavaModel model;
  private final Typing typing;

  /**
   * @param target the tree that is replaced or preceded
   */
  Holes(Site site, TreePath target, NeutralValues.Value neutral) {
    this.site = site;
    this.target = target;
    this.neutral = neutral;
    this.model = site.model();
    this.typing = new Typing(site.model());
  }

  /** The source for a hole, null when the site has nothing for it. */
  @Nullable Filling fill(String hole) {
    return switch (hole) {
      case "culprit" -> tree(site.culprit());
      case "operand" -> site.operand() == null ? null : tree(site.operand());
      case "expression", "statement" -> tree(target);
      case "size" -> size();
      case "argument" -> argument(target.getLeaf());
      case "arguments" -> argument(site.culprit().getLeaf());
      case "left" -> side(true);
      case "right" -> side(false);
      case "declaration" -> declaration();
      case "typeArguments" -> typeArguments();
      case "isEmpty" -> isEmpty();
      case "isPresent" -> isPresent();
      case "isZero" -> zero("==");
      case "isNotZero" -> zero("!=");
      case "default" ->
          new Filling(neutral.source(), Precedence.of(neutral.source()), neutral.learned());
      case "variable" -> own(variable());
      case "iterator" -> own(fresh("it"));
      case "caught" -> own(fresh("e"));
      case "exception" ->
          new Filling(site.crash().type().replace('$', '.'), Precedence.PRIMARY, false);
      case "type" -> type();
      case "run" -> run();
      case "rewritten" -> own(rewritten());
      case "declared" -> declared();
      case "target" -> assigned() == null ? null : own(assignedName());
      case "value" -> assigned() == null ? null : tree(assigned());
      case "condition" -> removalCondition();
      case "body" -> body();
      default -> null;
    };
  }

  /**
   * What stands between a hole's source and the dot that selects from it, such as a line break. Empty
   * when nothing in the target selects from it.
   */
  String gapAfter(String hole) {
    TreePath path =
        hole.equals("culprit") ? site.culprit() : hole.equals("operand") ? site.operand() : null;
    if (path == null || !(path.getParentPath().getLeaf() instanceof MemberSelectTree select)) {
      return "";
    }
    int from = model.end(site.unit(), path.getLeaf());
    int name = model.end(site.unit(), select) - select.getIdentifier().length();
    boolean inside =
        model.start(site.unit(), target.getLeaf()) <= from
            && name <= model.end(site.unit(), target.getLeaf());
    String between = inside && from <= name ? model.text(site.file()).substring(from, name) : "";
    return between.substring(0, Math.max(0, between.lastIndexOf('.')));
  }

  private Filling tree(TreePath path) {
    return new Filling(model.text(path), Precedence.of(path.getLeaf()), true);
  }

  private @Nullable Filling run() {
    StatementRun run = StatementRun.of(site);
    return run == null ? null : own(run.text(site));
  }

  private static @Nullable Filling own(@Nullable String source) {
    return source == null ? null : new Filling(source, Precedence.PRIMARY, true);
  }

  /** Source that must stand as if in front of a dot. */
  private String primary(TreePath path) {
    String source = model.text(path);
    return Precedence.of(path.getLeaf()) == Precedence.PRIMARY ? source : "(" + source + ")";
  }

  private @Nullable Filling size() {
    TreePath operand = site.operand();
    TypeMirror type = operand == null ? null : model.typeOf(operand);
    if (operand == null || type == null) {
      return null;
    }
    if (type.getKind() == TypeKind.ARRAY) {
      return own(primary(operand) + ".length");
    }
    if (typing.is(operand, "java.lang.CharSequence")) {
      return own(primary(operand) + ".length()");
    }
    return typing.is(operand, "java.util.Collection") ? own(primary(operand) + ".size()") : null;
  }

  /** An operand of the operator that the culprit is. */
  private @Nullable Filling side(boolean left) {
    return site.culprit().getLeaf() instanceof BinaryTree it
        ? tree(new TreePath(site.culprit(), left ? it.getLeftOperand() : it.getRightOperand()))
        : null;
  }

  /** {@code private List<String> names} of {@code private List<String> names = null;}. */
  private @Nullable Filling declaration() {
    if (!(target.getLeaf() instanceof VariableTree variable)) {
      return null;
    }
    String source = model.text(target);
    int end = source.indexOf(variable.getName().toString(),
        model.end(site.unit(), variable.getType()) - model.start(site.unit(), variable))
        + variable.getName().length();
    boolean alone = source.endsWith(";")
        && !source.substring(end).strip().startsWith("[");
    return alone ? own(source.substring(0, end)) : null;
  }

  /** The type arguments of the culprit's type as source, empty when the compiler may find them itself. */
  private @Nullable Filling typeArguments() {
    TypeMirror type = model.typeOf(site.culprit());
    if (!(type instanceof DeclaredType declared) || declared.getTypeArguments().isEmpty()) {
      return own("");
    }
    if (new LanguageLevel(model.release()).hasDiamond()) {
      return own("<>");
    }
    Filling named = denotable(declared);
    return named == null || named.source().contains("?")
        ? null
        : new Filling(named.source().substring(named.source().indexOf('<')), Precedence.PRIMARY,
            false);
  }

  private @Nullable Filling argument(Tree call) {
    List<? extends ExpressionTree> arguments = Culprits.arguments(call);
    if (arguments.isEmpty()) {
      return null;
    }
    int start = model.start(site.unit(), arguments.getFirst());
    int end = model.end(site.unit(), arguments.getLast());
    return new Filling(model.text(site.file()).substring(start, end),
        arguments.size() == 1 ? Precedence.of(arguments.getFirst()) : Precedence.ANY, true);
  }

  private @Nullable Filling isEmpty() {
    String source = primary(site.culprit());
    if (typing.isAny(site.culprit(), List.of("java.util.Optional", "java.util.OptionalInt",
        "java.util.OptionalLong", "java.util.OptionalDouble"))) {
      return new Filling("!" + source + ".isPresent()", Precedence.UNARY, true);
    }
    if (typing.is(site.culprit(), "java.util.Iterator")) {
      return new Filling("!" + source + ".hasNext()", Precedence.UNARY, true);
    }
    boolean text = typing.is(site.culprit(), "java.lang.CharSequence");
    boolean asked = typing.isAny(site.culprit(),
        List.of("java.util.Collection", "java.util.Map", "java.lang.String"));
    if (text && !(asked && new LanguageLevel(model.release()).hasTextIsEmpty())) {
      return new Filling(source + ".length() == 0", Precedence.EQUALITY, true);
    }
    return asked ? own(source + ".isEmpty()") : null;
  }

  private @Nullable Filling isPresent() {
    Filling empty = isEmpty();
    if (empty == null) {
      return null;
    }
    String source = empty.source();
    if (source.endsWith(" == 0")) {
      return new Filling(source.replace(" == 0", " > 0"), Precedence.RELATION, true);
    }
    return source.startsWith("!")
        ? own(source.substring(1))
        : new Filling("!" + source, Precedence.UNARY, true);
  }

  private @Nullable Filling zero(String operator) {
    TypeMirror type = model.typeOf(site.culprit());
    if (typing.isAny(site.culprit(), List.of("java.math.BigDecimal", "java.math.BigInteger"))) {
      return new Filling(primary(site.culprit()) + ".signum() " + operator + " 0",
          Precedence.EQUALITY, true);
    }
    if (!Typing.isIntegral(type) && typing.unboxed(type) == TypeKind.NONE) {
      return null;
    }
    boolean loose = Precedence.of(site.culprit().getLeaf()) <= Precedence.EQUALITY;
    String source = model.text(site.culprit());
    return new Filling((loose ? "(" + source + ")" : source) + " " + operator + " 0",
        Precedence.EQUALITY, true);
  }

  /** The loop's variable, or a new one named for what the culprit is. */
  private String variable() {
    return target.getLeaf() instanceof EnhancedForLoopTree loop
        ? loop.getVariable().getName().toString()
        : fresh(nameFor(site.culprit()));
  }

  /** By what a getter says it gives, else by the project's own type. */
  private String nameFor(TreePath path) {
    if (!(path.getLeaf() instanceof MethodInvocationTree call)) {
      return "value";
    }
    String name = Culprits.nameOf(call);
    for (String prefix : List.of("get", "find", "load", "lookup", "fetch", "read", "next", "to")) {
      if (name.startsWith(prefix) && name.length() > prefix.length()
          && Character.isUpperCase(name.charAt(prefix.length()))) {
        return decapitalised(name.substring(prefix.length()));
      }
    }
    return model.typeOf(path) instanceof DeclaredType type
        && model.trees().getPath(type.asElement()) != null
            ? decapitalised(type.asElement().getSimpleName().toString())
            : "value";
  }

  private static String decapitalised(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** A name nothing in the file has yet. */
  private String fresh(String wanted) {
    Set<String> taken = new TreeSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
        taken.add(tree.getName().toString());
        return super.visitIdentifier(tree, unused);
      }

      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        taken.add(tree.getName().toString());
        return super.visitVariable(tree, unused);
      }
    }.scan(scope().getLeaf(), null);
    String name = javax.lang.model.SourceVersion.isKeyword(wanted) ? "value" : wanted;
    for (int i = 2; taken.contains(name); i++) {
      name = wanted + i;
    }
    return name;
  }

  private TreePath scope() {
    TreePath callable = site.callable();
    return callable == null ? target : callable;
  }

  private @Nullable Filling type() {
    TypeMirror type =
        switch (target.getLeaf()) {
          case EnhancedForLoopTree loop -> model.typeOf(new TreePath(target, loop.getVariable()));
          case Tree _ when site.kind() == Kind.CAST -> castType();
          case Tree _ -> model.typeOf(site.culprit());
        };
    return denotable(type);
  }

  private @Nullable TypeMirror castType() {
    for (TreePath path = site.culprit(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof TypeCastTree) {
        TypeMirror type = model.typeOf(path);
        return type == null ? null : model.types().erasure(type);
      }
    }
    return null;
  }

  private static @Nullable Filling denotable(@Nullable TypeMirror type) {
    String source = type == null ? "" : type.toString();
    boolean sayable =
        type != null
            && (type.getKind().isPrimitive() || Typing.isReference(type))
            && !source.contains("capture")
            && !source.contains("&")
            && !source.contains("anonymous")
            && !source.contains("@");
    return sayable ? new Filling(source, Precedence.PRIMARY, false) : null;
  }

  /** The statement with the new variable in place of the culprit. */
  private @Nullable String rewritten() {
    int start = model.start(site.unit(), target.getLeaf());
    int from = model.start(site.unit(), site.culprit().getLeaf()) - start;
    int to = model.end(site.unit(), site.culprit().getLeaf()) - start;
    String source = model.text(target);
    return from < 0 || to > source.length()
        ? null
        : source.substring(0, from) + variable() + source.substring(to);
  }

  /** {@code int count} of {@code int count = parse(text);}. */
  private @Nullable Filling declared() {
    if (!(target.getLeaf() instanceof VariableTree variable)
        || variable.getInitializer() == null
        || variable.getModifiers().getFlags().contains(javax.lang.model.element.Modifier.FINAL)) {
      return null;
    }
    TypeMirror type = model.typeOf(target);
    Filling named = denotable(type);
    return named == null
        ? null
        : new Filling(named.source() + " " + variable.getName(), Precedence.PRIMARY, false);
  }

  private @Nullable String assignedName() {
    return switch (target.getLeaf()) {
      case VariableTree variable -> variable.getName().toString();
      case ExpressionStatementTree it when it
          .getExpression() instanceof AssignmentTree assignment ->
          assignment.getVariable().toString();
      default -> null;
    };
  }

  /** What the target statement sets its variable to. */
  @Nullable TreePath assigned() {
    return assignedBy(target);
  }

  static @Nullable TreePath assignedBy(TreePath statement) {
    return switch (statement.getLeaf()) {
      case VariableTree variable when variable.getInitializer() != null ->
          new TreePath(statement, variable.getInitializer());
      case ExpressionStatementTree it when it
          .getExpression() instanceof AssignmentTree assignment ->
          new TreePath(new TreePath(statement, assignment), assignment.getExpression());
      default -> null;
    };
  }

  /** The condition of a loop whose whole body is {@code if (condition) culprit.remove(variable)}. */
  private @Nullable Filling removalCondition() {
    if (!(target.getLeaf() instanceof EnhancedForLoopTree loop)
        || !(only(loop.getStatement()) instanceof IfTree branch)
        || branch.getElseStatement() != null
        || !(only(branch.getThenStatement()) instanceof ExpressionStatementTree statement)
        || !isRemoval(statement.getExpression(), loop)) {
      return null;
    }
    Tree condition = branch.getCondition() instanceof ParenthesizedTree it ? it.getExpression()
        : branch.getCondition();
    String source =
        model.text(site.file()).substring(model.start(site.unit(), condition),
            model.end(site.unit(), condition));
    return new Filling(source, Precedence.of(condition), true);
  }

  private static Tree only(StatementTree statement) {
    return statement instanceof BlockTree block && block.getStatements().size() == 1
        ? block.getStatements().getFirst()
        : statement;
  }

  /** Whether a call removes the loop's variable from what the loop walks through. */
  private boolean isRemoval(Tree tree, EnhancedForLoopTree loop) {
    if (!(tree instanceof MethodInvocationTree call)
        || !Culprits.nameOf(call).equals("remove")
        || call.getArguments().size() != 1
        || !(call.getMethodSelect() instanceof MemberSelectTree select)
        || !call.getArguments().getFirst().toString().contentEquals(loop.getVariable().getName())) {
      return false;
    }
    String from = select.getExpression().toString();
    String walked = loop.getExpression().toString();
    return walked.equals(from) || walked.equals(from + ".keySet()")
        || walked.equals(from + ".values()");
  }

  /** What stands between the loop's braces, with its removals done by the iterator. */
  private @Nullable Filling body() {
    if (!(target.getLeaf() instanceof EnhancedForLoopTree loop)) {
      return null;
    }
    TreeMap<Integer, Integer> removals = new TreeMap<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitExpressionStatement(ExpressionStatementTree tree,
          @Nullable Void unused) {
        if (isRemoval(tree.getExpression(), loop)) {
          removals.put(
              model.start(site.unit(), tree.getExpression()),
              model.end(site.unit(), tree.getExpression()));
        }
        return super.visitExpressionStatement(tree, unused);
      }
    }.scan(loop.getStatement(), null);
    if (removals.isEmpty()) {
      return null;
    }
    int start = model.start(site.unit(), loop.getStatement());
    StringBuilder body = new StringBuilder(model.text(new TreePath(target, loop.getStatement())));
    removals.descendingMap()
        .forEach((from, to) -> body.replace(from - start, to - start, fresh("it") + ".remove()"));
    String source = body.toString();
    return own(loop.getStatement() instanceof BlockTree
        ? source.substring(1, source.length() - 1).strip() : source);
  }
}
