package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class ModificationOperatorTest {

  private static final String CHANGED = "java.util.ConcurrentModificationException";
  private final ModificationOperator operator = new ModificationOperator();

  private static final String LOOP =
      """
      package shop;

      import java.util.List;

      class Shop {
        void expire(List<String> coupons) {
          for (String coupon : coupons) { // here
            if (coupon.isEmpty()) {
              coupons.remove(coupon);
            }
          }
        }
      }
      """;

  @Test
  void loopThatRemoves_walksThroughCopy() {
    Crashed crash = Crashed.inLibrary(CHANGED, null, LOOP);
    assertRepair(operator, crash,
        crash.source()
            .replace("import java.util.List;",
                "import java.util.ArrayList;\nimport java.util.List;")
            .replace(": coupons)", ": new ArrayList<>(coupons))"));
  }

  @Test
  void loopThatOnlyRemoves_becomesRemoveIf() {
    Crashed crash = Crashed.inLibrary(CHANGED, null, LOOP);
    int start = crash.source().indexOf("    for");
    assertRepair(operator, crash,
        crash.source().substring(0, start)
            + "    coupons.removeIf(coupon -> coupon.isEmpty());\n  }\n}\n");
  }

  @Test
  void loopThatRemoves_removesByItsIterator() {
    Crashed crash = Crashed.inLibrary(CHANGED, null, LOOP);
    assertRepair(operator, crash,
        crash.source()
            .replace("import java.util.List;", "import java.util.Iterator;\nimport java.util.List;")
            .replace("for (String coupon : coupons) {\n",
                "for (Iterator<String> it = coupons.iterator(); it.hasNext();) {\n"
                    + "      String coupon = it.next();\n")
            .replace("coupons.remove(coupon)", "it.remove()"));
  }

  @Test
  void loopOverArray_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.inLibrary(CHANGED, null,
            """
            package shop;
            class Shop {
              void expire(String[] coupons) {
                for (String coupon : coupons) { // here
                  coupon.trim();
                }
              }
            }
            """));
  }
}
