package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import nexa.patch.Patch;
import org.junit.jupiter.api.Test;

final class RecursionOperatorTest {

  private static final String OVERFLOW = "java.lang.StackOverflowError";
  private final RecursionOperator operator = new RecursionOperator();

  @Test
  void callOfItself_goesToSuperclassOrField() {
    Crashed crash = Crashed.with(OVERFLOW, null,
        """
        package shop;
        class Shop extends java.util.ArrayList<String> {
          private final java.util.List<String> items = new java.util.ArrayList<>();
          @Override
          public boolean add(String item) {
            return add(item); // here
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("return add(", "return super.add("));
    assertRepair(operator, crash, crash.source().replace("return add(", "return items.add("));
  }

  @Test
  void endThatIsSteppedOver_isMetFromAllSides() {
    Crashed crash = Crashed.with(OVERFLOW, null,
        """
        package shop;
        class Shop {
          int sum(int n) {
            if (n == 0) {
              return 0;
            }
            return n + sum(n - 2); // here
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("n == 0", "n <= 0"));
  }

  @Test
  void numberThatStays_isStepped() {
    Crashed crash = Crashed.with(OVERFLOW, null,
        """
        package shop;
        class Shop {
          int find(int[] items, int at) {
            return items[at] > 0 ? at : find(items, at); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("find(items, at);", "find(items, at + 1);"));
  }

  @Test
  void stepOfACallThatComesNearerAnyway_isAGuess() {
    Crashed crash = Crashed.with(OVERFLOW, null,
        """
        package shop;
        class Shop {
          int find(int[] items, int from, int to) {
            int middle = (from + to) / 2;
            return items[middle] > 0 ? middle : find(items, from, middle); // here
          }
        }
        """);
    assertThat(crash.patches(operator))
        .filteredOn(patch -> patch.recipe().template().equals("${step}"))
        .isNotEmpty()
        .allSatisfy(patch -> assertThat(patch.risks()).contains(Patch.GUESS));
  }

  @Test
  void otherCrash_isLeftAlone() {
    assertNoRepair(operator, Crashed.with("java.lang.IllegalStateException", null,
        """
        package shop;
        class Shop {
          int find(int at) {
            return find(at); // here
          }
        }
        """));
  }

  @Test
  void setOfVisited_isAsked() {
    Crashed crash = Crashed.with(OVERFLOW, null,
        """
        package shop;
        import java.util.List;
        import java.util.Set;
        class Shop {
          List<Shop> parts;
          void collect(Shop shop, Set<Shop> met) {
            met.add(shop);
            for (Shop part : shop.parts) {
              collect(part, met); // here
            }
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("    met.add(shop);",
        "    if (!met.add(shop)) {\n      return;\n    }"));
  }
}
