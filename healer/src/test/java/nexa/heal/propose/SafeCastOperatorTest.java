package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class SafeCastOperatorTest {

  private static final String CAST = "java.lang.ClassCastException";
  private final SafeCastOperator operator = new SafeCastOperator();

  @Test
  void otherObject_isNotEqual() {
    Crashed crash =
        Crashed.with(CAST,
            "class java.lang.String cannot be cast to class shop.Shop (they are in unnamed modules)",
            """
            package shop;
            class Shop {
              int id;
              @Override public boolean equals(Object other) {
                Shop that = (Shop) other; // here
                return that.id == id;
              }
              @Override public int hashCode() {
                return id;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("    Shop that",
            "    if (!(other instanceof Shop)) {\n      return false;\n    }\n    Shop that"));
  }

  @Test
  void castToAnotherType_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with(CAST, "class java.lang.String cannot be cast to class java.lang.Integer",
            """
            package shop;
            class Shop {
              Shop of(Object other) {
                return (Shop) other; // here
              }
            }
            """));
  }

  @Test
  void numberOfAnotherType_isConverted() {
    Crashed crash =
        Crashed.with("java.lang.ClassCastException",
            "class java.lang.Long cannot be cast to class java.lang.Integer (java.lang.Long and java.lang.Integer are in module java.base of loader 'bootstrap')",
            """
            package shop;
            class Shop {
              int count(Object value) {
                return (Integer) value; // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("(Integer) value", "((Number) value).intValue()"));
  }

  @Test
  void numberThatIsReturnedAsALong_isNotCut() {
    Crashed crash =
        Crashed.with("java.lang.ClassCastException",
            "class java.lang.Long cannot be cast to class java.lang.Integer (java.lang.Long and java.lang.Integer are in module java.base of loader 'bootstrap')",
            """
            package shop;
            class Shop {
              long count(Object value) {
                return (Integer) value; // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("(Integer) value", "((Number) value).longValue()"));
  }
}
