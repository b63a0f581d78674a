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
  void variableWithoutValue_isLeftOutWithItsUses() {
    Crashed crash =
        Crashed.with(NPE, MESSAGE,
            """
            package shop;
            class Shop {
              int widest = 0;
              void see(String name, boolean twice) {
                int width;
                if (twice) {
                  width = 2 * name.length(); // here
                } else {
                  width = 0;
                }
                widest = Math.max(widest, width);
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace(
            "    if (twice) {\n      width = 2 * name.length();\n    } else {\n"
                + "      width = 0;\n    }\n    widest = Math.max(widest, width);\n",
            "    if (name != null) {\n      if (twice) {\n"
                + "        width = 2 * name.length();\n      } else {\n"
                + "        width = 0;\n      }\n"
                + "      widest = Math.max(widest, width);\n    }\n"));
  }

  @Test
  void laterStepWithTheSameIndex_isLeftOutToo() {
    Crashed crash =
        Crashed.with("java.lang.ArrayIndexOutOfBoundsException",
            "Index -1 out of bounds for length 3",
            """
            package shop;
            class Shop {
              int[] counts = new int[3];
              String[] names = new String[3];
              void drop(int top, boolean named) {
                if (named) {
                  names[top - 1] = ""; // here
                }
                counts[top - 1]++;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source()
            .replace("      names[top - 1] = \"\";\n",
                "      if (top >= 1) {\n        names[top - 1] = \"\";\n      }\n")
            .replace("    counts[top - 1]++;\n",
                "    if (top >= 1) {\n      counts[top - 1]++;\n    }\n"));
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
