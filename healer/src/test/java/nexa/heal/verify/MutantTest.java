package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import nexa.patch.Edit;
import org.junit.jupiter.api.Test;

final class MutantTest {

  @Test
  void newCondition_isTurnedRound() {
    List<Mutant> mutants =
        mutants(Shop.replacing("price * count", "price == null ? 0 : price * count").edits());

    assertThat(mutants).hasSize(1);
    assertThat(cart(mutants.getFirst())).contains("return !(price == null) ? 0 : price * count;");
    assertThat(mutants.getFirst().what())
        .isEqualTo("its condition price == null the other way round");
  }

  @Test
  void eachOfSeveralEdits_isLeftOut() {
    int price = Shop.CART_SOURCE.indexOf("price * count");
    int first = Shop.CART_SOURCE.indexOf("prices[0]");
    List<Mutant> mutants =
        mutants(
            List.of(new Edit(Shop.CART, price, price + 5, "5"),
                new Edit(Shop.CART, first, first + 9, "7")));

    assertThat(mutants).hasSize(2);
    assertThat(cart(mutants.get(0))).contains("price * count").contains("return 7;");
    assertThat(cart(mutants.get(1))).contains("5 * count").contains("prices[0]");
  }

  @Test
  void editThatIsMadeOnceMore_isNotLeftOut() {
    int first = Shop.CART_SOURCE.indexOf("return");
    int second = Shop.CART_SOURCE.indexOf("return", first + 1);

    assertThat(
        mutants(
            List.of(
                new Edit(Shop.CART, first, first + 6, "return 1 +"),
                new Edit(Shop.CART, second, second + 6, "return 1 +"))))
        .isEmpty();
  }

  @Test
  void patchWithoutACondition_hasNone() {
    assertThat(mutants(Shop.replacing("price * count", "count").edits())).isEmpty();
  }

  @Test
  void changedPlace_canBeMadeToFail() {
    Mutant mutant =
        Mutant.failing(
            Shop.project(Shop.sources(), List.of()).tree(),
            Shop.replacing("price * count", "count"))
            .orElseThrow();

    assertThat(cart(mutant))
        .contains("if (System.nanoTime() != 0) throw new IllegalStateException(); return count;");
  }

  private static List<Mutant> mutants(List<Edit> edits) {
    return Mutant.of(Shop.project(Shop.sources(), List.of()).tree(), Shop.patch(edits));
  }

  private static String cart(Mutant mutant) {
    return Optional.ofNullable(mutant.files().get(Shop.CART)).orElseThrow();
  }
}
