package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EmptyGuardOperatorTest {

  private static final String NO_ELEMENT = "java.util.NoSuchElementException";
  private final EmptyGuardOperator operator = new EmptyGuardOperator();

  @Test
  void emptyOptional_getsDefault() {
    Crashed crash =
        Crashed.inLibrary(NO_ELEMENT, "No value present",
            """
            package shop;
            import java.util.List;
            class Shop {
              int dearest(List<Integer> prices) {
                return prices.stream().max(Integer::compare).get(); // here
              }
            }
            """);
    assertRepair(operator, crash, crash.source().replace(".get()", ".orElse(0)"));
  }

  @Test
  void emptyQueue_endsTheLoop() {
    Crashed crash =
        Crashed.inLibrary(NO_ELEMENT, null,
            """
            package shop;
            import java.util.Deque;
            class Shop {
              int drain(Deque<Integer> queue) {
                int sum = 0;
                while (sum < 100) {
                  sum += queue.removeFirst(); // here
                }
                return sum;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("      sum +=",
            "      if (queue.isEmpty()) {\n        break;\n      }\n      sum +="));
  }

  @Test
  void iterator_isAskedFirst() {
    Crashed crash =
        Crashed.inLibrary(NO_ELEMENT, null,
            """
            package shop;
            import java.util.Set;
            class Shop {
              String any(Set<String> names) {
                return names.iterator().next(); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("names.iterator()", "names.isEmpty() ? \"\" : names.iterator()"));
  }

  @Test
  void viewOfAMap_isAskedFirst() {
    Crashed crash =
        Crashed.inLibrary(NO_ELEMENT, null,
            """
            package shop;
            import java.util.Map;
            import java.util.Optional;
            class Shop {
              Optional<String> any(Map<String, String> names) {
                return Optional.of(names.keySet().iterator().next()); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("    return Opt",
            "    if (names.keySet().isEmpty()) {\n      return Optional.empty();\n    }\n    return Opt"));
  }

  @Test
  void branchOfAConditional_doesNotEndTheOtherOne() {
    Crashed crash =
        Crashed.inLibrary(NO_ELEMENT, null,
            """
            package shop;
            import java.util.Queue;
            class Shop {
              String next(Queue<String> first, Queue<String> then) {
                return first.isEmpty() ? then.remove() : first.remove(); // here
              }
            }
            """);
    assertThat(crash.patches(operator).stream().map(crash::patched))
        .isNotEmpty()
        .noneMatch(it -> it.contains("if ("));
  }

  @Test
  void mapLookUp_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with(NO_ELEMENT, "no such sku",
            """
            package shop;
            class Shop {
              String find(java.util.Map<String, String> map, String sku) {
                return map.get(sku); // here
              }
            }
            """));
  }
}
