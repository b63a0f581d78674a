package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class MissingConjunctOperatorTest {

  private final MissingConjunctOperator operator = new MissingConjunctOperator();

  @Test
  void testOfLikeCondition_isAdded() {
    Crashed crash = Crashed.with("java.lang.IllegalArgumentException", "NaN",
        """
        package shop;
        class Shop {
          private boolean lenient;
          void put(String text) {
            if (!lenient && text.equals("NaN")) {
              throw new IllegalArgumentException("NaN");
            }
          }
          void put(Double value) {
            if (value.isNaN() || value.isInfinite()) {
              throw new IllegalArgumentException("NaN"); // here
            }
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace(
        "value.isNaN() || value.isInfinite()",
        "!lenient && (value.isNaN() || value.isInfinite())"));
  }

  @Test
  void variableOfAnotherMethod_isLeftAlone() {
    assertNoRepair(operator, Crashed.with("java.lang.IllegalArgumentException", "NaN",
        """
        package shop;
        class Shop {
          void put(String text, boolean strict) {
            if (strict && text.equals("NaN")) {
              throw new IllegalArgumentException("NaN");
            }
          }
          void put(Double value) {
            if (value.isNaN()) {
              throw new IllegalArgumentException("NaN"); // here
            }
          }
        }
        """));
  }
}
