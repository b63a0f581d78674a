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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        .isEqualTo(crash.source().replace("    return",
            "    if (title == null) {\n      return 0L;\n    }\n    return"));
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

  /** One crash for each operator; the second class has other names and types. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "null-guard | java.lang.NullPointerException | int f(String a) { return a.length(); } | long g(Object[] b) { return b[0].hashCode(); }",
    "bounds-guard | java.lang.ArrayIndexOutOfBoundsException | int f(int[] a, int i) { return a[i]; } | String g(String b, int n) { return b.substring(n); }",
    "safe-parse | java.lang.NumberFormatException | int f(String a) { return Integer.parseInt(a); } | long g(String b) { return Long.parseLong(b); }",
    "empty-guard | java.util.NoSuchElementException | int f(java.util.Optional<Integer> a) { return a.get(); } | String g(java.util.Optional<String> b) { return b.orElseThrow(); }",
    "zero-guard | java.lang.ArithmeticException | int f(int a, int b) { return a / b; } | long g(long c, long d) { return c % d; }",
    "safe-cast | java.lang.ClassCastException | String f(Object a) { return (String) a; } | Integer g(Object b) { return (Integer) b; }",
    "concurrent-modification | java.util.ConcurrentModificationException | void f(java.util.List<String> a) { for (String s : a) a.remove(s); } | void g(java.util.Set<Long> b) { for (Long n : b) b.remove(n); }",
    "iterator-removal | java.util.ConcurrentModificationException | void f(java.util.List<String> a, java.util.Iterator<String> i) { while (i.hasNext()) a.remove(i.next()); } | void g(java.util.Set<Long> b, java.util.Iterator<Long> i) { while (i.hasNext()) b.remove(i.next()); }"
  })
  void recipesOfOperator_areMadeAgainElsewhere(String operator, String type, String first,
      String second) {
    Crashed here =
        Crashed.inLibrary(type, null, "package shop;\nclass Shop {\n" + first + " // here\n}\n");
    Crashed there =
        Crashed.inLibrary(type, null, "package shop;\nclass Shop {\n" + second + " // here\n}\n");
    List<Recipe> recipes =
        here.patches(Operators.named(operator).orElseThrow()).stream().map(Patch::recipe).distinct()
            .toList();
    List<Recipe> again =
        recipes.stream()
            .filter(it -> !propose(there,
                past(type, Case.Outcome.APPROVED, operator, it.shape(), it.template())).isEmpty())
            .toList();
    assertThat(again).isNotEmpty().isEqualTo(recipes);
  }

  @Test
  void recipeOfOtherException_isNotTried() {
    assertThat(
        propose(crash, past("java.lang.ArithmeticException", Case.Outcome.APPROVED, "zero-guard",
            Shape.REPLACE_EXPRESSION, "${isZero} ? ${default} : ${expression}")))
        .isEmpty();
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

  private static Case past(String type, Case.Outcome outcome, String operator, Shape shape,
      String template) {
    return new Case("C-7", "billing", "ffee", type, "", new Recipe(shape, template), operator,
        outcome, "abc",
        Instant.EPOCH);
  }
}
