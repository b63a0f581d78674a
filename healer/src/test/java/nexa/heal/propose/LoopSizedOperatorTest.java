package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class LoopSizedOperatorTest {

  private static final String SHOP =
      """
      package shop;
      class Shop {
        static int[] totals(int[][] prices, int[] counts) {
          int shops = prices.length;
          int[] totals = new int[%s];
          for (int shop = 0; shop < %s; shop++) {
            for (int i = 0; i < counts.length; i++) {
              totals[shop] += prices[shop][i] * counts[i]; // here
            }
          }
          return totals;
        }
      }
      """;

  private final LoopSizedOperator operator = new LoopSizedOperator();

  @Test
  void arrayOfAnotherLength_getsTheLengthOfItsLoop() {
    Crashed crash = crash(SHOP.formatted("counts.length", "shops"));

    assertRepair(operator, crash,
        crash.source().replace("new int[counts.length]", "new int[shops]"));
  }

  @Test
  void arrayOfTheLoopsLength_isLeftAlone() {
    assertNoRepair(operator, crash(SHOP.formatted("shops", "shops")));
  }

  @Test
  void boundThatIsNotKnownYet_isLeftAlone() {
    assertNoRepair(operator,
        crash(SHOP.formatted("counts.length", "late").replace("    for (int shop",
            "    int late = shops;\n    for (int shop")));
  }

  private static Crashed crash(String source) {
    return Crashed.with("java.lang.ArrayIndexOutOfBoundsException",
        "Index 2 out of bounds for length 2", source);
  }
}
