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

  @Test
  void fieldThatIsMadeOnDemand_isNotGoneBy() {
    String use = "void use() { all.clear(); }";

    assertThat(goesBy("void add() { if (all == null) begin(); } void begin() { all = new B[2]; } "
        + use)).isTrue();
    assertThat(goesBy("void add() { begin(); } void begin() { all = new B[2]; } " + use)).isFalse();
    assertThat(goesBy("boolean has() { if (all == null) return false; return true; } " + use))
        .isFalse();
  }

  private static boolean goesBy(String members) {
    String source = source(members);
    return FieldMakers.goesByWhatIsMadeOnDemand(
        new ParsedTree(Shop.project(Map.of(FILE, source), List.of()).tree()),
        patch(source, "if (all != null) "));
  }

  private static boolean speakAgainst(String members) {
    String source = source(members);
    return FieldMakers.speakAgainst(
        new ParsedTree(Shop.project(Map.of(FILE, source), List.of()).tree()),
        patch(source, "if (all == null) {\n  all = new B();\n}\n"));
  }

  private static String source(String members) {
    return "package p; class A { B all; " + members + " }";
  }

  private static Patch patch(String source, String added) {
    int at = source.indexOf(USE);
    return Patch.of(
        List.of(new Edit(FILE, at, at, added)),
        new Recipe(Recipe.Shape.BEFORE_STATEMENT, "if (${culprit} == null) {}"),
        new Origin.Operator("test"),
        "because",
        List.of());
  }
}
