package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class LeaveOutOperatorTest {

  private static final String NPE = "java.lang.NullPointerException";
  private static final String MESSAGE =
      "Cannot invoke \"String.length()\" because \"name\" is null";
  private final LeaveOutOperator operator = new LeaveOutOperator();

  @Test
  void stepsThatNeedEachOther_areLeftOutTogether() {
    Crashed crash =
        Crashed.with(NPE, MESSAGE,
            """
            package shop;
            class Shop {
              int widest = 0;
              void see(String name) {
                int width = name.length(); // here
                widest = Math.max(widest, width);
                widest++;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace(
            "    int width = name.length();\n    widest = Math.max(widest, width);\n",
            "    if (name != null) {\n      int width = name.length();\n"
                + "      widest = Math.max(widest, width);\n    }\n"));
  }

  @Test
  void stepsThatGiveTheResult_areLeftAlone() {
    assertNoRepair(operator,
        Crashed.with(NPE, MESSAGE,
            """
            package shop;
            class Shop {
              int width(String name) {
                int width = name.length(); // here
                return width + 1;
              }
            }
            """));
  }
}
