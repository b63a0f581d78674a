package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class NullArgumentOperatorTest {

  private static final String SHOW =
      """
      package shop;
      class Shop {
        private final String usual = "m";
        String show(int length) {
          return show(length, null); // caller
        }
        String show(int length, String unit) {
          return length + unit.trim(); // here
        }
      }
      """;
  private final NullArgumentOperator operator = new NullArgumentOperator();

  @Test
  void onlyVariableOfTheType_isHandedOver() {
    Crashed crash = crashed(SHOW);
    assertRepair(operator, crash, crash.source().replace("(length, null)", "(length, usual)"));
  }

  @Test
  void variableOfTheName_isHandedOver() {
    Crashed crash = crashed(
        SHOW.replace("  String show(int length) {",
            "  private final String unit = \"km\";\n  String show(int length) {"));
    assertRepair(operator, crash, crash.source().replace("(length, null)", "(length, unit)"));
  }

  @Test
  void choiceOfVariables_isLeftAlone() {
    assertNoRepair(operator, crashed(SHOW.replace("show(int length) {",
        "show(int length, Object any, String other) {")));
  }

  @Test
  void nullThatIsAskedFor_isLeftAlone() {
    assertNoRepair(operator, crashed(SHOW.replace("length + unit.trim()",
        "unit == null ? unit.trim() : unit")));
  }

  private static Crashed crashed(String marked) {
    return Crashed.with("java.lang.NullPointerException", null, marked);
  }
}
