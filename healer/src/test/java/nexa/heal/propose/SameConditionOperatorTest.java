package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class SameConditionOperatorTest {

  private static final String SHOP =
      """
      package shop;
      class Shop {
        private final int[] counts = new int[8];
        private final String[] names = new String[8];
        private int open;
        void sell() {
          if (%s) {
            counts[open - 1]++;
          }
        }
        void close(String name) {
          open--;
          if (name != null) {
            names[open - 1] = name; // here
          }
          counts[open - 1]++;
        }
      }
      """;

  private final SameConditionOperator operator = new SameConditionOperator();

  @Test
  void stepsThatGoByTheIndex_areTakenOnTheConditionOfTheClass() {
    Crashed crash = crash(SHOP.formatted("open > 0"));

    assertRepair(operator, crash,
        crash.source()
            .replace("      names[open - 1] = name;",
                "      if (open > 0) {\n        names[open - 1] = name;\n      }")
            .replace("    }\n    counts[open - 1]++;",
                "    }\n    if (open > 0) {\n      counts[open - 1]++;\n    }"));
  }

  @Test
  void classWithoutSuchACondition_isLeftAlone() {
    assertNoRepair(operator,
        crash(SHOP.replace("counts[open - 1]++;\n    }\n  }\n  void close",
            "counts[open]++;\n    }\n  }\n  void close").formatted("open > 0")));
  }

  @Test
  void conditionOfSomethingElse_isLeftAlone() {
    assertNoRepair(operator, crash(SHOP.formatted("isOpen()").replace("void sell",
        "boolean isOpen() { return open > 0; }\n  void sell")));
  }

  private static Crashed crash(String source) {
    return Crashed.with("java.lang.ArrayIndexOutOfBoundsException",
        "Index -1 out of bounds for length 8", source);
  }
}
