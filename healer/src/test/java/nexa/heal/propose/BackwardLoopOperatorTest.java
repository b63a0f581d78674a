package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class BackwardLoopOperatorTest {

  private static final String LOOP =
      """
      package shop;
      import java.util.List;
      class Shop {
        int drop(List<String> names) {
          int dropped = 0;
          for (int i = 0, n = names.size(); i < n; i++) {
            if (names.get(i).isEmpty()) { // here
              names.remove(i);
              dropped++;
            }
          }
          return dropped;
        }
      }
      """;
  private final BackwardLoopOperator operator = new BackwardLoopOperator();

  @Test
  void removalByIndex_goesBackwards() {
    Crashed crash = crashed(LOOP);
    assertRepair(operator, crash,
        crash.source().replace("int i = 0, n = names.size(); i < n; i++",
            "int i = names.size() - 1; i >= 0; i--"));
  }

  @Test
  void boundCountedBefore_goesBackwards() {
    Crashed crash = crashed(
        LOOP.replace("int dropped = 0;", "int dropped = 0;\n    final int n = names.size();")
            .replace("int i = 0, n = names.size();", "int i = 0;"));
    assertRepair(operator, crash,
        crash.source().replace("int i = 0; i < n; i++", "int i = names.size() - 1; i >= 0; i--"));
  }

  @Test
  void orderThatMatters_isLeftAlone() {
    assertNoRepair(operator, crashed(LOOP.replace("dropped++", "System.out.println(dropped)")));
    assertNoRepair(operator, crashed(LOOP.replace("dropped++", "dropped = i")));
    assertNoRepair(operator, crashed(LOOP.replace("dropped++", "break")));
  }

  @Test
  void nextElementUsed_isLeftAlone() {
    assertNoRepair(operator,
        crashed(LOOP.replace("dropped++", "dropped += names.get(i).length()")));
  }

  @Test
  void loopThatRemovesNothing_isLeftAlone() {
    assertNoRepair(operator, crashed(LOOP.replace("names.remove(i);", "names.size();")));
  }

  @Test
  void boundOfAnotherList_isLeftAlone() {
    assertNoRepair(operator,
        crashed(LOOP.replace("drop(List<String> names)", "drop(List<String> names, List<?> others)")
            .replace("n = names.size()", "n = others.size()")));
  }

  private static Crashed crashed(String marked) {
    return Crashed.inLibrary("java.lang.IndexOutOfBoundsException",
        "Index 2 out of bounds for length 2", marked);
  }
}
