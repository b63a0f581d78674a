package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class SamePreparationOperatorTest {

  private static final String SHOP =
      """
      package shop;
      class Shop {
        private String[] lines;
        private int count;
        void add(String line) {
          if (lines == null || count == lines.length) {
            %s
          }
          lines[count++] = line;
        }
        void end(boolean total) {
          if (total) {
            String last = "sum";
            lines[count++] = last; // here
          }
        }
        private void makeRoom() {
          String[] more = new String[count + 8];
          if (lines != null) {
            System.arraycopy(lines, 0, more, 0, count);
          }
          lines = more;
        }
      }
      """;

  private final SamePreparationOperator operator = new SamePreparationOperator();

  @Test
  void fieldThatAnotherMethodFillsFirst_isFilledHereToo() {
    Crashed crash = crash(SHOP.formatted("makeRoom();"));

    assertRepair(operator, crash,
        crash.source().replace("      lines[count++] = last;",
            """
                  if (lines == null || count == lines.length) {
                    makeRoom();
                  }
                  lines[count++] = last;\
            """));
  }

  @Test
  void beginningOfTheBlock_isAPlaceToo() {
    Crashed crash = crash(SHOP.formatted("lines = new String[count + 8];"));

    assertRepair(operator, crash,
        crash.source().replace("      String last",
            """
                  if (lines == null || count == lines.length) {
                    lines = new String[count + 8];
                  }
                  String last\
            """));
  }

  @Test
  void fieldThatIsOnlyEmptiedThere_isLeftAlone() {
    assertNoRepair(operator, crash(SHOP.formatted("lines = null;")));
  }

  @Test
  void callThatDoesSomethingElse_isNoPreparation() {
    assertNoRepair(operator, crash(SHOP.formatted("toString();")));
  }

  private static Crashed crash(String source) {
    return Crashed.with("java.lang.NullPointerException",
        "Cannot store to object array because \"this.lines\" is null", source);
  }
}
