package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class RelaxedCheckOperatorTest {

  private static final String ILLEGAL = "java.lang.IllegalArgumentException";
  private final RelaxedCheckOperator operator = new RelaxedCheckOperator();

  @Test
  void checkThatRefusesItsOwnBound_letsItThrough() {
    Crashed crash =
        Crashed.with(ILLEGAL, "minutes are 0 to 59",
            """
            package shop;
            class Shop {
              int minutes(int minutes) {
                if (minutes < 0 || minutes >= 59) {
                  throw new IllegalArgumentException("minutes are 0 to 59"); // here
                }
                return minutes;
              }
            }
            """);
    assertRepair(operator, crash, crash.source().replace("minutes >= 59", "minutes > 59"));
  }

  @Test
  void branchThatDidNotThrow_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with(ILLEGAL, "no name",
            """
            package shop;
            class Shop {
              int width(int width, String name) {
                if (width >= 59) {
                  width = 58;
                }
                if (name == null) {
                  throw new IllegalArgumentException("no name"); // here
                }
                return width;
              }
            }
            """));
  }
}
