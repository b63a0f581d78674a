package nexa.heal.propose;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nexa.heal.propose.Site.Kind;
import nexa.heal.propose.Slice.Value;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that let a bad value through: those of the branches and loops around the failing
 * expression, and those of the early exits before it. Each is a place for the test that is missing,
 * and each comparison in it may be wrong by one.
 */
final class Conditions {

  private static final int SITES_MAX = 10;

  /** Where a comparison that is off by one leads to. */
  private static final Set<Kind> COUNTED =
      Set.of(Kind.INDEX, Kind.LENGTH, Kind.EMPTY, Kind.DIVISOR);

  private final Site site;
  private final Set<String> related;
  private final Set<String> own;
  private final List<Site> sites = new ArrayList<>();

  private Conditions(Site site) {
    this.site = site;
    this.own = new HashSet<>(Site.namesOf(site.culprit().getLeaf()));
    if (site.operand() != null) {
      own.addAll(Site.namesOf(site.operand().getLeaf()));
    }
    this.related = new HashSet<>(own);
    for (Value value : Slice.from(site.model(), site.culprit()).values()) {
      related.addAll(Site.namesOf(value.path().getLeaf()));
    }
  }

  /** The conditions on the way to a site, the nearest first. */
  static List<Site> of(Site site) {
    TreePath statement = site.statement();
    if (statement == null) {
      return List.of();
    }
    Conditions conditions = new Conditions(site);
    conditions.climb(statement);
    return conditions.sites.stream().limit(SITES_MAX).toList();
  }

  private void climb(TreePath statement) {
    int steps = 1;
    for (TreePath path = statement; path.getParentPath() != null; path = path.getParentPath()) {
      TreePath parent = path.getParentPath();
      Tree leaf = path.getLeaf();
      switch (parent.getLeaf()) {
        case MethodTree _,ClassTree _,LambdaExpressionTree _ -> {
          return;
        }
        case IfTree it when it.getThenStatement() == leaf ->
            around(parent, it.getCondition(), steps++, true);
        case IfTree it when it.getElseStatement() == leaf ->
            around(parent, it.getCondition(), steps++, false);
        case WhileLoopTree it -> around(parent, it.getCondition(), steps++, true);
        case ForLoopTree it when it.getStatement() == leaf && it.getCondition() != null ->
            around(parent, it.getCondition(), steps++, true);
        case BlockTree it -> exits(parent, it.getStatements(), leaf, steps);
        case CaseTree it when it.getStatements() != null ->
            exits(parent, it.getStatements(), leaf, steps);
        default -> {}
      }
    }
  }

  /** A branch or loop that was entered though the value was bad. */
  private void around(TreePath compound, ExpressionTree condition, int steps, boolean holds) {
    TreePath path = inner(new TreePath(compound, condition));
    boolean branch = compound.getLeaf() instanceof IfTree;
    if (holds && site.canRepeat() && isVisibleAt(compound)
        && (branch || shares(condition, own))) {
      sites.add(site.at(Kind.LET_IN, path).farther(steps));
    }
    comparisons(path, holds ? Kind.COMPARISON_IN : Kind.COMPARISON_OUT, steps);
  }

  /** The early exits in front of a statement that were not taken though the value was bad. */
  private void exits(TreePath block, List<? extends StatementTree> statements, Tree before,
      int steps) {
    for (StatementTree statement : statements) {
      if (statement == before) {
        return;
      }
      if (statement instanceof IfTree it && it.getElseStatement() == null
          && leaves(it.getThenStatement()) && shares(it.getCondition(), related)) {
        TreePath exit = new TreePath(block, it);
        TreePath path = inner(new TreePath(exit, it.getCondition()));
        if (site.canRepeat() && isDeclaredBefore(block, it)) {
          sites.add(site.at(Kind.LET_STAY, path).farther(steps));
        }
        comparisons(path, Kind.COMPARISON_OUT, steps);
      }
    }
  }

  /** Whether a condition, when it holds, only makes the method give up: it throws, or returns nothing of use. */
  static boolean givesUp(TreePath condition) {
    TreePath path = condition;
    while (path.getParentPath().getLeaf() instanceof ParenthesizedTree
        || (path.getParentPath().getLeaf() instanceof BinaryTree both && isLogical(both))) {
      path = path.getParentPath();
    }
    return path.getParentPath().getLeaf() instanceof IfTree branch
        && branch.getCondition() == path.getLeaf()
        && branch.getElseStatement() == null
        && givesUp(branch.getThenStatement());
  }

  /** Whether the condition around a culprit asks already whether it is null; a second test would say nothing new. */
  static boolean asksForNull(Site site) {
    String value = site.culprit().getLeaf().toString();
    for (TreePath path = site.culprit(); !(path.getLeaf() instanceof StatementTree);
        path = path.getParentPath()) {
      if (path.getParentPath().getLeaf() instanceof BinaryTree both && isLogical(both)
          && both.getRightOperand() == path.getLeaf() && tests(both.getLeftOperand(), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean tests(ExpressionTree condition, String value) {
    return switch (condition) {
      case ParenthesizedTree it -> tests(it.getExpression(), value);
      case BinaryTree it when isLogical(it) ->
          tests(it.getLeftOperand(), value) || tests(it.getRightOperand(), value);
      case BinaryTree it -> Slice.isNull(it.getRightOperand())
          && it.getLeftOperand().toString().equals(value);
      default -> false;
    };
  }

  private static boolean givesUp(StatementTree statement) {
    return switch (statement) {
      case ThrowTree _,ContinueTree _ -> true;
      case ReturnTree it -> it.getExpression() == null || isNothing(it.getExpression());
      case BlockTree block ->
          !block.getStatements().isEmpty() && givesUp(block.getStatements().getLast());
      default -> false;
    };
  }

  private static boolean isNothing(ExpressionTree value) {
    return switch (value) {
      case LiteralTree it -> it.getValue() == null || it.getValue().equals(false);
      case UnaryTree it -> it.getKind() == Tree.Kind.UNARY_MINUS;
      default -> false;
    };
  }

  private static boolean leaves(StatementTree statement) {
    return switch (statement) {
      case ReturnTree _,ThrowTree _,ContinueTree _,BreakTree _ -> true;
      case BlockTree block ->
          !block.getStatements().isEmpty() && leaves(block.getStatements().getLast());
      default -> false;
    };
  }

  private void comparisons(TreePath condition, Kind kind, int steps) {
    if (!COUNTED.contains(site.kind())) {
      return;
    }
    TreePath path = inner(condition);
    switch (path.getLeaf()) {
      case BinaryTree it when isLogical(it) -> {
        comparisons(new TreePath(path, it.getLeftOperand()), kind, steps);
        comparisons(new TreePath(path, it.getRightOperand()), kind, steps);
      }
      case UnaryTree it when it.getKind() == Tree.Kind.LOGICAL_COMPLEMENT ->
          comparisons(new TreePath(path, it.getExpression()),
              kind == Kind.COMPARISON_IN ? Kind.COMPARISON_OUT : Kind.COMPARISON_IN, steps);
      case BinaryTree it when isRelation(it) && shares(it, related) ->
          sites.add(new Site(site.model(), site.crash(), site.location(), kind, path, null, path,
              site.exact()).farther(site.distance() + steps));
      default -> {}
    }
  }

  private static boolean isLogical(BinaryTree tree) {
    return tree.getKind() == Tree.Kind.CONDITIONAL_AND
        || tree.getKind() == Tree.Kind.CONDITIONAL_OR;
  }

  static boolean isRelation(BinaryTree tree) {
    return switch (tree.getKind()) {
      case LESS_THAN, LESS_THAN_EQUAL, GREATER_THAN, GREATER_THAN_EQUAL -> true;
      default -> false;
    };
  }

  private static boolean shares(Tree tree, Set<String> names) {
    return Site.namesOf(tree).stream().anyMatch(names::contains);
  }

  /** Whether nothing that the test names is declared inside of a branch or loop. */
  private boolean isVisibleAt(TreePath compound) {
    Set<String> declared = new HashSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        declared.add(tree.getName().toString());
        return super.visitVariable(tree, unused);
      }
    }.scan(compound.getLeaf() instanceof ForLoopTree loop ? loop.getStatement()
        : compound.getLeaf(), null);
    return own.stream().noneMatch(declared::contains);
  }

  /** Whether what the test names is declared in front of an early exit. */
  private boolean isDeclaredBefore(TreePath block, StatementTree exit) {
    int position = site.model().start(block.getCompilationUnit(), exit);
    Set<String> later = new HashSet<>();
    TreePath method = Slice.enclosingMethod(block);
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        if (site.model().start(block.getCompilationUnit(), tree) > position) {
          later.add(tree.getName().toString());
        }
        return super.visitVariable(tree, unused);
      }
    }.scan(method == null ? block.getLeaf() : method.getLeaf(), null);
    return own.stream().noneMatch(later::contains);
  }

  private static TreePath inner(TreePath path) {
    TreePath inner = path;
    while (inner.getLeaf() instanceof ParenthesizedTree it) {
      inner = new TreePath(inner, it.getExpression());
    }
    return inner;
  }
}
