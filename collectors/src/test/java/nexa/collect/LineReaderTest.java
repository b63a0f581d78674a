package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

  private final Losses losses = new Losses();
  private final LineReader reader = new LineReader(100, losses);
  private final List<String> lines = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void lines_areTheSameHoweverTheBytesArrive(int pieceLength) {
    byte[] bytes = "one\r\n\ngröße\nrest".getBytes(UTF_8);
    for (int at = 0; at < bytes.length; at += pieceLength) {
      int length = Math.min(pieceLength, bytes.length - at);
      byte[] piece = new byte[length];
      System.arraycopy(bytes, at, piece, 0, length);
      reader.feed(piece, length, this::take);
    }
    assertThat(lines).containsExactly("100:one", "105:", "106:größe");
    assertThat(reader.lineStart()).isEqualTo(114);
    assertThat(reader.hasPartialLine()).isTrue();
  }

  @Test
  void finish_givesTheLastLine() {
    feed("one\ntwo");
    reader.finish(this::take);
    reader.finish(this::take);
    assertThat(lines).containsExactly("100:one", "104:two");
  }

  @Test
  void longestLine_isKept() {
    feed("x".repeat(65_536) + "\n");
    assertThat(lines.getFirst()).hasSize(4 + 65_536);
    assertThat(losses.take()).isEmpty();
  }

  @Test
  void longerLine_isCutAndCountedAndTheNextIsWhole() {
    feed("x".repeat(65_537) + "\nnext\n");
    assertThat(lines.getFirst()).hasSize(4 + 65_536);
    assertThat(lines.getLast()).isEqualTo("65638:next");
    assertThat(losses.take()).containsExactly(Loss.cut("line too long", "x".repeat(200)));
  }

  private void feed(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    reader.feed(bytes, bytes.length, this::take);
  }

  private void take(long offset, String line) {
    lines.add(offset + ":" + line);
  }
}
