package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class IteratorRemovalOperatorTest {

  private static final String CHANGED = "java.util.ConcurrentModificationException";
  private static final String LOOP =
      """
      package shop;
      import java.util.Iterator;
      import java.util.Map;
      class Shop {
        void drop(Map<String, String> map, String name) {
          for (Iterator<String> keys = map.keySet().iterator(); keys.hasNext(); ) {
            String key = keys.next(); // here
            if (key.equals(name))
              map.remove(key);
          }
        }
      }
      """;
  private final IteratorRemovalOperator operator = new IteratorRemovalOperator();

  @Test
  void removalFromMap_isDoneByIterator() {
    Crashed crash = Crashed.inLibrary(CHANGED, null, LOOP);
    assertRepair(operator, crash, crash.source().replace("map.remove(key)", "keys.remove()"));
  }

  @Test
  void otherCrashOnTheLine_isLeftAlone() {
    assertNoRepair(operator, Crashed.inLibrary("java.util.NoSuchElementException", null, LOOP));
  }
}
