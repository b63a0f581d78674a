package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class BoundsGuardOperatorTest {

  private static final String ARRAY = "java.lang.ArrayIndexOutOfBoundsException";
  private static final String STRING = "java.lang.StringIndexOutOfBoundsException";
  private final BoundsGuardOperator operator = new BoundsGuardOperator();

  @Test
  void loopOneStepTooFar_isShortened() {
    Crashed crash =
        Crashed.with(ARRAY, "Index 3 out of bounds for length 3",
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
    assertRepair(operator, crash, crash.source().replace("i <= prices.length", "i < prices.length"));
  }

  @Test
  void missingPart_getsDefault() {
    Crashed crash =
        Crashed.with(ARRAY, "Index 1 out of bounds for length 1",
            """
            package shop;
            class Shop {
              String domain(String mail) {
                String[] parts = mail.split("@");
                return parts[1].trim(); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("parts[1].trim()", "parts.length > 1 ? parts[1].trim() : \"\""));
  }

  @Test
  void testedCharacter_getsItsBound() {
    Crashed crash =
        Crashed.inLibrary(STRING, "Index 2 out of bounds for length 2",
            """
            package shop;
            class Shop {
              int blanks(String text) {
                int i = 0;
                while (text.charAt(i) == ' ') { // here
                  i++;
                }
                return i;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("(text.charAt(i) == ' ')", "(i < text.length() && text.charAt(i) == ' ')"));
  }

  @Test
  void endBeyondText_isClamped() {
    Crashed crash =
        Crashed.inLibrary(STRING, "begin 0, end 20, length 7",
            """
            package shop;
            class Shop {
              String shorten(String text, int max) {
                return text.substring(0, max); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("substring(0, max)", "substring(0, Math.min(max, text.length()))"));
  }

  @Test
  void separatorNotFound_keepsTheWholeText() {
    Crashed crash =
        Crashed.inLibrary(STRING, "begin 0, end -1, length 7",
            """
            package shop;
            class Shop {
              String head(String text) {
                return text.substring(0, text.indexOf(':')); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("text.substring(", "text.indexOf(':') < 0 ? text : text.substring("));
  }

  @Test
  void emptyList_returnsEarly() {
    Crashed crash =
        Crashed.inLibrary("java.lang.IndexOutOfBoundsException", "Index 0 out of bounds for length 0",
            """
            package shop;
            import java.util.List;
            class Shop {
              int first(List<Integer> prices) {
                return prices.get(0); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("    return",
            "    if (prices.size() <= 0) {\n      return 0;\n    }\n    return"));
  }

  @Test
  void indexFromMap_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with(ARRAY, "Index 9 out of bounds for length 3",
            """
            package shop;
            class Shop {
              String at(java.util.Map<Integer, String> map, int i) {
                return map.get(i); // here
              }
            }
            """));
  }
}
