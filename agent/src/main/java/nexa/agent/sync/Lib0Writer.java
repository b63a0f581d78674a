package nexa.agent.sync;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes lib0's encoding. */
final class Lib0Writer {

  private static final int MORE = 0x80;
  private static final int BITS = 7;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Lib0Writer number(long number) {
    long left = number;
    while (left >= MORE) {
      bytes.write((int) (left % MORE) | MORE);
      left >>>= BITS;
    }
    bytes.write((int) left);
    return this;
  }

  Lib0Writer block(byte[] block) {
    number(block.length);
    bytes.writeBytes(block);
    return this;
  }

  Lib0Writer text(String text) {
    return block(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
