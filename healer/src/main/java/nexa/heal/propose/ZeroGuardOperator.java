package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.REPLACE_CONDITION;
import static nexa.patch.Recipe.Shape.REPLACE_EXPRESSION;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import java.util.List;

/** Divides only by what is not zero. */
final class ZeroGuardOperator implements RepairOperator {

  @Override
  public String name() {
    return "zero-guard";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.DIVISOR;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (!site.canRepeat()) {
      return List.of();
    }
    return List.of(
        Suggestion.of(REPLACE_CONDITION, "${isNotZero} && ${expression}", 4,
            "${culprit} was zero, of which the condition does not hold."),
        Suggestion.of(REPLACE_EXPRESSION, "${isZero} ? ${default} : ${expression}", 1,
            "${culprit} was zero; ${default} stands for the quotient."),
        Suggestion.of(BEFORE_STATEMENT, "if (${isZero}) {\n  return ${default};\n}", 2,
            "${culprit} was zero; the method ends early."),
        Suggestion.of(BEFORE_STATEMENT, "if (${isZero}) {\n  continue;\n}", 2,
            "${culprit} was zero; the loop goes on with the next round."),
        Suggestion.of(REPLACE_STATEMENT, "if (${isNotZero}) {\n  ${statement}\n}", 5,
            "${culprit} was zero; the division is left out."));
  }
}
