package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.BODY_START;
import static nexa.patch.Recipe.Shape.REPLACE_CONDITION;
import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;
import static nexa.patch.Recipe.Shape.REPLACE_EXPRESSION;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps an index within its bounds: by a bound that was missing, another value, or leaving the step out. */
final class BoundsGuardOperator implements RepairOperator {

  @Override
  public String name() {
    return "bounds-guard";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.INDEX || kind == Site.Kind.LENGTH;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (site.kind() == Site.Kind.LENGTH) {
      return length();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    Fault bounds = Fault.bounds(site);
    suggestions.addAll(conditions(site, bounds));
    if (site.canRepeat()) {
      suggestions.addAll(guards(bounds));
    }
    suggestions.addAll(clamps(site));
    return suggestions;
  }

  /** A bound that the condition on the way to the index lacks. */
  private static List<Suggestion> conditions(Site site, Fault bounds) {
    TreePath condition = Splicer.condition(site);
    if (condition == null || !site.canRepeat()) {
      return List.of();
    }
    boolean inCondition = holds(condition, site.culprit());
    if (!inCondition && !isAboutIndex(condition, site)) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    if (!inCondition && condition.getLeaf() instanceof BinaryTree it
        && it.getKind() == Tree.Kind.LESS_THAN_EQUAL
        && it.getLeftOperand().toString().equals(site.culprit().getLeaf().toString())) {
      suggestions.add(Suggestion.of(REPLACE_CONDITION, "${culprit} < ${size}", -1,
          "The loop went one step too far: ${culprit} reached the size of ${operand}."));
    }
    boolean givesUp = inCondition && Conditions.givesUp(condition);
    suggestions.add(
        Suggestion.of(REPLACE_CONDITION, bounds.good() + " && ${expression}",
            inCondition ? (givesUp ? 4 : 0) : 2,
            "${culprit} left the bounds of ${operand}, which nothing tested."));
    if (inCondition) {
      suggestions.add(Suggestion.of(REPLACE_CONDITION, bounds.bad() + " || ${expression}",
          givesUp ? -1 : 5,
          "${culprit} left the bounds of ${operand}, which nothing tested."));
    }
    return suggestions;
  }

  private static boolean holds(TreePath outer, TreePath inner) {
    for (TreePath path = inner; path != null; path = path.getParentPath()) {
      if (path.getLeaf() == outer.getLeaf()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a loop's condition speaks of the index, and nothing the bound names is declared inside the loop. */
  private static boolean isAboutIndex(TreePath condition, Site site) {
    Set<String> index = Site.namesOf(site.culprit().getLeaf());
    Set<String> named = new HashSet<>(index);
    if (site.operand() != null) {
      named.addAll(Site.namesOf(site.operand().getLeaf()));
    }
    Tree loop = condition.getParentPath().getLeaf();
    Set<String> declared = new HashSet<>();
    if (site.loop() instanceof TreePath path) {
      loop = path.getLeaf();
    }
    Tree body = switch (loop) {
      case com.sun.source.tree.ForLoopTree it -> it.getStatement();
      case com.sun.source.tree.WhileLoopTree it -> it.getStatement();
      case Tree it -> it;
    };
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        declared.add(tree.getName().toString());
        return super.visitVariable(tree, unused);
      }
    }.scan(body, null);
    return Site.namesOf(condition.getLeaf()).stream().anyMatch(index::contains)
        && named.stream().noneMatch(declared::contains)
        && !changesBefore(site, body, index);
  }

  /** Whether a loop's body sets a name before it comes to the culprit. */
  private static boolean changesBefore(Site site, Tree body, Set<String> names) {
    int culprit = site.model().start(site.unit(), site.culprit().getLeaf());
    boolean[] changes = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
        boolean sets =
            switch (tree.getKind()) {
              case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT -> true;
              default -> false;
            };
        note(tree, sets ? tree.getExpression() : null);
        return super.visitUnary(tree, unused);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
        note(tree, tree.getVariable());
        return super.visitAssignment(tree, unused);
      }

      @Override
      public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree tree,
          @Nullable Void unused) {
        note(tree, tree.getVariable());
        return super.visitCompoundAssignment(tree, unused);
      }

      private void note(Tree tree, @Nullable Tree set) {
        changes[0] |=
            set != null && names.contains(set.toString())
                && site.model().end(site.unit(), tree) <= culprit;
      }
    }.scan(body, null);
    return changes[0];
  }

  private static List<Suggestion> guards(Fault bounds) {
    return List.of(
        Suggestion.of(REPLACE_EXPRESSION, bounds.good() + " ? ${expression} : ${default}", 2,
            "${culprit} was no index of ${operand}; ${default} stands for what is not there."),
        Suggestion.of(REPLACE_STATEMENT, "if (" + bounds.good() + ") {\n  ${statement}\n}", 2,
            "${culprit} was no index of ${operand}; the step that needs it is left out."),
        Suggestion.of(BEFORE_STATEMENT, "if (" + bounds.bad() + ") {\n  continue;\n}", 2,
            "${culprit} was no index of ${operand}; the loop goes on with the next round."),
        Suggestion.of(BEFORE_STATEMENT, "if (" + bounds.bad() + ") {\n  break;\n}", 4,
            "${culprit} was no index of ${operand}; the loop ends."),
        Suggestion.of(BEFORE_STATEMENT, "if (" + bounds.bad() + ") {\n  return ${default};\n}", 2,
            "${culprit} was no index of ${operand}; the method ends early."),
        Suggestion.of(BODY_START, "if (" + bounds.bad() + ") {\n  return ${default};\n}", 3,
            "${culprit} was no index of ${operand}; the method ends before it does anything."));
  }

  private static List<Suggestion> clamps(Site site) {
    if (site.culprit().getLeaf() instanceof LiteralTree
        || !Purity.isPure(site.culprit().getLeaf())) {
      return List.of(); // what counts on, as i++ does, is not meant to stay at an end
    }
    boolean inclusive = Fault.mayEqualSize(site);
    List<Suggestion> suggestions = new ArrayList<>();
    if (site.crash().side() != Crash.Side.BELOW) {
      if (inclusive && site.isNeededLater()) {
        suggestions.add(Suggestion.of(BEFORE_STATEMENT,
            "if (${culprit} > ${size}) {\n  ${culprit} = ${size};\n}", 1,
            "${culprit} was beyond the end of ${operand}, here and further on; the end is as far as it can go."));
      }
      suggestions.add(Suggestion.of(REPLACE_CULPRIT,
          inclusive ? "Math.min(${culprit}, ${size})" : "Math.min(${culprit}, ${size} - 1)",
          inclusive ? 1 : 14,
          "${culprit} was beyond the end of ${operand}; the end is as far as it can go."));
    }
    if (site.crash().side() != Crash.Side.ABOVE) {
      suggestions.add(Suggestion.of(REPLACE_CULPRIT, "Math.max(${culprit}, 0)", 5,
          "${culprit} was before the start of ${operand}; the start is as far as it can go."));
      if (inclusive && isCutOutOfText(site)) {
        suggestions.add(Suggestion.of(REPLACE_EXPRESSION,
            "${culprit} < 0 ? ${operand} : ${expression}", 3,
            "What ${culprit} looked for is not in ${operand}, so there is nothing to cut off."));
      }
    }
    return suggestions;
  }

  private static boolean isCutOutOfText(Site site) {
    Typing typing = new Typing(site.model());
    return site.operand() != null
        && typing.is(site.operand(), "java.lang.String")
        && typing.is(site.expression(), "java.lang.String");
  }

  private static List<Suggestion> length() {
    return List.of(
        Suggestion.of(REPLACE_CULPRIT, "Math.max(${culprit}, 0)", 2,
            "${culprit} was negative; nothing is the least there can be."),
        Suggestion.of(BEFORE_STATEMENT, "if (${culprit} < 0) {\n  return ${default};\n}", 3,
            "${culprit} was negative; the method ends early."),
        Suggestion.of(BEFORE_STATEMENT, "if (${culprit} < 0) {\n  continue;\n}", 3,
            "${culprit} was negative; the loop goes on with the next round."),
        Suggestion.of(REPLACE_STATEMENT, "if (${culprit} >= 0) {\n  ${statement}\n}", 3,
            "${culprit} was negative; the step that needs it is left out."));
  }
}
