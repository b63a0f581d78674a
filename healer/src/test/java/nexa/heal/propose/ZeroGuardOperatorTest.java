package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class ZeroGuardOperatorTest {

  private static final String ARITHMETIC = "java.lang.ArithmeticException";
  private final ZeroGuardOperator operator = new ZeroGuardOperator();

  @Test
  void quotientInSum_getsParentheses() {
    Crashed crash =
        Crashed.with(ARITHMETIC, "/ by zero",
            """
            package shop;
            class Shop {
              long mean(long sum, int open, int closed) {
                long mean = 1 + sum / (open - closed); // here
                return mean;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("1 + sum / (open - closed)",
            "1 + ((open - closed) == 0 ? 0L : sum / (open - closed))"));
  }

  @Test
  void bigDecimal_isTestedBySign() {
    Crashed crash =
        Crashed.inLibrary(ARITHMETIC, "/ by zero",
            """
            package shop;

            import java.math.BigDecimal;
            import java.math.RoundingMode;

            class Shop {
              BigDecimal share(BigDecimal part, BigDecimal whole) {
                return part.divide(whole, RoundingMode.HALF_UP); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("    return",
            "    if (whole.signum() == 0) {\n      return BigDecimal.ZERO;\n    }\n    return"));
  }

  @Test
  void floatingDivision_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with(ARITHMETIC, "/ by zero",
            """
            package shop;
            class Shop {
              double mean(double sum, int count) {
                return sum / count; // here
              }
            }
            """));
  }
}
