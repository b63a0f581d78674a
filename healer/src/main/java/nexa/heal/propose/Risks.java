package nexa.heal.propose;

import java.util.ArrayList;
import java.util.List;
import nexa.heal.propose.NeutralValues.Value;
import nexa.patch.Note;
import nexa.patch.Recipe;

/** What a reviewer should know about a recipe, and what that costs in the ranking. */
record Risks(List<String> names, int cost) {

  static Risks of(Recipe recipe, Value neutral, boolean evaluatesTwice) {
    String template = recipe.template();
    List<String> names = new ArrayList<>();
    int cost = 0;
    if (template.contains("${default}")) {
      boolean returned = template.contains("return ${default}");
      if (neutral.source().equals("null")) {
        names.add(returned ? "returns null" : "goes on with null");
        cost += neutral.learned() ? 3 : 30;
      } else if (neutral.source().isEmpty()) {
        names.add("skips the rest of the method");
        cost += 10;
      } else if (!neutral.learned()) {
        names.add(returned ? "returns a default" : Note.DEFAULT.text());
        cost += 8;
      }
    }
    if (template.contains("continue;") || template.contains("break;") || leavesOut(template)) {
      names.add("skips a statement");
      cost += 4;
    }
    if (template.contains("throw new")) {
      names.add("throws another exception");
      cost += 15;
    }
    if (template.contains("->")) {
      names.add(Note.LAMBDA.text());
    }
    if (template.contains("Math.m")) {
      names.add(Note.INDEX.text());
    }
    if (evaluatesTwice) {
      names.add(Note.TWICE.text());
      cost += 12;
    }
    return new Risks(List.copyOf(names), cost);
  }

  /** Whether the statement runs only on a condition. */
  private static boolean leavesOut(String template) {
    return (template.startsWith("if (") && template.contains("${statement}"))
        || template.contains("{\n  ${run}")
        || template.contains("{\n  ${rewritten}");
  }
}
