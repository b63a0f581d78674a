package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Splits the bytes of a file into lines; the last line waits until its line break arrives. */
final class LineReader {

  private static final int LINE_LENGTH_MAX = 64 << 10;

  /** Takes a line and the offset of its first byte. */
  @FunctionalInterface
  interface LineSink {
    void accept(long offset, String line);
  }

  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private long lineStart;
  private long position;
  private long linesCut;

  LineReader(long position) {
    this.lineStart = position;
    this.position = position;
  }

  /** Where the next byte is expected. */
  long position() {
    return position;
  }

  /** Where the line begins that is not complete yet. */
  long lineStart() {
    return lineStart;
  }

  boolean hasPartialLine() {
    return position > lineStart;
  }

  /** How many lines were longer than {@value #LINE_LENGTH_MAX} bytes and lost their end. */
  long linesCut() {
    return linesCut;
  }

  void feed(byte[] data, int length, LineSink sink) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (data[i] == '\n') {
        keep(data, start, i);
        endLine(position + i + 1, sink);
        start = i + 1;
      }
    }
    keep(data, start, length);
    position += length;
  }

  /** Gives out the last line of a file that will not grow any more. */
  void finish(LineSink sink) {
    if (hasPartialLine()) {
      endLine(position, sink);
    }
  }

  private void keep(byte[] data, int from, int to) {
    partial.write(data, from, Math.min(to - from, LINE_LENGTH_MAX + 1 - partial.size()));
  }

  private void endLine(long next, LineSink sink) {
    byte[] line = partial.toByteArray();
    partial.reset();
    int length = line.length;
    if (length > LINE_LENGTH_MAX) {
      length = LINE_LENGTH_MAX;
      linesCut++;
    } else if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    sink.accept(lineStart, new String(line, 0, length, UTF_8));
    lineStart = next;
  }
}
