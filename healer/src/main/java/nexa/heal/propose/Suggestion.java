package nexa.heal.propose;

import nexa.patch.Recipe;

/**
 * A recipe an operator would try.
 *
 * @param rationale why it should help; may hold the recipe's holes
 * @param cost how much it departs from what the method wanted to do, 0 for an idiom that keeps all
 */
record Suggestion(Recipe recipe, String rationale, int cost) {

  static Suggestion of(Recipe.Shape shape, String template, int cost, String rationale) {
    return new Suggestion(new Recipe(shape, template), rationale, cost);
  }
}
