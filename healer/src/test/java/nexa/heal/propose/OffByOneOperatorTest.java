package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OffByOneOperatorTest {

  private static final String ARRAY = "java.lang.ArrayIndexOutOfBoundsException";
  private final OffByOneOperator operator = new OffByOneOperator();

  @Test
  void neighbourBehindTheLast_endsTheLoopEarlier() {
    Crashed crash =
        Crashed.with(ARRAY, "Index 3 out of bounds for length 3",
            """
            package shop;
            class Shop {
              int steps(int[] prices) {
                int steps = 0;
                for (int i = 0; i < prices.length; i++) {
                  steps += prices[i + 1] - prices[i]; // here
                }
                return steps;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("i < prices.length", "i < prices.length - 1"));
  }

  @Test
  void neighbourBeforeTheFirst_startsTheLoopLater() {
    Crashed crash =
        Crashed.with(ARRAY, "Index -1 out of bounds for length 3",
            """
            package shop;
            class Shop {
              int steps(int[] prices) {
                int steps = 0;
                for (int i = 0; i < prices.length; i++) {
                  steps += prices[i] - prices[i - 1]; // here
                }
                return steps;
              }
            }
            """);
    assertRepair(operator, crash, crash.source().replace("int i = 0", "int i = 1"));
  }

  @Test
  void checkThatLetsTheSizeThrough_isStrict() {
    Crashed crash =
        Crashed.with(ARRAY, "Index 3 out of bounds for length 3",
            """
            package shop;
            class Shop {
              int price(int[] prices, int i) {
                if (i > prices.length) {
                  throw new IllegalArgumentException("No price " + i);
                }
                return prices[i]; // here
              }
            }
            """);
    assertRepair(operator, crash, crash.source().replace("i > prices", "i >= prices"));
  }

  @Test
  void sizeAsIndex_isTheLast() {
    Crashed crash =
        Crashed.with(ARRAY, "Index 3 out of bounds for length 3",
            """
            package shop;
            class Shop {
              int last(int[] prices) {
                return prices[prices.length]; // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("[prices.length]", "[prices.length - 1]"));
  }

  @Test
  void nullValue_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with("java.lang.NullPointerException",
            "Cannot load from int array because \"prices\" is null",
            """
            package shop;
            class Shop {
              int first(int[] prices, int i) {
                return i <= 3 ? prices[i] : 0; // here
              }
            }
            """));
  }

  @Test
  void indexThatWasComputedBefore_isAnotherOneForEveryInput() {
    Crashed crash =
        Crashed.with("java.lang.StringIndexOutOfBoundsException",
            "begin 0, end 4, length 3",
            """
            package shop;
            class Shop {
              String head(String text) {
                int end = text.indexOf('e') + text.indexOf('E') + 1;
                return text.substring(0, end); // here
              }
            }
            """);
    assertThat(crash.patches(operator))
        .filteredOn(patch -> crash.patched(patch).contains("text.indexOf('E');"))
        .singleElement()
        .satisfies(patch -> assertThat(patch.risks()).contains("computes something else"));
  }
}
