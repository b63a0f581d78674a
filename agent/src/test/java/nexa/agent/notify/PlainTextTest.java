package nexa.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text from outside for people to read. */
final class PlainTextTest {

  private static final int TEXTS = 2_000;

  @ParameterizedTest
  @CsvSource({
    "a  b, a b", "'  a\tb\r\nc ', a b c", "'a\u202eb\u200bc', abc", "'a\ud800b', ab",
    "'é 漢 😀', é 漢 😀"
  })
  void line_showsWhatThereIs(String text, String line) {
    assertThat(PlainText.line(text, 100)).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({
    "Cart.<init>, `Cart.‹init›`", "a`b, `a'b`", "&lt;!here&gt;, `＆lt;!here＆gt;`", "'', –"
  })
  void code_cannotBeLeft(String text, String code) {
    assertThat(PlainText.code(text, 100)).isEqualTo(code);
  }

  @Test
  void mention_callsNobodyEvenInCode() {
    assertThat(PlainText.code("@channel", 100)).isEqualTo("`@\u200bchannel`");
  }

  @Test
  void cut_leavesNoHalfOfACharacter() {
    assertThat(PlainText.cut("ab😀cd", 4)).isEqualTo("ab…");
    assertThat(PlainText.line("😀".repeat(10), 5)).isEqualTo("😀😀…");
  }

  /** Whatever comes, a line is one line, of whole characters, and not longer than asked. */
  @Test
  void randomText_becomesALine() {
    Random random = new Random(6);
    for (int i = 0; i < TEXTS; i++) {
      char[] chars = new char[random.nextInt(60)];
      for (int j = 0; j < chars.length; j++) {
        chars[j] = (char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000));
      }
      String line = PlainText.line(new String(chars), 20);

      assertThat(line.length()).isLessThanOrEqualTo(20);
      assertThat(line.chars()).noneMatch(Character::isISOControl);
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(line)).isTrue();
      assertThat(PlainText.code(new String(chars), 20).chars().filter(c -> c == '`').count())
          .isIn(0L, 2L);
    }
  }
}
