package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OtherOperatorOperatorTest {

  private final OtherOperatorOperator operator = new OtherOperatorOperator();

  @Test
  void boundLetIn_isLeftOut() {
    Crashed crash = Crashed.with("java.lang.ArrayIndexOutOfBoundsException", "Index 3",
        """
        package shop;
        class Shop {
          int sum(int[] prices) {
            int sum = 0;
            for (int i = 0; i <= prices.length; i++) {
              sum += prices[i]; // here
            }
            return sum;
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("i <= prices", "i < prices"));
  }

  @Test
  void nullTestBesideEagerAnd_isShortCircuit() {
    Crashed crash = Crashed.with("java.lang.NullPointerException", null,
        """
        package shop;
        class Shop {
          boolean isOpen(String state) {
            return state != null & state.equals("open"); // here
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("null & state", "null && state"));
  }

  @Test
  void wrongConnective_isTurnedFirst() {
    Crashed crash = Crashed.with("java.lang.NullPointerException", null,
        """
        package shop;
        class Shop {
          boolean isClosed(String state) {
            return state == null && state.isEmpty(); // here
          }
        }
        """);
    assertThat(crash.patched(crash.patches(operator).getFirst()))
        .isEqualTo(crash.source().replace("null && state", "null || state"));
  }

  @Test
  void operandsOfTighterOperator_getParentheses() {
    Crashed crash = Crashed.with("java.lang.NullPointerException", null,
        """
        package shop;
        class Shop {
          boolean isOpen(String state, boolean late, boolean open) {
            return state != null | late && open && state.isEmpty(); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("state != null | late", "(state != null || late)"));
  }

  @Test
  void lineWithoutOperators_isLeftAlone() {
    assertNoRepair(operator, Crashed.with("java.lang.NullPointerException", null,
        """
        package shop;
        class Shop {
          int length(String text) {
            return text.length(); // here
          }
        }
        """));
  }

  @Test
  void checkThatLetsTheBoundIn_refusesIt() {
    Crashed crash = Crashed.with("java.lang.ArrayIndexOutOfBoundsException", "Index 3",
        """
        package shop;
        class Shop {
          int price(int[] prices, int at) {
            if (at < 0 || at > prices.length) {
              return 0;
            }
            return prices[at]; // here
          }
        }
        """);
    assertThat(crash.patched(crash.patches(operator).getFirst()))
        .isEqualTo(crash.source().replace("at > prices", "at >= prices"));
  }
}
