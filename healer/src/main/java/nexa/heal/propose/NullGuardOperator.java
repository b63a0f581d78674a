package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.BODY_START;
import static nexa.patch.Recipe.Shape.REPLACE_CONDITION;
import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;
import static nexa.patch.Recipe.Shape.REPLACE_EXPRESSION;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Keeps a null value from being used: by another value, by leaving the method, or by leaving the step out. */
final class NullGuardOperator implements RepairOperator {

  @Override
  public String name() {
    return "null-guard";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.NULL || kind == Site.Kind.NULL_PRODUCED;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    List<Suggestion> suggestions = new ArrayList<>(lookUp(site));
    if (site.kind() == Site.Kind.NULL_PRODUCED) {
      suggestions.addAll(otherThanMade(site));
      return suggestions;
    }
    if (site.canRepeat()) {
      suggestions.addAll(otherValue(site));
      suggestions.addAll(conditions(site));
      suggestions.addAll(defaults(site));
      suggestions.addAll(leave());
      suggestions.addAll(endOfChain(site));
    } else {
      suggestions.addAll(leaveWithVariable(site));
    }
    return suggestions;
  }

  /** {@code map.get(key)} that is null becomes {@code map.getOrDefault(key, 0)}. */
  private static List<Suggestion> lookUp(Site site) {
    TreePath operand = site.operand();
    boolean lookUp =
        operand != null
            && site.culprit().getLeaf() instanceof MethodInvocationTree call
            && Culprits.nameOf(call).equals("get")
            && call.getArguments().size() == 1
            && new Typing(site.model()).is(operand, "java.util.Map");
    boolean hasDefault =
        lookUp
            && new NeutralValues(site).insteadOf(site.culprit()).stream()
                .findFirst()
                .filter(it -> !it.source().equals("null"))
                .isPresent();
    return hasDefault
        ? List.of(
            Suggestion.of(REPLACE_CULPRIT, "${operand}.getOrDefault(${argument}, ${default})", -2,
                "${operand} has no entry for a key; ${default} is the value of a missing entry."))
        : List.of();
  }

  /** Makes another value than null where the value was made. */
  private static List<Suggestion> otherThanMade(Site site) {
    if (site.culprit().getLeaf().getKind() == Tree.Kind.NULL_LITERAL) {
      return List.of(Suggestion.of(REPLACE_CULPRIT, "${default}", 3,
          "Null was handed on from here; ${default} can be used as it is."));
    }
    return site.canRepeat()
        ? List.of(Suggestion.of(REPLACE_CULPRIT,
            "${culprit} == null ? ${default} : ${culprit}", 4,
            "${culprit} was null and handed on from here; ${default} can be used as it is."))
        : List.of();
  }

  private static List<Suggestion> otherValue(Site site) {
    TypeMirror type = site.model().typeOf(site.expression());
    List<Suggestion> suggestions = new ArrayList<>();
    if (type != null && type.getKind() == TypeKind.BOOLEAN
        && site.expression().getLeaf() != site.culprit().getLeaf()) {
      if (Conditions.asksForNull(site)) {
        return suggestions; // the test is there, joined by the wrong operator
      }
      boolean givesUp = Conditions.givesUp(site.expression());
      suggestions.add(Suggestion.of(REPLACE_EXPRESSION, "${culprit} != null && ${expression}", 3,
          "${culprit} was null, of which nothing is true."));
      suggestions.add(Suggestion.of(REPLACE_EXPRESSION, "${culprit} == null || ${expression}",
          givesUp ? 2 : 12,
          "${culprit} was null, which counts as true."));
      return suggestions;
    }
    suggestions
        .add(Suggestion.of(REPLACE_EXPRESSION, "${culprit} == null ? ${default} : ${expression}", 2,
            "${culprit} was null; ${default} stands for what it would have given."));
    return suggestions;
  }

  /** Tests first what a condition asks of the value. */
  private static List<Suggestion> conditions(Site site) {
    TreePath condition = Splicer.conditionAround(site);
    if (condition == null || Conditions.asksForNull(site)) {
      return List.of();
    }
    boolean givesUp = Conditions.givesUp(condition);
    return condition.getLeaf() == site.expression().getLeaf()
        ? List.of()
        : List.of(
            Suggestion.of(REPLACE_CONDITION, "${culprit} != null && ${expression}",
                givesUp ? 4 : 2, "${culprit} was null, of which the condition does not hold."),
            Suggestion.of(REPLACE_CONDITION, "${culprit} == null || ${expression}",
                givesUp ? 1 : 5,
                "${culprit} was null, for which the condition counts as met."));
  }

  /** Gives the variable a value, once and for all that follows. */
  private static List<Suggestion> defaults(Site site) {
    List<Suggestion> suggestions = new ArrayList<>();
    if (site.isField()) {
      FieldMakers.of(site).ifPresent(maker -> suggestions.add(
          Suggestion.of(BEFORE_STATEMENT, "if (${culprit} == null) {\n  ${maker}();\n}", -3,
              "${culprit} was still null; ${maker} makes it.")
              .with(Map.of("maker", maker))));
    }
    if (site.isField() || site.isNeededLater()) {
      suggestions.add(Suggestion.of(BEFORE_STATEMENT,
          "if (${culprit} == null) {\n  ${culprit} = ${default};\n}", 2,
          "${culprit} was still null; ${default} is what it starts with."));
    }
    return suggestions;
  }

  private static List<Suggestion> leave() {
    return List.of(
        Suggestion.of(REPLACE_STATEMENT, "if (${culprit} != null) {\n  ${statement}\n}", 2,
            "${culprit} was null; the step that needs it is left out."),
        Suggestion.of(BEFORE_STATEMENT, "if (${culprit} == null) {\n  continue;\n}", 1,
            "${culprit} was null; the loop goes on with the next round."),
        Suggestion.of(BEFORE_STATEMENT, "if (${culprit} == null) {\n  return ${default};\n}", 2,
            "${culprit} was null; the method ends early."),
        Suggestion.of(BODY_START, "if (${culprit} == null) {\n  return ${default};\n}", 3,
            "${culprit} was null; the method ends before it does anything."));
  }

  /** {@code parent.path() + "/" + name} in {@code path()} is the name alone where there is no parent. */
  private static List<Suggestion> endOfChain(Site site) {
    TreePath method = Slice.enclosingMethod(site.culprit());
    TreePath whole = site.expression();
    while (whole.getParentPath().getLeaf() instanceof BinaryTree sum
        && sum.getKind() == Tree.Kind.PLUS) {
      whole = whole.getParentPath();
    }
    return method != null
        && site.expression().getLeaf() instanceof MethodInvocationTree call
        && ((MethodTree) method.getLeaf()).getName().contentEquals(Culprits.nameOf(call))
        && whole.getLeaf() instanceof BinaryTree sum
        && whole.getParentPath().getLeaf() instanceof ReturnTree
        && new Typing(site.model()).is(whole, "java.lang.String")
            ? List.of(Suggestion.of(BEFORE_STATEMENT,
                "if (${culprit} == null) {\n  return ${rest};\n}", 0,
                "${culprit} was null, so the chain ends here and ${rest} is all of it.")
                .with(Map.of("rest",
                    site.model().text(new TreePath(whole, sum.getRightOperand())))))
            : List.of();
  }

  /** For a culprit that must not be evaluated twice. */
  private static List<Suggestion> leaveWithVariable(Site site) {
    String declaration = "${type} ${variable} = ${culprit};\nif (${variable} == null) {\n  ";
    List<Suggestion> suggestions = new ArrayList<>();
    suggestions.add(Suggestion.of(REPLACE_STATEMENT, declaration + "continue;\n}\n${rewritten}", 3,
        "${culprit} was null; the loop goes on with the next round."));
    suggestions.add(
        Suggestion.of(REPLACE_STATEMENT, declaration + "return ${default};\n}\n${rewritten}", 4,
            "${culprit} was null; the method ends early."));
    suggestions.add(
        Suggestion.of(REPLACE_EXPRESSION, "${culprit} == null ? ${default} : ${expression}", 14,
            "${culprit} was null; ${default} stands for what it would have given."));
    if (site.statement() instanceof TreePath statement
        && !(statement.getLeaf() instanceof VariableTree)) {
      suggestions.add(Suggestion.of(REPLACE_STATEMENT,
          "${type} ${variable} = ${culprit};\nif (${variable} != null) {\n  ${rewritten}\n}", 4,
          "${culprit} was null; the step that needs it is left out."));
    }
    return suggestions;
  }
}
