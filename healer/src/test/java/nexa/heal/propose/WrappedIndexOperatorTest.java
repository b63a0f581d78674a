package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class WrappedIndexOperatorTest {

  private static final String ARRAY = "java.lang.ArrayIndexOutOfBoundsException";
  private static final String BELOW = "Index -1 out of bounds for length 3";
  private final WrappedIndexOperator operator = new WrappedIndexOperator();
  private final String ring =
      """
      package shop;
      class Shop {
        int[] slots = new int[3];
        int next;
        int oldest(int size) {
          return slots[(next - size + slots.length) % slots.length];
        }
        int newest() {
          return slots[next - 1]; // here
        }
      }
      """;

  @Test
  void remainderThatWasNegative_isThatOfTheFloor() {
    Crashed crash = Crashed.with(ARRAY, BELOW,
        """
        package shop;
        class Shop {
          int[] slots = new int[3];
          int count(Object key) {
            return slots[key.hashCode() % slots.length]; // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("key.hashCode() % slots.length",
            "Math.floorMod(key.hashCode(), slots.length)"));
  }

  @Test
  void stepBackOverTheStart_goesRoundAsElsewhere() {
    Crashed crash = Crashed.with(ARRAY, BELOW, ring);
    assertRepair(operator, crash,
        crash.source().replace("[next - 1]", "[(next - 1 + slots.length) % slots.length]"));
  }

  @Test
  void stepBackWhereNothingGoesRound_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with(ARRAY, BELOW, ring.replace(" % slots.length", "")));
  }
}
