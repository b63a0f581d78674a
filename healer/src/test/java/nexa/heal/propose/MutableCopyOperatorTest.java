package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class MutableCopyOperatorTest {

  private static final String UOE = "java.lang.UnsupportedOperationException";
  private final MutableCopyOperator operator = new MutableCopyOperator();

  @Test
  void fixedListThatGrows_isCopiedWhereItIsMade() {
    Crashed crash =
        Crashed.inLibrary(UOE, null,
            """
            package shop;
            import java.util.ArrayList;
            import java.util.Arrays;
            import java.util.List;
            class Shop {
              List<String> names(String name) {
                List<String> names = Arrays.asList("a", "b");
                names.add(name); // here
                return names;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("Arrays.asList(\"a\", \"b\")",
            "new ArrayList<>(Arrays.asList(\"a\", \"b\"))"));
  }

  @Test
  void listFromOutside_isCopiedBeforeItIsChanged() {
    Crashed crash =
        Crashed.inLibrary(UOE, null,
            """
            package shop;
            import java.util.ArrayList;
            import java.util.List;
            class Shop {
              List<String> with(List<String> names, String name) {
                names.add(name); // here
                return names;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("    names.add",
            "    names = new ArrayList<>(names);\n    names.add"));
  }

  @Test
  void refusalOnPurpose_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with(UOE, "read only",
            """
            package shop;
            class Shop {
              void add(java.util.List<String> names) {
                throw new UnsupportedOperationException("read only"); // here
              }
            }
            """));
  }
}
