package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import nexa.patch.Patch;
import org.junit.jupiter.api.Test;

final class OtherVariableOperatorTest {

  private static final String OUT_OF_BOUNDS = "java.lang.ArrayIndexOutOfBoundsException";
  private final OtherVariableOperator operator = new OtherVariableOperator();

  @Test
  void lengthOfOther_isReplacedByLoopBound() {
    Crashed crash = Crashed.with(OUT_OF_BOUNDS, "Index 2 out of bounds for length 2",
        """
        package shop;
        class Shop {
          int[] weights(int[][] table, int[] row) {
            int rows = table.length;
            int[] out = new int[row.length];
            for (int i = 0; i < rows; i++) {
              out[i] = table[i][0] * 2; // here
            }
            return out;
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("new int[row.length]", "new int[rows]"));
    assertRepair(operator, crash,
        crash.source().replace("new int[row.length]", "new int[table.length]"));
  }

  @Test
  void unreadVariable_comesFirst() {
    Crashed crash = Crashed.with("java.lang.StringIndexOutOfBoundsException", "index 9, length 4",
        """
        package shop;
        class Shop {
          int sum(String text, int end) {
            int pos = 0;
            for (int at = 0; at < end; at++) {
              pos += text.charAt(pos); // here
            }
            return pos;
          }
        }
        """);
    assertThat(crash.patched(crash.patches(operator).getFirst()))
        .isEqualTo(crash.source().replace("charAt(pos)", "charAt(at)"));
  }

  @Test
  void amountByWhichThePlaceMovesOn_isNoGuess() {
    Crashed crash =
        Crashed.inLibrary(OUT_OF_BOUNDS, "Last destination index 14 out of bounds for 9",
            """
        package shop;
        class Shop {
          private final char[] buffer = new char[9];
          private int size;
          void append(String text, int width) {
            int length = text.length();
            if (length >= width) {
              text.getChars(0, length, buffer, size); // here
            }
            size += width;
          }
        }
        """);
    Patch first = crash.patches(operator).getFirst();

    assertThat(crash.patched(first))
        .isEqualTo(crash.source().replace("(0, length,", "(0, width,"));
    assertThat(first.risks()).doesNotContain(Patch.GUESS);
  }

  @Test
  void fieldOfThis_becomesFieldOfOther() {
    Crashed crash = Crashed.with(OUT_OF_BOUNDS, "Index 3 out of bounds for length 3",
        """
        package shop;
        class Shop {
          private int[] items = new int[4];
          private int count;
          void addAll(Shop other) {
            for (int i = 0; i < count; i++) {
              items[i] += other.items[i]; // here
            }
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("i < count", "i < other.count"));
  }

  @Test
  void variableWithoutOthersOfItsType_isLeftAlone() {
    assertNoRepair(operator, Crashed.with("java.lang.NullPointerException", null,
        """
        package shop;
        class Shop {
          int price(String text, int more) {
            return text.length() + more; // here
          }
        }
        """));
  }

  @Test
  void variableThatWouldMeetItself_isLeftAlone() {
    assertNoRepair(operator, Crashed.with("java.lang.NullPointerException", null,
        """
        package shop;
        class Shop {
          static int of(String key) {
            return key.length();
          }
          static int apart(String first, String second) {
            return of(first) - of(second); // here
          }
        }
        """));
  }
}
