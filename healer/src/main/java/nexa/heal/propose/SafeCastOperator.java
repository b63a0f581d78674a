package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.BODY_START;
import static nexa.patch.Recipe.Shape.REPLACE_CONDITION;
import static nexa.patch.Recipe.Shape.REPLACE_EXPRESSION;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import java.util.List;

/** Casts only what is an instance of the type. */
final class SafeCastOperator implements RepairOperator {

  @Override
  public String name() {
    return "safe-cast";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.CAST;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (!site.canRepeat()) {
      return List.of();
    }
    return List.of(
        Suggestion.of(REPLACE_CONDITION, "${culprit} instanceof ${type} && ${expression}", 1,
            "${culprit} was no ${type}, of which the condition does not hold."),
        Suggestion.of(BEFORE_STATEMENT,
            "if (!(${culprit} instanceof ${type})) {\n  return ${default};\n}", 2,
            "${culprit} was no ${type}; the method ends early."),
        Suggestion.of(BEFORE_STATEMENT, "if (!(${culprit} instanceof ${type})) {\n  continue;\n}",
            1,
            "${culprit} was no ${type}; the loop goes on with the next round."),
        Suggestion.of(BODY_START,
            "if (!(${culprit} instanceof ${type})) {\n  return ${default};\n}", 3,
            "${culprit} was no ${type}; the method ends before it does anything."),
        Suggestion.of(REPLACE_STATEMENT, "if (${culprit} instanceof ${type}) {\n  ${statement}\n}",
            2,
            "${culprit} was no ${type}; the step that needs one is left out."),
        Suggestion.of(REPLACE_EXPRESSION,
            "${culprit} instanceof ${type} ? ${expression} : ${default}", 3,
            "${culprit} was no ${type}; ${default} stands for one."));
  }
}
