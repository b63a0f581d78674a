package nexa.heal.propose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SentenceTest {

  @Test
  void brokenChain_isQuotedOnOneLine() {
    assertThat(Sentence.quoted("ratings.stream()\n        .max(order)"))
        .isEqualTo("ratings.stream().max(order)");
  }

  @Test
  void brokenArguments_keepOneSpace() {
    assertThat(Sentence.quoted("rate(first,\r\n\t\tsecond)")).isEqualTo("rate(first, second)");
  }

  @Test
  void longSource_endsInAnEllipsis() {
    assertThat(Sentence.quoted("x".repeat(60))).hasSize(60);
    assertThat(Sentence.quoted("x".repeat(61))).isEqualTo("x".repeat(59) + "…");
  }

  @Test
  void rationale_quotesTheSiteSourceShortened() {
    Crashed crash =
        Crashed.inLibrary("java.util.NoSuchElementException", "No value present",
            """
            package shop;
            import java.util.List;
            class Shop {
              int dearest(List<Integer> prices) {
                return prices.stream()
                    .filter(price -> price > 0 && price < 1_000_000)
                    .max(Integer::compare)
                    .get(); // here
              }
            }
            """);
    assertThat(crash.patches(new EmptyGuardOperator()).getFirst().rationale())
        .isEqualTo(
            "prices.stream().filter(price -> price > 0 && price < 1_000_…"
                + " was empty; 0 stands for what is not there.");
  }
}
