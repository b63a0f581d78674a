package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class WiderNumberOperatorTest {

  private static final String NFE = "java.lang.NumberFormatException";
  private static final String LARGE = "For input string: \"4294967295\"";
  private final WiderNumberOperator operator = new WiderNumberOperator();

  @Test
  void overloadThatTakesLong_isGivenOne() {
    Crashed crash =
        Crashed.inLibrary(NFE, LARGE,
            """
            package shop;
            class Shop {
              void read(String text) {
                setId(Integer.parseInt(text)); // here
              }
              void setId(int id) {}
              void setId(long id) {}
            }
            """);
    assertRepair(operator, crash, crash.source().replace("Integer.parseInt", "Long.parseLong"));
  }

  @Test
  void variableItGoesInto_growsToo() {
    Crashed crash =
        Crashed.inLibrary(NFE, LARGE,
            """
            package shop;
            class Shop {
              double half(String text) {
                int whole = Integer.parseInt(text); // here
                return whole / 2.0;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("int whole = Integer.parseInt", "long whole = Long.parseLong"));
  }

  @Test
  void numberThatBecomesAnIndex_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.inLibrary(NFE, LARGE,
            """
            package shop;
            class Shop {
              String name(String[] names, String text) {
                return names[Integer.parseInt(text)]; // here
              }
            }
            """));
  }
}
