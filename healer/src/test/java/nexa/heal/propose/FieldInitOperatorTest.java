package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class FieldInitOperatorTest {

  private static final String NPE = "java.lang.NullPointerException";
  private final FieldInitOperator operator = new FieldInitOperator();

  @Test
  void fieldNothingSets_startsEmpty() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"java.util.List.size()\" because \"this.names\" is null",
            """
            package shop;
            import java.util.List;
            class Shop {
              private List<String> names;
              int count() {
                return names.size(); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source()
            .replace("names;", "names = new ArrayList<>();")
            .replace("import java.util.List;",
                "import java.util.ArrayList;\nimport java.util.List;"));
  }

  @Test
  void finalField_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with(NPE, "Cannot invoke \"java.util.List.size()\" because \"this.names\" is null",
            """
            package shop;
            class Shop {
              private final java.util.List<String> names;
              Shop(java.util.List<String> names) {
                this.names = names;
              }
              int count() {
                return names.size(); // here
              }
            }
            """));
  }
}
