package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class ComponentTypeOperatorTest {

  private final ComponentTypeOperator operator = new ComponentTypeOperator();

  @Test
  void castOfToArray_isMadeOfTheType() {
    Crashed crash = Crashed.with("java.lang.ClassCastException",
        "class [Ljava.lang.Object; cannot be cast to class [Ljava.lang.String;",
        """
        package shop;
        import java.util.List;
        class Shop {
          String[] names(List<String> items) {
            return (String[]) items.toArray(); // here
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("(String[]) items.toArray()",
        "items.toArray(new String[0])"));
  }

  @Test
  void arrayNarrowerThanItsVariable_isWidened() {
    Crashed crash = Crashed.with("java.lang.ArrayStoreException", "java.lang.Integer",
        """
        package shop;
        class Shop {
          Object[] row(Object value) {
            Object[] row = new String[2];
            row[0] = value; // here
            return row;
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("new String[2]", "new Object[2]"));
  }

  @Test
  void castOfElement_isLeftAlone() {
    assertNoRepair(operator, Crashed.with("java.lang.ClassCastException", "",
        """
        package shop;
        class Shop {
          String name(Object item) {
            return (String) item; // here
          }
        }
        """));
  }
}
