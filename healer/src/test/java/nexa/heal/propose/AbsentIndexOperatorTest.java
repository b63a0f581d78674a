package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class AbsentIndexOperatorTest {

  private final AbsentIndexOperator operator = new AbsentIndexOperator();

  @Test
  void markThatIsAbsent_leavesTheText() {
    Crashed crash = Crashed.inLibrary("java.lang.StringIndexOutOfBoundsException",
        "begin 0, end -1, length 3",
        """
        package shop;
        class Shop {
          String head(String text) {
            int dot = text.indexOf('.');
            return text.substring(0, dot); // here
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("return text.substring(0, dot);",
        "return dot < 0 ? text : text.substring(0, dot);"));
  }

  @Test
  void positionThatWasNotSearched_isLeftAlone() {
    assertNoRepair(operator, Crashed.inLibrary("java.lang.StringIndexOutOfBoundsException",
        "begin 0, end -1, length 3",
        """
        package shop;
        class Shop {
          String head(String text, int dot) {
            return text.substring(0, dot); // here
          }
        }
        """));
  }
}
