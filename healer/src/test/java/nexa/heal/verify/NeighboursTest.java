package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import nexa.issue.Reproduction;
import org.junit.jupiter.api.Test;

final class NeighboursTest {

  @Test
  void call_isVariedOneValueAtATime() {
    Neighbours neighbours = Neighbours.of(test("new Cart().total(5, \"ab\");"), Set.of());

    assertThat(neighbours.calls())
        .extracting(Neighbours.Call::changed)
        .startsWith("", "5 becomes 6", "\"ab\" becomes \"abx\"", "5 becomes 4")
        .contains("5 becomes 0", "\"ab\" becomes \"\"", "\"ab\" becomes null");
    assertThat(neighbours.source())
        .contains("return nexaSeen(nexaDone(() -> new Cart().total(5, \"ab\")));")
        .contains("return nexaSeen(nexaDone(() -> new Cart().total(6, \"ab\")));");
  }

  @Test
  void privateNumberOfAFixture_isNotVaried() {
    Neighbours neighbours =
        Neighbours.of(
            test("set(cart, \"count\", 5); set(cart, \"name\", \"ab\"); cart.take(7);"), Set.of());

    assertThat(neighbours.calls())
        .extracting(Neighbours.Call::changed)
        .contains("7 becomes 8", "\"ab\" becomes \"abx\"")
        .noneMatch(changed -> changed.startsWith("5") || changed.startsWith("\"count"));
  }

  @Test
  void assertedCall_isTakenOutOfItsAssertion() {
    Neighbours neighbours =
        Neighbours.of(
            test(
                "Cart cart = new Cart(1); assertThatCode(() -> cart.take()).doesNotThrowAnyException();"),
            Set.of());

    assertThat(neighbours.source())
        .contains("Cart cart = new Cart(2); return nexaSeen(nexaDone(() -> cart.take()), cart);");
  }

  @Test
  void callThatDoesNotCompile_isLeftOutByItsLine() {
    Reproduction test = test("new Cart().take(7);");
    Neighbours all = Neighbours.of(test, Set.of());
    Neighbours fewer = Neighbours.of(test, Set.of(all.calls().get(1).line()));

    assertThat(fewer.methods()).isSubsetOf(all.methods()).doesNotContain(all.methods().get(1));
    assertThat(fewer.source().lines().toList().get(all.calls().get(1).line() - 1)).isEmpty();
    assertThat(all.source().lines().toList().get(all.calls().get(1).line() - 1))
        .contains(all.methods().get(1), "take(8)");
  }

  @Test
  void promisedException_isWhatACallGives() {
    Neighbours neighbours =
        Neighbours.of(
            test("try { take(1); } catch (IllegalStateException promised) { /* as documented */ }"),
            Set.of());

    assertThat(neighbours.source())
        .contains("try { return nexaSeen(nexaDone(() -> take(2))); }"
            + " catch (IllegalStateException promised) { return \"IllegalStateException\"; }");
  }

  @Test
  void testOfAnotherForm_isCalledAsItIs() {
    Neighbours neighbours = Neighbours.of(test("for (int i = 0; i < 3; i++) take(i);"), Set.of());

    assertThat(neighbours.methods()).containsExactly("crashes");
  }

  private static Reproduction test(String body) {
    return new Reproduction(
        "src/test/java/shop/CartCrashTest.java",
        "package shop;\n\nclass CartCrashTest {\n  @Test\n  void crashes() {\n    " + body
            + "\n  }\n}\n",
        "shop.CartCrashTest#crashes",
        0,
        2,
        Reproduction.From.SNAPSHOT,
        "red");
  }
}
