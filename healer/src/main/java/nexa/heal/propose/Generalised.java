package nexa.heal.propose;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import nexa.heal.propose.Holes.Filling;
import nexa.heal.propose.NeutralValues.Value;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/**
 * New source as a recipe's template: what the site has for a hole becomes the hole, the JDK's types get
 * their package, and what only this project or method has makes a template impossible.
 */
final class Generalised {

  /** The holes, in the order in which they are preferred where several have the same source. */
  private static final List<String> HOLES =
      List.of("culprit", "operand", "size", "isEmpty", "isPresent", "isZero", "isNotZero",
          "argument", "left", "right", "value", "target");

  private static final int TEXT_CHARS_MAX = 400;

  /** The new source has something in it that only stands here. */
  private static final class Bound extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private final JavaModel after;
  private final boolean neutral;
  private final Map<String, String> holeBySource = new LinkedHashMap<>();
  private final String whole;
  private final String wholeHole;

  /**
   * @param after the model of the new source
   * @param target what the splice replaces or precedes in the old source
   * @param neutral whether a constant that is given back becomes the neutral value
   */
  Generalised(JavaModel after, Site site, TreePath target, boolean neutral) {
    this.after = after;
    this.neutral = neutral;
    this.whole = Syntax.squeezed(site.model().text(target));
    this.wholeHole = target.getLeaf() instanceof StatementTree ? "statement" : "expression";
    Holes holes = new Holes(site, target, new Value("", true));
    for (String hole : HOLES) {
      Filling filling = holes.fill(hole);
      if (filling != null && !filling.source().isBlank()) {
        holeBySource.putIfAbsent(Syntax.squeezed(filling.source()), hole);
      }
    }
  }

  /** Statements as a template; null when they cannot be one. */
  @Nullable String statements(List<TreePath> statements) {
    try {
      List<String> lines = new ArrayList<>();
      for (TreePath statement : statements) {
        lines.addAll(lines(statement));
      }
      return bounded(String.join("\n", lines));
    } catch (Bound e) {
      return null;
    }
  }

  /** An expression as a template; null when it cannot be one. */
  @Nullable String expression(TreePath expression) {
    try {
      return bounded(source(expression));
    } catch (Bound e) {
      return null;
    }
  }

  private static @Nullable String bounded(String template) {
    return template.contains("${") && template.length() <= TEXT_CHARS_MAX ? template : null;
  }

  private List<String> lines(TreePath statement) throws Bound {
    if (wholeHole.equals("statement")
        && Syntax.squeezed(after.text(statement)).equals(whole)) {
      return List.of("${statement}");
    }
    return switch (statement.getLeaf()) {
      case BlockTree block -> body(statement, block);
      case IfTree it -> branch(statement, it);
      case TryTree it -> attempt(statement, it);
      case ReturnTree it when it.getExpression() != null ->
          List.of("return " + given(new TreePath(statement, it.getExpression())) + ";");
      case ReturnTree _,ContinueTree _,BreakTree _,ThrowTree _,ExpressionStatementTree _ ->
          List.of(source(statement));
      default -> throw new Bound();
    };
  }

  private List<String> body(TreePath path, BlockTree block) throws Bound {
    List<String> lines = new ArrayList<>();
    for (StatementTree it : block.getStatements()) {
      lines.addAll(lines(new TreePath(path, it)));
    }
    return lines;
  }

  private List<String> branch(TreePath path, IfTree tree) throws Bound {
    List<String> lines = new ArrayList<>();
    TreePath condition = Difference.bare(new TreePath(path, tree.getCondition()));
    lines.add("if (" + source(condition) + ") {");
    indented(lines(new TreePath(path, tree.getThenStatement())), lines);
    if (tree.getElseStatement() != null) {
      lines.add("} else {");
      indented(lines(new TreePath(path, tree.getElseStatement())), lines);
    }
    lines.add("}");
    return lines;
  }

  private List<String> attempt(TreePath path, TryTree tree) throws Bound {
    if (tree.getFinallyBlock() != null || !tree.getResources().isEmpty()) {
      throw new Bound();
    }
    List<String> lines = new ArrayList<>();
    lines.add("try {");
    indented(lines(new TreePath(path, tree.getBlock())), lines);
    for (CatchTree it : tree.getCatches()) {
      TreePath clause = new TreePath(path, it);
      String type = source(new TreePath(new TreePath(clause, it.getParameter()),
          it.getParameter().getType()));
      holeBySource.put(it.getParameter().getName().toString(), "caught");
      lines.add("} catch (" + type + " ${caught}) {");
      indented(lines(new TreePath(clause, it.getBlock())), lines);
    }
    lines.add("}");
    return lines;
  }

  private static void indented(List<String> inner, List<String> lines) {
    inner.forEach(line -> lines.add("  " + line));
  }

  /** What a method gives back. */
  private String given(TreePath expression) throws Bound {
    return neutral && isPlain(expression) ? "${default}" : source(expression);
  }

  /** Whether an expression is as good as a constant. */
  private static boolean isPlain(TreePath expression) {
    Tree tree = expression.getLeaf();
    return tree instanceof LiteralTree
        || tree instanceof IdentifierTree
        || tree instanceof MemberSelectTree
        || tree instanceof NewClassTree it && it.getArguments().isEmpty()
        || tree instanceof com.sun.source.tree.UnaryTree it
            && it.getExpression() instanceof LiteralTree
        || tree instanceof com.sun.source.tree.MethodInvocationTree call
            && call.getArguments().isEmpty()
        || tree instanceof com.sun.source.tree.NewArrayTree;
  }

  /** A tree's source on one line, with holes. */
  private String source(TreePath tree) throws Bound {
    String text = after.text(tree);
    if (text.contains("//") || text.contains("/*")) {
      throw new Bound();
    }
    TreeMap<Integer, Replaced> replaced = new TreeMap<>();
    Scan scan = new Scan(after.start(tree.getCompilationUnit(), tree.getLeaf()), replaced);
    scan.scan(tree, null);
    if (scan.bound) {
      throw new Bound();
    }
    StringBuilder out = new StringBuilder(text);
    replaced.descendingMap()
        .forEach((start, it) -> out.replace(start, it.end(), it.replacement()));
    return String.join(" ", out.toString().lines().map(String::strip).toList());
  }

  private record Replaced(int end, String replacement) {}

  /** Finds what becomes a hole in a tree, and what cannot. */
  private final class Scan extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private final int base;
    private final TreeMap<Integer, Replaced> replaced;
    private boolean bound;

    private Scan(int base, TreeMap<Integer, Replaced> replaced) {
      this.base = base;
      this.replaced = replaced;
    }

    @Override
    public @Nullable Void scan(TreePath path, @Nullable Void unused) {
      return look(path) ? null : super.scan(path, null);
    }

    @Override
    public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
      if (tree == null || look(new TreePath(getCurrentPath(), tree))) {
        return null;
      }
      return super.scan(tree, null);
    }

    /** Whether a tree is dealt with as a whole. */
    private boolean look(TreePath path) {
      if (path.getLeaf() instanceof StatementTree) {
        return false;
      }
      String text = after.end(path.getCompilationUnit(), path.getLeaf()) < 0 ? ""
          : after.text(path);
      String squeezed = Syntax.squeezed(text);
      boolean isWhole = wholeHole.equals("expression") && squeezed.equals(whole);
      String hole = holeBySource.getOrDefault(squeezed, isWhole ? wholeHole : null);
      if (hole != null && !text.startsWith("(")) {
        put(path, "${" + hole + "}");
        return true;
      }
      if (neutral && isBranch(path) && isPlain(path)) {
        put(path, "${default}");
        return true;
      }
      return false;
    }

    private void put(TreePath path, String replacement) {
      int start = after.start(path.getCompilationUnit(), path.getLeaf()) - base;
      int end = after.end(path.getCompilationUnit(), path.getLeaf()) - base;
      replaced.put(start, new Replaced(end, replacement));
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
      Element element = after.trees().getElement(getCurrentPath());
      if (element instanceof TypeElement type && isOfJdk(type)) {
        put(getCurrentPath(), type.getQualifiedName().toString());
      } else if (!tree.getName().contentEquals("this")) {
        bound = true;
      }
      return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
      Element element = after.trees().getElement(getCurrentPath());
      if (element == null) {
        bound = true;
        return null;
      }
      if (element instanceof TypeElement type && isOfJdk(type)) {
        put(getCurrentPath(), type.getQualifiedName().toString());
        return null;
      }
      boolean member = element instanceof ExecutableElement || element.getKind().isField();
      bound |= !member
          || !(element.getEnclosingElement() instanceof TypeElement owner && isOfJdk(owner)
              || tree.getIdentifier().contentEquals("length"));
      return scan(tree.getExpression(), null);
    }

    /** A text for people is about this place. */
    @Override
    public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void unused) {
      bound |= tree.getValue() instanceof String text && text.indexOf(' ') >= 0;
      return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
      bound = true;
      return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
      bound = true;
      return null;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
      bound = true;
      return null;
    }
  }

  private static boolean isBranch(TreePath path) {
    return path.getParentPath().getLeaf() instanceof ConditionalExpressionTree it
        && it.getCondition() != path.getLeaf();
  }

  private static boolean isOfJdk(TypeElement type) {
    return type.getQualifiedName().toString().startsWith("java.");
  }
}
