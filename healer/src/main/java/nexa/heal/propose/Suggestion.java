package nexa.heal.propose;

import java.util.List;
import java.util.Map;
import nexa.patch.Edit;
import nexa.patch.Recipe;

/**
 * A recipe an operator would try.
 *
 * @param rationale why it should help; may hold the recipe's holes
 * @param cost how much it departs from what the method wanted to do, 0 for an idiom that keeps all
 * @param parts source the operator itself found for holes of the recipe, such as the name of
 *     another variable; a remembered recipe gets them anew from its operator
 * @param risks what a reviewer should know beyond what the recipe tells
 * @param also changes elsewhere in the file that the recipe's change calls for
 */
record Suggestion(
    Recipe recipe,
    String rationale,
    int cost,
    Map<String, String> parts,
    List<String> risks,
    List<Edit> also) {

  Suggestion {
    parts = Map.copyOf(parts);
    risks = List.copyOf(risks);
    also = List.copyOf(also);
  }

  static Suggestion of(Recipe.Shape shape, String template, int cost, String rationale) {
    return new Suggestion(new Recipe(shape, template), rationale, cost, Map.of(), List.of(),
        List.of());
  }

  Suggestion with(Map<String, String> foundParts) {
    return new Suggestion(recipe, rationale, cost, foundParts, risks, also);
  }

  Suggestion risking(String risk) {
    return new Suggestion(recipe, rationale, cost, parts, List.of(risk), also);
  }

  /** The suggestion with changes elsewhere that it calls for. */
  Suggestion also(List<Edit> edits) {
    return new Suggestion(recipe, rationale, cost, parts, risks, edits);
  }

  /** The recipe with the operator's own parts in it. */
  Recipe concrete() {
    return parts.isEmpty() ? recipe : new Recipe(recipe.shape(), filled(recipe.template(), false));
  }

  /** The rationale with the operator's own parts quoted in it. */
  String sentence() {
    return parts.isEmpty() ? rationale : filled(rationale, true);
  }

  private String filled(String template, boolean quoted) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (true) {
      int open = template.indexOf("${", at);
      int close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        return out.append(template, at, template.length()).toString();
      }
      String part = parts.get(template.substring(open + 2, close));
      if (part == null) {
        out.append(template, at, close + 1);
      } else {
        out.append(template, at, open).append(quoted ? Sentence.quoted(part) : part);
      }
      at = close + 1;
    }
  }
}
