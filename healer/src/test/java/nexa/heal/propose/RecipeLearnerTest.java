package nexa.heal.propose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.heal.propose.RecipeLearner.Lesson;
import nexa.heal.source.JavaModel;
import nexa.patch.Recipe;
import nexa.patch.Recipe.Shape;
import org.junit.jupiter.api.Test;

final class RecipeLearnerTest {

  private static final String FILE = "src/main/java/shop/Shop.java";
  private static final String NPE = "java.lang.NullPointerException";
  private static final String ARRAY = "java.lang.ArrayIndexOutOfBoundsException";

  @Test
  void fixThatAnOperatorMakes_isThatOperators() {
    Lesson lesson =
        learned(NPE,
            "int f(String a) {\n  return a.length();\n}",
            "int f(String a) {\n  if (a == null) return 0;\n  return a.length();\n}").orElseThrow();
    assertThat(lesson.operator()).isEqualTo("null-guard");
    assertThat(lesson.line()).isEqualTo("return a.length();");
    assertThat(lesson.issue().topFrame().className()).isEqualTo("shop.Shop");
  }

  @Test
  void layoutOfTheFix_countsForNothing() {
    assertThat(
        learned(NPE,
            "int f(String a) {\n  return a.length();\n}",
            "int f(String a) {\n  // no text, no length\n  if ((a == null)) { return 0; }\n\n  return (a.length());\n}"))
        .map(Lesson::operator).contains("null-guard");
  }

  @Test
  void fixThatNoOperatorMakes_isGeneralised() {
    Lesson lesson =
        learned(NPE,
            "void f(java.util.List<String> out, String a) { out.add(a.trim()); }",
            "void f(java.util.List<String> out, String a) { out.add(String.valueOf(a).trim()); }")
            .orElseThrow();
    assertThat(lesson.recipe())
        .isEqualTo(new Recipe(Shape.REPLACE_CULPRIT, "java.lang.String.valueOf(${culprit})"));
    assertThat(lesson.operator()).isEqualTo("learned-null");
  }

  @Test
  void argumentOfLibraryCall_isGuarded() {
    assertThat(
        learned(NPE,
            "Integer f(java.util.Map<String, Integer> m, String a) { Integer i = m.get(a); return i; }",
            "Integer f(java.util.Map<String, Integer> m, String a) { Integer i = a == null ? null : m.get(a); return i; }"))
        .isPresent();
  }

  @Test
  void indexException_isTheOneOfItsOperand() {
    Optional<Lesson> lesson =
        learned("java.lang.IndexOutOfBoundsException",
            "int f(int[] a, int i) { return a[i]; }",
            "int f(int[] a, int i) { if (i >= a.length) { return -1; } return a[i]; }");
    assertThat(lesson).map(it -> it.issue().exceptionType()).contains(ARRAY);
  }

  @Test
  void fixThatNamesWhatOnlyThisCodeHas_teachesNothing() {
    assertThat(
        learned(NPE,
            "String d = \"\"; String f(String a) { return a.trim() + d; }",
            "String d = \"\"; String f(String a) { return (a == null ? other(d) : a.trim()) + d; }"))
        .isEmpty();
  }

  @Test
  void changeInTwoPlaces_teachesNothing() {
    assertThat(
        learned(NPE,
            "int f(String a, String b) { int n = a.length(); return n + b.length(); }",
            "int f(String a, String b) { int n = a.length() + 1; return n + b.length() + 2; }"))
        .isEmpty();
  }

  private static Optional<Lesson> learned(String type, String before, String after) {
    return new RecipeLearner(model(before), FILE, source(after), () -> model(after))
        .lesson(0, List.of(type), true);
  }

  private static JavaModel model(String method) {
    return JavaModel.of(Map.of(FILE, source(method)), List.of(), 21);
  }

  private static String source(String method) {
    return "package shop;\nclass Shop {\n" + method
        + "\nString other(String a) { return a; }\n}\n";
  }
}
