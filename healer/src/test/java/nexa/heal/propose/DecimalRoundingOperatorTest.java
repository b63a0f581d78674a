package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class DecimalRoundingOperatorTest {

  private static final String ARITHMETIC = "java.lang.ArithmeticException";
  private static final String ENDLESS =
      "Non-terminating decimal expansion; no exact representable decimal result.";
  private final DecimalRoundingOperator operator = new DecimalRoundingOperator();

  @Test
  void quotientWithoutEnd_isGivenAPrecision() {
    Crashed crash =
        Crashed.inLibrary(ARITHMETIC, ENDLESS,
            """
            package shop;

            import java.math.BigDecimal;
            import java.math.MathContext;

            class Shop {
              BigDecimal share(BigDecimal sum, BigDecimal count) {
                return sum.divide(count); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("divide(count)", "divide(count, MathContext.DECIMAL128)"));
  }

  @Test
  void twoWaysInTheFile_areBothProposed() {
    Crashed crash =
        Crashed.inLibrary(ARITHMETIC, ENDLESS,
            """
            package shop;
            import java.math.BigDecimal;
            import java.math.RoundingMode;
            class Shop {
              BigDecimal third(BigDecimal sum, BigDecimal three) {
                return sum.divide(three); // here
              }
              BigDecimal fifth(BigDecimal sum, BigDecimal five) {
                return sum.divide(five, 2, RoundingMode.UP).divide(five, 4, RoundingMode.DOWN);
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("divide(three)", "divide(three, 2, RoundingMode.UP)"));
    assertRepair(operator, crash,
        crash.source().replace("divide(three)", "divide(three, 4, RoundingMode.DOWN)"));
    assertNoRepair(new SameRoundingOperator(), crash);
  }

  @Test
  void divisionByZero_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.inLibrary(ARITHMETIC, "Division by zero",
            """
            package shop;
            import java.math.BigDecimal;
            class Shop {
              BigDecimal share(BigDecimal sum, BigDecimal count) {
                return sum.divide(count); // here
              }
            }
            """));
  }
}
