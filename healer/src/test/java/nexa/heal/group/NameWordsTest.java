package nexa.heal.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NameWordsTest {

  @ParameterizedTest
  @CsvSource({
    "a.b.Cart.removeItem, cart remove item",
    "a.XYPlot.drawHTML5Page, xy plot draw html page",
    "a.Cart$Line.lambda$price$, cart line lambda price",
    "a.Cart.<init>, cart init",
    "Cart.remove_item, cart remove item",
    "Cart.remove, cart remove",
    "a.Корзина.удалитьТовар, корзина удалить товар",
    ".m, m",
  })
  void name_isSplitWhereAPersonWould(String method, String words) {
    assertThat(NameWords.of(method)).containsExactly(words.split(" ", -1));
  }

  @Test
  void longName_isCut() {
    assertThat(NameWords.of("a.B." + "x".repeat(1_000_000))).hasSize(2);
    assertThat(NameWords.of("a.B." + "wordWord".repeat(50))).hasSizeLessThanOrEqualTo(16);
  }

  @Test
  void likeness_isTheShareOfWordsInCommon() {
    assertThat(NameWords.likeness(Set.of("cart", "add", "item"), Set.of("cart", "remove", "item")))
        .isCloseTo(2 / 3.0, offset(1e-9));
    assertThat(NameWords.likeness(Set.of(), Set.of())).isZero();
  }
}
