package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;
import static nexa.patch.Recipe.Shape.REPLACE_EXPRESSION;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import java.util.ArrayList;
import java.util.List;

/** Goes on when a text does not parse: without the blanks around it, or with the value for no text. */
final class SafeParseOperator implements RepairOperator {

  @Override
  public String name() {
    return "safe-parse";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.TEXT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    List<Suggestion> suggestions = new ArrayList<>();
    if (site.crash().blanksAroundText()
        && new Typing(site.model()).is(site.culprit(), "java.lang.String")) {
      suggestions.add(Suggestion.of(REPLACE_CULPRIT, "${culprit}.trim()", -4,
          "The text in ${culprit} had blanks around it."));
    }
    if (site.canRepeat()) {
      suggestions.addAll(emptyText(site));
    }
    String handler = "} catch (${exception} ${caught}) {\n  ";
    suggestions.add(Suggestion.of(REPLACE_STATEMENT,
        "${declared};\ntry {\n  ${target} = ${value};\n" + handler + "${target} = ${default};\n}",
        1,
        "The text in ${culprit} does not parse; the variable gets its default."));
    if (!(site.statement() != null
        && site.statement().getLeaf() instanceof com.sun.source.tree.VariableTree)) {
      suggestions.add(Suggestion.of(REPLACE_STATEMENT,
          "try {\n  ${target} = ${value};\n" + handler + "${target} = ${default};\n}", 1,
          "The text in ${culprit} does not parse; the variable gets its default."));
      suggestions.add(Suggestion.of(REPLACE_STATEMENT,
          "try {\n  ${statement}\n" + handler + "return ${default};\n}", 2,
          "The text in ${culprit} does not parse; the method returns its default."));
      suggestions.add(
          Suggestion.of(REPLACE_STATEMENT, "try {\n  ${statement}\n" + handler + "continue;\n}", 3,
              "The text in ${culprit} does not parse; the loop goes on with the next round."));
    }
    suggestions.add(Suggestion.of(REPLACE_STATEMENT,
        "${declared};\ntry {\n  ${target} = ${value};\n" + handler + "return ${default};\n}", 4,
        "The text in ${culprit} does not parse; the method returns its default."));
    suggestions.add(Suggestion.of(REPLACE_STATEMENT,
        "${declared};\ntry {\n  ${target} = ${value};\n" + handler + "continue;\n}", 3,
        "The text in ${culprit} does not parse; the loop goes on with the next round."));
    return suggestions;
  }

  /** The text that is not there gives the value that is not there. */
  private static List<Suggestion> emptyText(Site site) {
    if (!site.crash().emptyText() || !new Typing(site.model()).is(site.culprit(),
        "java.lang.String")) {
      return List.of();
    }
    if (site.crash().blankText()) {
      return List.of(
          Suggestion.of(REPLACE_EXPRESSION,
              "${culprit}.trim().length() == 0 ? ${default} : ${expression}", -2,
              "The text in ${culprit} was blank; ${default} stands for no text."));
    }
    return List.of(
        Suggestion.of(REPLACE_EXPRESSION, "${isEmpty} ? ${default} : ${expression}", -2,
            "The text in ${culprit} was empty; ${default} stands for no text."),
        Suggestion.of(BEFORE_STATEMENT, "if (${isEmpty}) {\n  continue;\n}", 0,
            "The text in ${culprit} was empty; the loop goes on with the next round."),
        Suggestion.of(BEFORE_STATEMENT, "if (${isEmpty}) {\n  return ${default};\n}", 0,
            "The text in ${culprit} was empty; the method ends early."),
        Suggestion.of(REPLACE_STATEMENT, "if (${isPresent}) {\n  ${statement}\n}", 0,
            "The text in ${culprit} was empty; the step that needs it is left out."));
  }
}
