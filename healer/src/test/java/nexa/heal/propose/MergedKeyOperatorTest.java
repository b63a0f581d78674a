package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class MergedKeyOperatorTest {

  private static final String STATE = "java.lang.IllegalStateException";
  private final MergedKeyOperator operator = new MergedKeyOperator();

  @Test
  void twoElementsOfOneKey_keepTheLast() {
    Crashed crash =
        Crashed.inLibrary(STATE, "Duplicate key a (attempted merging values 1 and 2)",
            """
            package shop;
            import java.util.List;
            import java.util.Map;
            import java.util.stream.Collectors;
            class Shop {
              Map<String, Integer> widths(List<String> names) {
                return names.stream()
                    .collect(Collectors.toMap(name -> name, name -> name.length())); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("name.length())", "name.length(), (first, last) -> last)"));
  }

  @Test
  void otherState_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.inLibrary(STATE, "stream has already been operated upon or closed",
            """
            package shop;
            import java.util.List;
            import java.util.Map;
            import java.util.stream.Collectors;
            class Shop {
              Map<String, Integer> widths(List<String> names) {
                return names.stream()
                    .collect(Collectors.toMap(name -> name, name -> name.length())); // here
              }
            }
            """));
  }
}
