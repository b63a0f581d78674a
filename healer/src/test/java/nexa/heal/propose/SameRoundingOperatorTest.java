package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class SameRoundingOperatorTest {

  private static final String ARITHMETIC = "java.lang.ArithmeticException";
  private final SameRoundingOperator operator = new SameRoundingOperator();

  @Test
  void scaleThatIsTooSmall_roundsAsTheFileDoes() {
    Crashed crash =
        Crashed.inLibrary(ARITHMETIC, "Rounding necessary",
            """
            package shop;
            import java.math.BigDecimal;
            import java.math.RoundingMode;
            class Shop {
              BigDecimal cents(BigDecimal sum) {
                return sum.setScale(2); // here
              }
              BigDecimal euros(BigDecimal sum) {
                return sum.setScale(0, RoundingMode.DOWN);
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("setScale(2)", "setScale(2, RoundingMode.DOWN)"));
  }

  @Test
  void scaleAndModeOfTheOtherDivision_areTakenOver() {
    Crashed crash =
        Crashed.inLibrary(ARITHMETIC,
            "Non-terminating decimal expansion; no exact representable decimal result.",
            """
            package shop;
            import java.math.BigDecimal;
            import java.math.RoundingMode;
            class Shop {
              static final int SCALE = 4;
              BigDecimal third(BigDecimal sum) {
                return sum.divide(BigDecimal.valueOf(3)); // here
              }
              BigDecimal seventh(BigDecimal sum) {
                return sum.divide(BigDecimal.valueOf(7), SCALE, RoundingMode.DOWN);
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("valueOf(3))", "valueOf(3), SCALE, RoundingMode.DOWN)"));
  }

  @Test
  void fileThatRoundsNowhereElse_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.inLibrary(ARITHMETIC, "Rounding necessary",
            """
            package shop;
            import java.math.BigDecimal;
            class Shop {
              BigDecimal cents(BigDecimal sum) {
                return sum.setScale(2); // here
              }
            }
            """));
  }
}
