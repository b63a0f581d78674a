package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class IteratorEndOperatorTest {

  private static final String SOURCE =
      """
      package shop;
      import java.util.Iterator;
      import java.util.NoSuchElementException;
      class Shop implements Iterator<String> {
        private final String[] items = {"a"};
        private int at;
        @Override
        public boolean hasNext() {
          return at < items.length;
        }
        @Override
        public String next() {
          return items[at++]; // here
        }
      }
      """;
  private final IteratorEndOperator operator = new IteratorEndOperator();

  @Test
  void iteratorThatEnded_saysSo() {
    Crashed crash =
        Crashed.with("java.lang.ArrayIndexOutOfBoundsException", "Index 1", SOURCE);
    assertRepair(operator, crash, crash.source().replace("    return items[at++];",
        "    if (!hasNext()) {\n      throw new NoSuchElementException();\n    }\n    return items[at++];"));
  }

  @Test
  void otherCrash_isLeftAlone() {
    assertNoRepair(operator, Crashed.with("java.lang.IllegalStateException", null, SOURCE));
  }
}
