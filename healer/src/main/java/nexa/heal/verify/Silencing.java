package nexa.heal.verify;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexa.heal.source.ParsedSource;
import nexa.patch.Edit;
import nexa.patch.Patch;
import org.jspecify.annotations.Nullable;

/**
 * What a patch does to make a crash silent, told from the syntax of the changed method before and after:
 * it gives a made-up value, leaves a step out, swallows an exception or takes a check away.
 *
 * @param kind how
 * @param value the made-up value's source, empty when there is none; of a check its new condition
 * @param condition the new condition it hangs on, or the new arithmetic; empty when there is none
 * @param skipped what is left out, and when
 * @param method the changed method as it is on the deployed commit
 */
record Silencing(
    Kind kind,
    String value,
    String condition,
    Skipped skipped,
    ParsedSource source,
    TreePath method) {

  /**
   * What runs on a new condition only.
   *
   * @param condition the condition, empty when nothing is skipped
   * @param late whether the method has done something by then
   */
  record Skipped(String condition, List<String> statements, boolean late) {
    static final Skipped NOTHING = new Skipped("", List.of(), false);

    Skipped {
      statements = List.copyOf(statements);
    }
  }

  /** Ways to be silent. */
  enum Kind {
    /** Returns a value that was not computed, or nothing. */
    RETURNS,
    /** Goes on with a value that was not computed. */
    DEFAULTS,
    /** Leaves statements out. */
    SKIPS,
    /** Leaves statements of a loop's round out. */
    SKIPS_IN_LOOP,
    /** Leaves the rest of a loop's round out, or ends the loop. */
    SKIPS_ROUND,
    /** Catches an exception and goes on. */
    SWALLOWS,
    /** Throws no longer what was thrown on purpose. */
    UNCHECKS,
    /** Goes on with the nearest index there is. */
    CLAMPS,
    /** Ends a loop earlier, for what its condition did not speak of. */
    ENDS_LOOP
  }

  private static final Set<String> EMPTY_MAKERS =
      Set.of("emptyList", "emptyMap", "emptySet", "of", "empty", "emptyIterator", "emptySortedMap");

  private static final Set<String> CLAMPING = Set.of("Math.min", "Math.max", "Math.clamp");

  /** Methods that give their last argument where there is nothing. */
  private static final Set<String> FALLING_BACK =
      Set.of("getOrDefault", "orElse", "requireNonNullElse", "firstNonNull", "defaultIfNull");

  /** What is silent about a patch, empty when nothing is. */
  static Optional<Silencing> of(ParsedTree parsed, Patch patch) {
    Map<String, String> patched = parsed.tree().patched(patch.edits());
    for (Map.Entry<String, String> file : patched.entrySet()) {
      ParsedSource before = parsed.of(file.getKey());
      ParsedSource after = ParsedSource.of(file.getValue());
      int shift = 0;
      for (Edit edit : patch.edits()) {
        if (!edit.file().equals(file.getKey())) {
          continue;
        }
        TreePath old = before.methodAt(edit.start()).orElse(null);
        TreePath now = after.methodAt(edit.start() + shift).orElse(null);
        if (old != null && now != null) {
          Optional<Silencing> found =
              compared(before, old, Shape.of(before, old.getLeaf()),
                  Shape.of(after, now.getLeaf()));
          if (found.isPresent()) {
            return found;
          }
        }
        shift += edit.replacement().length() - (edit.end() - edit.start());
      }
    }
    return Optional.empty();
  }

  /** Whether the method goes on, with something made up or without a step. */
  boolean goesOn() {
    return switch (kind) {
      case DEFAULTS, SKIPS, SKIPS_IN_LOOP, SKIPS_ROUND, CLAMPS -> true;
      case RETURNS, SWALLOWS, UNCHECKS, ENDS_LOOP -> false;
    };
  }

  /** Whether a part of the deployed method returns an expression, by its source. */
  boolean returns(String expression, Tree tree) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitReturn(ReturnTree node, @Nullable Void unused) {
        found[0] |= source.plain(node.getExpression()).equals(expression);
        return super.visitReturn(node, unused);
      }
    }.scan(tree, null);
    return found[0];
  }

  private static Optional<Silencing> compared(
      ParsedSource source, TreePath method, Shape before, Shape after) {
    String returned = first(minus(after.returned, before.returned));
    String defaulted = first(minus(after.defaults, before.defaults));
    Skipped skipped =
        after.guarded.stream()
            .filter(each -> !before.guarded.contains(each))
            .filter(each -> after.guards(each.condition) > before.guards(each.condition))
            .filter(
                each -> each.late
                    || each.statements.stream().anyMatch(it -> after.hasMoved(it, before)))
            .findFirst()
            .orElse(Skipped.NOTHING);
    String narrowed = narrowed(before, after);
    boolean skips = skipped.statements.stream().anyMatch(it -> after.hasMoved(it, before));
    Kind kind =
        after.swallowing > before.swallowing ? Kind.SWALLOWS
            : !minus(before.checks, after.checks).isEmpty() ? Kind.UNCHECKS
                : returned != null ? Kind.RETURNS
                    : defaulted != null ? Kind.DEFAULTS
                        : after.breaks > before.breaks ? Kind.ENDS_LOOP
                            : after.jumps > before.jumps ? Kind.SKIPS_ROUND
                                : skips && after.guardsInLoops > before.guardsInLoops
                                    ? Kind.SKIPS_IN_LOOP
                                    : skips ? Kind.SKIPS
                                        : after.clamps > before.clamps ? Kind.CLAMPS
                                            : narrowed(narrowed);
    String value =
        kind == Kind.UNCHECKS ? String.join(" ", minus(after.checks, before.checks))
            : returned != null ? returned : defaulted != null ? defaulted : "";
    return kind == null
        ? Optional.empty()
        : Optional.of(
            new Silencing(
                kind, value,
                String.join(" ", minus(after.conditions, before.conditions)) + narrowed,
                skipped, source, method));
  }

  /** The new part of a loop's condition, about null or the size of what the old condition did not name. */
  private static String narrowed(Shape before, Shape after) {
    for (String now : minus(after.loopConditions, before.loopConditions)) {
      for (String old : minus(before.loopConditions, after.loopConditions)) {
        String added =
            now.startsWith(old + " && ") ? now.substring(old.length() + 4)
                : now.endsWith(" && " + old) ? now.substring(0, now.length() - old.length() - 4)
                    : "";
        String sized = sized(added);
        if (!sized.isEmpty() && !old.contains(sized)
            || added.endsWith(" != null") && !before.sets(added)) {
          return added;
        }
      }
    }
    return "";
  }

  /** What the new part of a loop's condition does, null without one. */
  private static @Nullable Kind narrowed(String added) {
    return added.isEmpty() ? null
        : added.endsWith(" != null") && !asksOfElement(added) ? Kind.SKIPS : Kind.ENDS_LOOP;
  }

  /** Whether a condition asks for null of an element, or of what a call gives. */
  static boolean asksOfElement(String condition) {
    int test = condition.indexOf(" != null");
    return test > 0 && (condition.charAt(test - 1) == ']' || condition.charAt(test - 1) == ')');
  }

  /** {@code list} of {@code i < list.size()}, empty when a condition asks no size. */
  static String sized(String condition) {
    int end = Math.max(condition.indexOf(".length"), condition.indexOf(".size()"));
    int start = end;
    while (start > 0 && (Character.isJavaIdentifierPart(condition.charAt(start - 1))
        || ".[]".indexOf(condition.charAt(start - 1)) >= 0)) {
      start--;
    }
    return end < 0 ? "" : condition.substring(start, end);
  }

  private static @Nullable String first(List<String> texts) {
    return texts.isEmpty() ? null : texts.getFirst();
  }

  private static List<String> minus(List<String> from, List<String> what) {
    List<String> rest = new ArrayList<>(from);
    what.forEach(rest::remove);
    return rest;
  }

  /** A condition without the parentheses around it. */
  static String bare(String condition) {
    return condition.startsWith("(") && condition.endsWith(")")
        ? condition.substring(1, condition.length() - 1)
        : condition;
  }

  /** Whether an expression is a value that nothing was computed for. */
  static boolean isNeutral(@Nullable ExpressionTree tree) {
    return switch (tree) {
      case null -> true;
      case LiteralTree literal -> true;
      case ParenthesizedTree inner -> isNeutral(inner.getExpression());
      case TypeCastTree cast -> isNeutral(cast.getExpression());
      case UnaryTree unary -> isNeutral(unary.getExpression());
      case NewArrayTree array ->
          array.getInitializers() == null || array.getInitializers().isEmpty();
      case IdentifierTree name -> isConstant(name.getName().toString());
      case MemberSelectTree select -> isConstant(select.getIdentifier().toString());
      case MethodInvocationTree call ->
          call.getArguments().isEmpty() && EMPTY_MAKERS.contains(simpleName(call));
      default -> false;
    };
  }

  private static boolean isConstant(String name) {
    return name.chars().allMatch(c -> Character.isUpperCase(c) || Character.isDigit(c) || c == '_');
  }

  /** The name of the method that is called. */
  static String simpleName(MethodInvocationTree call) {
    String name = call.getMethodSelect().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Whether something is thrown in a tree. */
  static boolean throwsSomething(Tree tree) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitThrow(ThrowTree node, @Nullable Void unused) {
        found[0] = true;
        return null;
      }
    }.scan(tree, null);
    return found[0];
  }

  /** What a method does besides computing. */
  private static final class Shape extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final ParsedSource source;
    private final List<String> returned = new ArrayList<>();
    private final List<String> defaults = new ArrayList<>();
    /** The conditions on which something is thrown. */
    private final List<String> checks = new ArrayList<>();
    private final List<Skipped> guarded = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<String> loopConditions = new ArrayList<>();
    /** All statements, and how often each is there. */
    private final Map<String, Integer> statements = new HashMap<>();
    private int swallowing;
    private int jumps;
    private int breaks;
    private int guardsInLoops;
    private int clamps;
    private int loops;
    private boolean returning;
    private boolean acted;

    private Shape(ParsedSource source) {
      this.source = source;
    }

    /** Whether the method itself sets what a condition begins with, as a walk along a chain does. */
    boolean sets(String condition) {
      String assignment = condition.substring(0, condition.indexOf(' ')) + " = ";
      return statements.keySet().stream().anyMatch(it -> it.startsWith(assignment));
    }

    /** How many guards have a condition; one whose body alone has changed is none that is new. */
    long guards(String condition) {
      return guarded.stream().filter(it -> it.condition.equals(condition)).count();
    }

    /** Whether a statement that was there before stands elsewhere now, rather than there once more. */
    boolean hasMoved(String statement, Shape before) {
      int count = before.statements.getOrDefault(statement, 0);
      return count > 0 && statements.getOrDefault(statement, 0) <= count;
    }

    static Shape of(ParsedSource source, Tree method) {
      Shape shape = new Shape(source);
      shape.scan(method, null);
      return shape;
    }

    @Override
    public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
      boolean isLoop = ParsedSource.isLoop(tree);
      loops += isLoop ? 1 : 0;
      if (tree instanceof StatementTree) {
        statements.merge(source.plain(tree), 1, Integer::sum);
      }
      super.scan(tree, unused);
      loops -= isLoop ? 1 : 0;
      return null;
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree node, @Nullable Void unused) {
      if (isNeutral(node.getExpression())) {
        returned.add(source.plain(node.getExpression()));
      }
      boolean outer = returning;
      returning = true;
      super.visitReturn(node, unused);
      returning = outer;
      return null;
    }

    @Override
    public @Nullable Void visitExpressionStatement(
        ExpressionStatementTree node, @Nullable Void unused) {
      super.visitExpressionStatement(node, unused);
      acted = true;
      return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(
        MethodInvocationTree node, @Nullable Void unused) {
      String name = node.getMethodSelect().toString();
      if (CLAMPING.contains(name)) {
        clamps++;
        conditions.add(source.plain(node) + " <");
      } else if (FALLING_BACK.contains(simpleName(node))
          && !node.getArguments().isEmpty()
          && isNeutral(node.getArguments().getLast())) {
        (returning ? returned : defaults).add(source.plain(node.getArguments().getLast()));
      }
      return super.visitMethodInvocation(node, unused);
    }

    @Override
    public @Nullable Void visitConditionalExpression(
        ConditionalExpressionTree node, @Nullable Void unused) {
      conditions.add(source.plain(node.getCondition()));
      for (ExpressionTree branch : List.of(node.getTrueExpression(), node.getFalseExpression())) {
        if (isNeutral(branch)) {
          (returning ? returned : defaults).add(source.plain(branch));
        }
      }
      return super.visitConditionalExpression(node, unused);
    }

    @Override
    public @Nullable Void visitCatch(CatchTree node, @Nullable Void unused) {
      if (!throwsSomething(node.getBlock())) {
        swallowing++;
      }
      return super.visitCatch(node, unused);
    }

    @Override
    public @Nullable Void visitContinue(ContinueTree node, @Nullable Void unused) {
      jumps++;
      return super.visitContinue(node, unused);
    }

    @Override
    public @Nullable Void visitBreak(BreakTree node, @Nullable Void unused) {
      breaks++;
      return super.visitBreak(node, unused);
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree node, @Nullable Void unused) {
      if (node.getCondition() != null) {
        loopConditions.add(source.plain(node.getCondition()));
      }
      return super.visitForLoop(node, unused);
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree node, @Nullable Void unused) {
      loopConditions.add(
          source.plain(
              node.getCondition() instanceof ParenthesizedTree it ? it.getExpression()
                  : node.getCondition()));
      return super.visitWhileLoop(node, unused);
    }

    @Override
    public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
      conditions.add(source.plain(node.getCondition()));
      clamps += isClamp(node) ? 1 : 0;
      if (endsInThrow(node.getThenStatement())) {
        checks.add(source.plain(node.getCondition()));
      } else if (node.getElseStatement() == null) {
        guardsInLoops += loops > 0 ? 1 : 0;
        guarded.add(
            new Skipped(
                source.plain(node.getCondition()),
                ParsedSource.statements(node.getThenStatement()).stream()
                    .map(source::plain)
                    .toList(),
                acted));
      }
      return super.visitIf(node, unused);
    }

    /** Whether a variable is set to the very bound that it lies beyond. */
    private boolean isClamp(IfTree node) {
      String condition = bare(source.plain(node.getCondition()));
      String then = source.plain(node.getThenStatement()).replace("{", "").replace("}", "").strip();
      int compared = Math.max(condition.indexOf(" > "), condition.indexOf(" < "));
      return compared > 0
          && then.equals(
              condition.substring(0, compared) + " = "
                  + condition.substring(compared + " > ".length()) + ";");
    }

    private static boolean endsInThrow(StatementTree then) {
      return then instanceof BlockTree block && !block.getStatements().isEmpty()
          ? block.getStatements().getLast() instanceof ThrowTree
          : then instanceof ThrowTree;
    }
  }
}
