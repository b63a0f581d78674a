package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PromisedExceptionOperatorTest {

  private final PromisedExceptionOperator operator = new PromisedExceptionOperator();

  @Test
  void documentedException_isThrown() {
    Crashed crash =
        Crashed.with("java.lang.ArrayIndexOutOfBoundsException",
            "Index 3 out of bounds for length 3",
            """
            package shop;
            class Shop {
              /**
               * Gives a price.
               *
               * @throws IllegalArgumentException if there is no such price
               */
              int price(int[] prices, int i) {
                return prices[i]; // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("    return",
            "    if (i >= prices.length) {\n      throw new IllegalArgumentException(\"Out of bounds: i\");\n"
                + "    }\n    return"));
  }

  @Test
  void methodThatPromisesNothing_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with("java.lang.ArrayIndexOutOfBoundsException",
            "Index 3 out of bounds for length 3",
            """
            package shop;
            class Shop {
              int price(int[] prices, int i) {
                return prices[i]; // here
              }
            }
            """));
  }

  @Test
  void exceptionOfTheMethodsOwnGuards_isBestOfAll() {
    Crashed crash =
        Crashed.with("java.lang.ArrayIndexOutOfBoundsException",
            "Index 3 out of bounds for length 3",
            """
            package shop;
            import java.util.zip.DataFormatException;
            class Shop {
              int price(int[] prices, int i) throws DataFormatException {
                if (prices.length == 0) {
                  throw new DataFormatException("no prices");
                }
                return prices[i]; // here
              }
            }
            """);
    OperatorProposer proposer = new OperatorProposer(
        any -> crash.model(), List.of(operator, new BoundsGuardOperator()));
    assertThat(crash.patched(proposer.propose(crash.diagnosis(), List.of()).getFirst()))
        .contains("DataFormatException(\"Out of bounds");
  }
}
