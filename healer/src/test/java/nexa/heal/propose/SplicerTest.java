package nexa.heal.propose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nexa.patch.Edit;
import nexa.patch.Patch;
import nexa.patch.Recipe.Shape;
import org.junit.jupiter.api.Test;

/** The operators' own tests hold what is written; this one holds what is left alone. */
final class SplicerTest {

  @Test
  void callChain_keepsItsLineBreaks() {
    Crashed crash =
        Crashed.inLibrary("java.util.NoSuchElementException", "No value present",
            """
            package shop;
            import java.util.List;
            class Shop {
              int dearest(List<Integer> prices) {
                return prices.stream()
                    .max(Integer::compare) // v1.0 sorted them
                    .get(); // here
              }
            }
            """);
    Patch patch = crash.patches(new EmptyGuardOperator()).getFirst();
    assertThat(crash.patched(patch)).isEqualTo(crash.source().replace(".get()", ".orElse(0)"));
    assertThat(replaced(crash, patch)).containsExactly("get( -> orElse(0");
  }

  @Test
  void lookUpOnItsOwnLine_staysThere() {
    Crashed crash =
        Crashed.with("java.lang.NullPointerException", null,
            """
            package shop;
            import java.util.Map;
            class Shop {
              int stock(Map<String, Integer> stock, String sku) {
                return stock
                    .get(sku); // here
              }
            }
            """);
    Patch patch = crash.patches(new NullGuardOperator()).getFirst();
    assertThat(crash.patched(patch))
        .isEqualTo(crash.source().replace(".get(sku)", ".getOrDefault(sku, 0)"));
    assertThat(replaced(crash, patch)).containsExactly("get(sku -> getOrDefault(sku, 0");
  }

  @Test
  void guardedExpression_isInsertedBefore() {
    Crashed crash =
        Crashed.with("java.lang.ArithmeticException", "/ by zero",
            """
            package shop;
            class Shop {
              int mean(int sum, int count) {
                return sum / count; // here
              }
            }
            """);
    RepairOperator guard =
        OperatorProposerTest.operator("guard", site -> List.of(Suggestion
            .of(Shape.REPLACE_EXPRESSION, "${isZero} ? ${default} : ${expression}", 0, "It was.")));
    assertThat(replaced(crash, crash.patches(guard).getFirst()))
        .containsExactly(" -> count == 0 ? 0 : ");
  }

  private static List<String> replaced(Crashed crash, Patch patch) {
    return patch.edits().stream().map(edit -> old(crash, edit) + " -> " + edit.replacement())
        .toList();
  }

  private static String old(Crashed crash, Edit edit) {
    return crash.source().substring(edit.start(), edit.end());
  }
}
