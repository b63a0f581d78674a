package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class ConditionOperatorTest {

  private final ConditionOperator operator = new ConditionOperator();

  @Test
  void branchAroundStatement_getsTheMissingTest() {
    Crashed crash =
        Crashed.with("java.lang.NullPointerException",
            "Cannot invoke \"String.trim()\" because \"name\" is null",
            """
            package shop;
            class Shop {
              String label(String name, boolean tidy) {
                if (tidy) {
                  return name.trim(); // here
                }
                return name;
              }
            }
            """);
    assertRepair(operator, crash, crash.source().replace("(tidy)", "(tidy && name != null)"));
  }

  @Test
  void earlyExit_isTakenForTheBadIndexToo() {
    Crashed crash =
        Crashed.with("java.lang.ArrayIndexOutOfBoundsException",
            "Index 3 out of bounds for length 3",
            """
            package shop;
            class Shop {
              int price(int[] prices, int i) {
                if (i < 0) {
                  return -1;
                }
                return prices[i]; // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("(i < 0)", "(i < 0 || i >= prices.length)"));
  }

  @Test
  void conditionThatCannotNameTheValue_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with("java.lang.NullPointerException",
            "Cannot invoke \"String.trim()\" because \"name\" is null",
            """
            package shop;
            class Shop {
              String label(String[] names, boolean tidy) {
                if (tidy) {
                  String name = names[0];
                  return name.trim(); // here
                }
                return "";
              }
            }
            """));
  }
}
