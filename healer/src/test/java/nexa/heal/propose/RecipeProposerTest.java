package nexa.heal.propose;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import nexa.memory.Case;
import nexa.memory.Match;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;
import nexa.patch.Recipe.Shape;
import org.junit.jupiter.api.Test;

final class RecipeProposerTest {

  private static final String NPE = "java.lang.NullPointerException";

  private final Crashed crash =
      Crashed.with(NPE, "Cannot invoke \"String.length()\" because \"title\" is null",
          """
          package shop;
          class Shop {
            long width(String title) {
              return 2 * title.length(); // here
            }
          }
          """);

  @Test
  void recipe_isMadeAgainWithTheNewPlacesNamesAndDefault() {
    List<Patch> patches =
        propose(crash, past(NPE, Case.Outcome.APPROVED, "null-guard",
            Shape.BEFORE_STATEMENT, "if (${culprit} == null) {\n  return ${default};\n}"));
    assertThat(patches).hasSize(1);
    Patch patch = patches.getFirst();
    assertThat(crash.patched(patch))
        .isEqualTo(crash.source().replace("    return", "    if (title == null) {\n      return 0L;\n    }\n    return"));
    assertThat(patch.origin()).isEqualTo(new Origin.Recalled("C-7", "null-guard"));
    assertThat(patch.rationale()).contains("C-7").contains("title");
  }

  @Test
  void recipeOfPerson_isTransplantedToo() {
    List<Patch> patches =
        propose(crash, past(NPE, Case.Outcome.APPROVED, "Ada",
            Shape.REPLACE_CULPRIT, "java.util.Objects.requireNonNullElse(${culprit}, ${default})"));
    assertThat(crash.patched(patches.getFirst()))
        .contains("import java.util.Objects;")
        .contains("2 * Objects.requireNonNullElse(title, \"\").length()");
  }

  @Test
  void everyOperatorsRecipe_canBeMadeAgain() {
    List<Recipe> recipes = crash.patches(new NullGuardOperator()).stream().map(Patch::recipe).distinct().toList();
    for (Recipe recipe : recipes) {
      assertThat(propose(crash, past(NPE, Case.Outcome.APPROVED, "null-guard", recipe.shape(), recipe.template())))
          .as(recipe.template())
          .isNotEmpty();
    }
    assertThat(recipes).hasSizeGreaterThan(1);
  }

  @Test
  void recipeOfOtherException_isNotTried() {
    assertThat(propose(crash, past("java.lang.ArithmeticException", Case.Outcome.APPROVED, "zero-guard",
        Shape.REPLACE_EXPRESSION, "${isZero} ? ${default} : ${expression}"))).isEmpty();
  }

  @Test
  void rejectedCase_isNotTried() {
    assertThat(propose(crash, past(NPE, Case.Outcome.REJECTED, "null-guard",
        Shape.BEFORE_STATEMENT, "if (${culprit} == null) {\n  return ${default};\n}"))).isEmpty();
  }

  @Test
  void recipeWithHoleThatStaysOpen_isNotTried() {
    assertThat(propose(crash, past(NPE, Case.Outcome.APPROVED, "Ada",
        Shape.REPLACE_EXPRESSION, "${culprit} == null ? ${nonsense} : ${expression}"))).isEmpty();
  }

  private static List<Patch> propose(Crashed crash, Case past) {
    return crash.checked(new RecipeProposer(any -> crash.model()), List.of(new Match(past, 0.9)));
  }

  private static Case past(String type, Case.Outcome outcome, String operator, Shape shape, String template) {
    return new Case("C-7", "billing", "ffee", type, "", new Recipe(shape, template), operator, outcome, "abc",
        Instant.EPOCH);
  }
}
