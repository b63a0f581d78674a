package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ChangedCallOperatorTest {

  private final ChangedCallOperator operator = new ChangedCallOperator();

  @Test
  void forgottenArgument_isTakenFromScope() {
    Crashed crash = Crashed.with("java.lang.NullPointerException", null,
        """
        package shop;
        class Shop {
          private String rule;
          int solve(int min, int max) {
            return rule.length() + min + max; // here
          }
          int solve(String rule, int min, int max) {
            this.rule = rule;
            return rule.length() + min + max;
          }
          int solve(String rule, int min, int max, int start) {
            return solve(min, max); // caller
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("return solve(min, max);", "return solve(rule, min, max);"));
  }

  @Test
  void argumentsNamedCrosswise_changePlaces() {
    Crashed crash = Crashed.with("java.lang.StringIndexOutOfBoundsException", "begin 4, end 2",
        """
        package shop;
        class Shop {
          String cut(String text, int from, int to) {
            return part(text, to, from); // here
          }
          String part(String text, int from, int to) {
            return text.substring(from, to);
          }
        }
        """);
    assertThat(crash.patched(crash.patches(operator).getFirst()))
        .isEqualTo(crash.source().replace("part(text, to, from)", "part(text, from, to)"));
  }

  @Test
  void siblingWithLikeName_isCalled() {
    Crashed crash = Crashed.with("java.lang.IllegalStateException", "no item",
        """
        package shop;
        class Shop {
          String findItem(int id) {
            throw new IllegalStateException("no item");
          }
          String findItemOrNull(int id) {
            return null;
          }
          String show(int id) {
            return "" + findItem(id); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("\"\" + findItem(id)", "\"\" + findItemOrNull(id)"));
  }

  @Test
  void callWithoutSiblings_isLeftAlone() {
    assertNoRepair(operator, Crashed.with("java.lang.IllegalStateException", "no item",
        """
        package shop;
        class Shop {
          int find(String name) {
            return name.hashCode(); // here
          }
        }
        """));
  }

  @Test
  void argumentsOfOtherCalls_areCopied() {
    Crashed crash = Crashed.inLibrary("java.lang.ArithmeticException", "Non-terminating",
        """
        package shop;
        import java.math.BigDecimal;
        import java.math.RoundingMode;
        class Shop {
          BigDecimal perMonth(BigDecimal sum) {
            return sum.divide(BigDecimal.valueOf(12), 2, RoundingMode.HALF_UP);
          }
          BigDecimal perDay(BigDecimal sum) {
            return sum.divide(BigDecimal.valueOf(365)); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("valueOf(365))", "valueOf(365), 2, RoundingMode.HALF_UP)"));
  }

  @Test
  void callThatThrowsForNothing_isReplacedByGentleOne() {
    Crashed crash = Crashed.inLibrary("java.util.NoSuchElementException", null,
        """
        package shop;
        import java.util.Queue;
        class Shop {
          String next(Queue<String> items) {
            return items.remove(); // here
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("items.remove()", "items.poll()"));
  }
}
