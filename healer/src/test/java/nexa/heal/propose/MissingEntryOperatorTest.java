package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class MissingEntryOperatorTest {

  private static final String NPE = "java.lang.NullPointerException";
  private static final String MESSAGE =
      "Cannot invoke \"java.util.List.add(Object)\" because the return value of \"java.util.Map.get(Object)\" is null";
  private final MissingEntryOperator operator = new MissingEntryOperator();
  private final String source =
      """
      package shop;
      import java.util.List;
      import java.util.Map;
      class Shop {
        void sort(Map<String, List<String>> byOwner, String owner, String name) {
          byOwner.get(owner).add(name); // here
        }
      }
      """;

  @Test
  void listMissingInMap_isPutThere() {
    Crashed crash = Crashed.with(NPE, MESSAGE, source);
    assertRepair(operator, crash,
        crash.source()
            .replace("byOwner.get(owner)",
                "byOwner.computeIfAbsent(owner, value -> new ArrayList<>())")
            .replace("import java.util.List;",
                "import java.util.ArrayList;\nimport java.util.List;"));
  }

  @Test
  void oldJava_putsItByHand() {
    Crashed crash = Crashed.before8(6, NPE, MESSAGE, source);
    assertRepair(operator, crash,
        crash.source()
            .replace("    byOwner.get(owner).add(name);\n",
                "    List<String> value = byOwner.get(owner);\n    if (value == null) {\n"
                    + "      value = new ArrayList<String>();\n      byOwner.put(owner, value);\n    }\n"
                    + "    value.add(name);\n")
            .replace("import java.util.List;",
                "import java.util.ArrayList;\nimport java.util.List;"));
  }

  @Test
  void missingText_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with(NPE,
            "Cannot invoke \"String.length()\" because the return value of \"java.util.Map.get(Object)\" is null",
            """
            package shop;
            class Shop {
              int width(java.util.Map<String, String> names, String key) {
                return names.get(key).length(); // here
              }
            }
            """));
  }
}
