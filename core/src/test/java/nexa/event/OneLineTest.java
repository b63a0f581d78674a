package nexa.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text from outside on one line. */
final class OneLineTest {

  /** The escape, a bell, a mark that turns the direction of writing, one of no width, half of a pair. */
  private static final String HOSTILE =
      "\u001b[31mred\u0007 \u202egnp.exe\u200b\ud800 \r\n2026-11-27 ERROR forged\u2028\u0085end";

  @Test
  void hostileText_startsNoLineAndMovesNoCursor() {
    assertThat(OneLine.of(HOSTILE, 200)).isEqualTo("[31mred gnp.exe 2026-11-27 ERROR forged end");
  }

  @ParameterizedTest
  @CsvSource({
    "'',            10, ''",
    "'  a \t b  ', 10, 'a b'",
    "'a b c',        3, 'a b'",
    "'a b c',        2, 'a'",
    "'Ann \u00c4 \ud83d\ude00', 20, 'Ann \u00c4 \ud83d\ude00'",
    "'ab\ud83d\ude00', 3, 'ab'",
  })
  void line_hasSingleSpacesAndABound(String text, int charsMax, String expected) {
    assertThat(OneLine.of(text, charsMax)).isEqualTo(expected);
  }

  @Test
  void sample_showsThatThereWasSomething() {
    assertThat(OneLine.sample("a\u001b[2J  b\u202e\n\u00e4", 200))
        .isEqualTo("a\ufffd[2J  b\ufffd\ufffd\u00e4");
    assertThat(OneLine.sample("abc", 2)).isEqualTo("ab");
  }
}
