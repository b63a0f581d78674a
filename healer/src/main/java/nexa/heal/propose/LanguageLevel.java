package nexa.heal.propose;

import java.util.List;
import nexa.patch.Recipe;

/** What the release a project is compiled for allows in new source: old code stays old code. */
record LanguageLevel(int release) {

  private static final List<String> SINCE_8 =
      List.of("->", "::", ".getOrDefault(", ".computeIfAbsent(", ".removeIf(",
          "java.util.Optional");
  private static final List<String> SINCE_7 = List.of("<>", "java.util.Objects");

  /** Whether a recipe's own text can be compiled; what its holes bring in is the project's own. */
  boolean allows(Recipe recipe) {
    return allows(recipe.template());
  }

  boolean allows(String source) {
    return (release >= 8 || SINCE_8.stream().noneMatch(source::contains))
        && (release >= 7 || SINCE_7.stream().noneMatch(source::contains));
  }

  /** Whether a text can be asked whether it is empty. */
  boolean hasTextIsEmpty() {
    return release >= 6;
  }

  /** Whether {@code new ArrayList<>()} may leave its arguments to the compiler. */
  boolean hasDiamond() {
    return release >= 7;
  }
}
