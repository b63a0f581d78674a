package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(crash.patches(operator).getFirst().risks())
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
    assertThat(crash.patched(crash.patches(operator).getFirst()))
        .contains("if (");
  }

  @Test
  void comparisonThatRefusesToo_isLoosened() {
    Crashed crash = Crashed.with(REFUSED, "bad",
        """
        package shop;
        class Shop {
          void read(byte[] data, int wanted) {
            if (data.length != wanted) {
              throw new IllegalArgumentException("bad"); // here
            }
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("!= wanted", "< wanted"));
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

  @Test
  void boundWrittenAsNumber_isMovedByOne() {
    Crashed crash = Crashed.with(REFUSED, "bad",
        """
        package shop;
        class Shop {
          void read(int length) {
            if (length < 1) {
              throw new IllegalArgumentException("bad"); // here
            }
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("< 1", "< 0"));
  }
}
