package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class MidpointOperatorTest {

  private static final String ARRAY = "java.lang.ArrayIndexOutOfBoundsException";
  private final MidpointOperator operator = new MidpointOperator();
  private final String source =
      """
      package shop;
      class Shop {
        int middle(int[] prices, int low, int high) {
          int mid = (low + high) / 2;
          return prices[mid]; // here
        }
      }
      """;

  @Test
  void sumThatOverflows_isNotMade() {
    Crashed crash = Crashed.with(ARRAY, "Index -9 out of bounds for length 3", source);
    assertRepair(operator, crash,
        crash.source().replace("(low + high) / 2", "low + (high - low) / 2"));
  }

  @Test
  void sumOfACaller_isNotMade() {
    Crashed crash = Crashed.with(ARRAY, "Index -2147483646 out of bounds for length 3",
        """
        package shop;
        class Shop {
          int[] prices = new int[3];
          int at(int index) {
            return prices[index - 1]; // here
          }
          int middle(int low, int high) {
            int mid = (low + high) / 2;
            return at(mid); // caller
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("(low + high) / 2", "low + (high - low) / 2"));
  }

  @Test
  void middleBehindTheEnd_isLeftAlone() {
    assertNoRepair(operator, Crashed.with(ARRAY, "Index 9 out of bounds for length 3", source));
  }
}
