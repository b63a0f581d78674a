package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

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
    assertRepair(operator, crash,
        crash.source().replace("i <= prices.length", "i < prices.length"));
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
        crash.source().replace("(text.charAt(i) == ' ')",
            "(i < text.length() && text.charAt(i) == ' ')"));
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
        crash.source().replace("text.substring(",
            "text.indexOf(':') < 0 ? text : text.substring("));
  }

  @Test
  void emptyList_returnsEarly() {
    Crashed crash =
        Crashed.inLibrary("java.lang.IndexOutOfBoundsException",
            "Index 0 out of bounds for length 0",
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

  @Test
  void conditionOnIndexThatIsMovedOn_isLeftAlone() {
    Crashed crash =
        Crashed.with(ARRAY, "Index 3 out of bounds for length 3",
            """
            package shop;
            class Shop {
              int sum(int[] prices, int end) {
                int sum = 0;
                int i = 0;
                while (i < end) {
                  i++;
                  sum += prices[i]; // here
                }
                return sum;
              }
            }
            """);
    assertThat(crash.patches(operator)).isNotEmpty();
    assertThat(crash.patches(operator).stream().map(crash::patched))
        .allMatch(patched -> patched.contains("while (i < end) {"));
  }

  @Test
  void negativeCount_isNothing() {
    Crashed crash =
        Crashed.inLibrary(STRING, "offset 0, count -1, length 8",
            """
            package shop;
            class Shop {
              String text(char[] buffer, int start, int count) {
                return new String(buffer, start, count); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("start, count)", "start, Math.max(count, 0))"));
  }

  @Test
  void endThatIsUsedAgain_isCutForAll() {
    Crashed crash =
        Crashed.inLibrary(STRING, "begin 0, end 15, length 10",
            """
            package shop;
            class Shop {
              String cut(String text, int end) {
                String cut = text.substring(0, end); // here
                return end < text.length() ? cut + "..." : cut;
              }
            }
            """);
    assertThat(crash.patched(crash.patches(operator).getFirst()))
        .isEqualTo(
            crash.source().replace("    String cut =",
                "    if (end > text.length()) {\n      end = text.length();\n    }\n    String cut ="));
  }

  @Test
  void indexThatCountsOn_isNotClamped() {
    assertNoRepair(operator,
        Crashed.with(ARRAY, "Index 3 out of bounds for length 3",
            """
            package shop;
            class Shop {
              int next = 0;
              int price(int[] prices) {
                return prices[next++]; // here
              }
            }
            """));
  }
}
