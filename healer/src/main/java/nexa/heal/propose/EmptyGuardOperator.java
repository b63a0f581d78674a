package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.BODY_START;
import static nexa.patch.Recipe.Shape.REPLACE_CONDITION;
import static nexa.patch.Recipe.Shape.REPLACE_EXPRESSION;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.List;

/** Takes an element only where there is one. */
final class EmptyGuardOperator implements RepairOperator {

  @Override
  public String name() {
    return "empty-guard";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.EMPTY;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    List<Suggestion> suggestions = new ArrayList<>();
    if (isOptionalTaken(site)) {
      suggestions.add(Suggestion.of(REPLACE_EXPRESSION, "${culprit}.orElse(${default})", 0,
          "${culprit} was empty; ${default} stands for what is not there."));
    }
    if (site.canRepeat()) {
      suggestions.addAll(guards());
    } else if (isOptional(site)) {
      suggestions.addAll(guardsWithVariable());
    }
    return suggestions;
  }

  private static boolean isOptional(Site site) {
    return new Typing(site.model())
        .isAny(site.culprit(),
            List.of("java.util.Optional", "java.util.OptionalInt", "java.util.OptionalLong",
                "java.util.OptionalDouble"));
  }

  /** Whether the expression is just {@code optional.get()}, with nothing chained to it. */
  private static boolean isOptionalTaken(Site site) {
    return isOptional(site)
        && site.expression().getLeaf() instanceof MethodInvocationTree call
        && site.culprit().getParentPath().getLeaf() == call.getMethodSelect();
  }

  private static List<Suggestion> guards() {
    return List.of(
        Suggestion.of(REPLACE_CONDITION, "${isPresent} && ${expression}", 2,
            "${culprit} was empty, which the condition did not ask."),
        Suggestion.of(BODY_START, "if (${isEmpty}) {\n  return ${default};\n}", 3,
            "${culprit} was empty; the method ends before it does anything."),
        Suggestion.of(BEFORE_STATEMENT, "if (${isEmpty}) {\n  return ${default};\n}", 2,
            "${culprit} was empty; the method ends early."),
        Suggestion.of(BEFORE_STATEMENT, "if (${isEmpty}) {\n  continue;\n}", 1,
            "${culprit} was empty; the loop goes on with the next round."),
        Suggestion.of(BEFORE_STATEMENT, "if (${isEmpty}) {\n  break;\n}", 3,
            "${culprit} was empty; the loop ends."),
        Suggestion.of(REPLACE_EXPRESSION, "${isEmpty} ? ${default} : ${expression}", 2,
            "${culprit} was empty; ${default} stands for what is not there."),
        Suggestion.of(REPLACE_STATEMENT, "if (${isPresent}) {\n  ${statement}\n}", 4,
            "${culprit} was empty; the step that needs an element is left out."));
  }

  private static List<Suggestion> guardsWithVariable() {
    String declaration = "${type} ${variable} = ${culprit};\nif (!${variable}.isPresent()) {\n  ";
    return List.of(
        Suggestion.of(REPLACE_STATEMENT, declaration + "continue;\n}\n${rewritten}", 3,
            "${culprit} was empty; the loop goes on with the next round."),
        Suggestion.of(REPLACE_STATEMENT, declaration + "return ${default};\n}\n${rewritten}", 4,
            "${culprit} was empty; the method ends early."));
  }
}
