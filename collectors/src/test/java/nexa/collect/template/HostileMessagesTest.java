package nexa.collect.template;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileMessagesTest {

  private static final int TIMES = 20_000;

  private final TemplateMiner miner = new TemplateMiner();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'a ", "\"", "1:", ":", "((", "1(", "1 (", "Jan ", "user ", "/", "\\", "//a", "a:/", "a.",
        "=", "<*>", "<~>", "\u0000", "\ud800", "\udc00x", "\u00a0", "1,", "-1", "a-", "1#",
        "\ud83d\ude00",
      })
  void repeatedPieces_costLinearTime(String piece) {
    String message = piece.repeat(1_000_000 / piece.length());
    assertTimeout(
        ofSeconds(20),
        () -> {
          for (int i = 0; i < TIMES; i++) {
            miner.match(message);
          }
        });
    assertThat(miner.templates()).hasSize(1);
    assertThat(miner.templates().getFirst().text()).hasSizeLessThan(4 * Masker.CHARS_MAX);
  }

  @Test
  void floodOfNewTemplates_staysBoundedInTime() {
    assertTimeout(
        ofSeconds(60),
        () -> {
          for (int i = 0; i < TIMES; i++) {
            miner.match(
                word(2 * i) + " has the same words around " + word(2 * i + 1) + " and after");
          }
        });
    assertThat(miner.templates()).hasSizeLessThanOrEqualTo(Clusters.CLUSTERS_MAX);
  }

  @Test
  void brokenSurrogates_areReplacedButNotPairs() {
    String text = miner.match("a \ud800b \ud83d\ude00c d\udc00").text();
    assertThat(text).isEqualTo("a \ufffdb \ud83d\ude00c d\ufffd");
    assertThat(TemplateMiner.restored(miner.state()).templates()).isEqualTo(miner.templates());
  }

  @Test
  void controlCharacters_areWhiteSpace() {
    String text = miner.match("a\u0000b\u001b[31mred\u0085c\u2028d").text();
    assertThat(text).isEqualTo("a b [<*> c d");
  }

  @Test
  void textThatLooksLikeAMask_isText() {
    long id = miner.match("a <*> b <~> c").id();
    assertThat(miner.match("a 5 b 6 c").id()).isNotEqualTo(id);
    assertThat(TemplateMiner.restored(miner.state()).templates()).isEqualTo(miner.templates());
  }

  private static String word(int number) {
    StringBuilder word = new StringBuilder("w");
    for (int rest = number; rest > 0; rest /= 20) {
      word.append((char) ('g' + rest % 20));
    }
    return word.toString();
  }
}
