package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class RemovedCheckOperatorTest {

  private static final String REFUSED = "java.lang.IllegalArgumentException";
  private final RemovedCheckOperator operator = new RemovedCheckOperator();

  @Test
  void check_isTakenAwayWithItsLines() {
    Crashed crash = Crashed.with(REFUSED, "empty",
        """
        package shop;
        class Shop {
          int length(String text) {
            if (text.isEmpty()) {
              throw new IllegalArgumentException("empty"); // here
            }
            return text.length();
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace(
            """
                if (text.isEmpty()) {
                  throw new IllegalArgumentException("empty");
                }
            """, ""));
    org.assertj.core.api.Assertions.assertThat(crash.patches(operator).getFirst().risks())
        .contains("weakens a check");
  }

  @Test
  void reasonOfCheck_isTakenAwayFirst() {
    Crashed crash = Crashed.with(REFUSED, "bad",
        """
        package shop;
        class Shop {
          int half(int n) {
            if (n < 0 || n > 100) {
              throw new IllegalArgumentException("bad"); // here
            }
            return n / 2;
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("n < 0 || n > 100", "n < 0"));
    org.assertj.core.api.Assertions.assertThat(crash.patched(crash.patches(operator).getFirst()))
        .contains("if (");
  }

  @Test
  void throwWithoutCondition_isLeftAlone() {
    assertNoRepair(operator, Crashed.with(REFUSED, "bad",
        """
        package shop;
        class Shop {
          int half(int n) {
            throw new IllegalArgumentException("bad"); // here
          }
        }
        """));
  }
}
