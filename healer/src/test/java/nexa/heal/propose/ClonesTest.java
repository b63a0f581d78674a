package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ClonesTest {

  private static final String NFE = "java.lang.NumberFormatException";
  private static final String LARGE = "For input string: \"4294967295\"";

  @Test
  void wrongOperation_isPutRightInItsCloneToo() {
    Crashed crash =
        Crashed.inLibrary(NFE, LARGE,
            """
            package shop;
            class Shop {
              void read(String key, String text) {
                if (key.equals("id")) {
                  setId(Integer.parseInt(text)); // here
                } else if (key.equals("count")) {
                  setCount(Integer.parseInt(text));
                } else {
                  setOld(Integer.parseInt(text));
                }
              }
              void setId(long id) {}
              void setCount(long count) {}
              void setOld(int old) {}
            }
            """);
    String both =
        crash.source()
            .replace("setId(Integer.parseInt", "setId(Long.parseLong")
            .replace("setCount(Integer.parseInt", "setCount(Long.parseLong");
    WiderNumberOperator operator = new WiderNumberOperator();

    assertThat(crash.patched(crash.patches(operator).getFirst())).isEqualTo(both);
    assertThat(crash.patches(operator).getFirst().rationale())
        .endsWith("The same stands in line 7, where the crash did not come.");
    assertRepair(operator, crash,
        crash.source().replace("setId(Integer.parseInt", "setId(Long.parseLong"));
  }

  @Test
  void overload_hasClonesAsWell() {
    Crashed crash =
        Crashed.with("java.lang.NullPointerException", null,
            """
            package shop;
            class Shop {
              static int length(String text) { return text == null ? 0 : text.length(); }
              int size(Object item, char end) {
                return item.toString().length() + 1; // here
              }
              int size(Object item, String end) {
                return item.toString().length() + length(end);
              }
              int other(Object item) {
                return item.toString().length();
              }
            }
            """);

    assertRepair(new NullSafeCallOperator(), crash,
        crash.source()
            .replace("item.toString().length() + 1", "length(item.toString()) + 1")
            .replace("item.toString().length() + length", "length(item.toString()) + length"));
  }

  @Test
  void guard_staysWhereTheValueWasBad() {
    Crashed crash =
        Crashed.with("java.lang.NullPointerException", null,
            """
            package shop;
            class Shop {
              int size(String first) {
                int size = first.length(); // here
                return size + first.length();
              }
            }
            """);

    assertThat(crash.patches(new NullGuardOperator()).stream().map(crash::patched))
        .isNotEmpty()
        .allMatch(it -> it.contains("size = first.length();") || it.contains("+ first.length();"));
  }
}
