package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;
import org.junit.jupiter.api.Test;

/** When a class speaks against making a field where it is null. */
final class FieldMakersTest {

  private static final String FILE = "src/main/java/p/A.java";
  private static final String USE = "all.clear();";

  @Test
  void fieldThatAConstructorMakes_isNotMadeInOneMethodAlone() {
    String members = "A() {} A(int n) { all = new B(); } void use() { all.clear(); }";

    assertThat(speakAgainst(members + " int size() { return all.size(); }")).isTrue();
    assertThat(speakAgainst(members + " int size() { return all == null ? 0 : all.size(); }"))
        .isFalse();
    assertThat(speakAgainst(members)).isFalse();
  }

  @Test
  void nullThatIsAStateOfTheField_isNoReasonToMakeIt() {
    String members = "void use() { all.clear(); }";

    assertThat(speakAgainst(members + " boolean has() { return all != null; }")).isTrue();
    assertThat(
        speakAgainst(members + " void add() { if (all == null) { all = new B(); } }")).isFalse();
    assertThat(speakAgainst(members)).isFalse();
  }

  private static boolean speakAgainst(String members) {
    String source = "package p; class A { B all; " + members + " }";
    int at = source.indexOf(USE);
    Patch patch =
        Patch.of(
            List.of(new Edit(FILE, at, at, "if (all == null) {\n  all = new B();\n}\n")),
            new Recipe(Recipe.Shape.BEFORE_STATEMENT, "if (${culprit} == null) {}"),
            new Origin.Operator("test"),
            "because",
            List.of());
    return FieldMakers.speakAgainst(
        Shop.project(Map.of(FILE, source), List.of()).tree(), patch);
  }
}
