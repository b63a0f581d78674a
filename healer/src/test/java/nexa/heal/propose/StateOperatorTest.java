package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class StateOperatorTest {

  private final StateOperator operator = new StateOperator();

  @Test
  void groupWithoutMatch_isLookedForFirst() {
    Crashed crash = Crashed.inLibrary("java.lang.IllegalStateException", "No match found",
        """
        package shop;
        import java.util.regex.Matcher;
        class Shop {
          String unit = "";
          void read(Matcher matcher) {
            unit = matcher.group(1); // here
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("    unit = matcher.group(1);",
        "    if (matcher.find()) {\n      unit = matcher.group(1);\n    }"));
  }

  @Test
  void otherCall_isLeftAlone() {
    assertNoRepair(operator, Crashed.inLibrary("java.lang.IllegalStateException", "closed",
        """
        package shop;
        class Shop {
          String read(java.util.Scanner scanner) {
            return scanner.next(); // here
          }
        }
        """));
  }
}
