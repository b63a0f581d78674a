package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SafeParseOperatorTest {

  private static final String NFE = "java.lang.NumberFormatException";
  private final SafeParseOperator operator = new SafeParseOperator();

  @Test
  void returnedNumber_fallsBackToTheMethodsOwnDefault() {
    Crashed crash =
        Crashed.inLibrary(NFE, "For input string: \"many\"",
            """
            package shop;
            class Shop {
              int pageSize(String text) {
                if (text == null) {
                  return 20;
                }
                return Integer.parseInt(text); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("    return Integer.parseInt(text);\n",
            """
                try {
                  return Integer.parseInt(text);
                } catch (NumberFormatException e) {
                  return 20;
                }
            """));
  }

  @Test
  void declaredNumber_fallsBackToTheOtherBranch() {
    Crashed crash =
        Crashed.inLibrary(NFE, "For input string: \"x\"",
            """
            package shop;
            class Shop {
              int next(String text) {
                int page = text == null ? 1 : Integer.parseInt(text); // here
                return page + 1;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("    int page = text == null ? 1 : Integer.parseInt(text);\n",
            """
                int page;
                try {
                  page = text == null ? 1 : Integer.parseInt(text);
                } catch (NumberFormatException e) {
                  page = 1;
                }
            """));
  }

  @Test
  void blanksAroundNumber_areTrimmedFirst() {
    Crashed crash =
        Crashed.inLibrary(NFE, "For input string: \" 12\"",
            """
            package shop;
            class Shop {
              int size(String text) {
                return Integer.parseInt(text); // here
              }
            }
            """);
    assertThat(crash.patched(crash.patches(operator).getFirst()))
        .isEqualTo(crash.source().replace("parseInt(text)", "parseInt(text.trim())"));
  }

  @Test
  void dateInLoop_isSkipped() {
    Crashed crash =
        Crashed.inLibrary("java.time.format.DateTimeParseException",
            "Text 'soon' could not be parsed at index 0",
            """
            package shop;

            import java.time.LocalDate;

            class Shop {
              int count(String[] days) {
                int count = 0;
                for (String day : days) {
                  LocalDate date = LocalDate.parse(day); // here
                  count += date.getYear();
                }
                return count;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source()
            .replace("LocalDate;\n\nclass",
                "LocalDate;\nimport java.time.format.DateTimeParseException;\n\nclass")
            .replace("      LocalDate date = LocalDate.parse(day);\n",
                """
                      LocalDate date;
                      try {
                        date = LocalDate.parse(day);
                      } catch (DateTimeParseException e) {
                        continue;
                      }
                """));
  }

  @Test
  void literalText_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.inLibrary(NFE, "For input string: \"x\"",
            """
            package shop;
            class Shop {
              int size() {
                return Integer.parseInt("x"); // here
              }
            }
            """));
  }
}
