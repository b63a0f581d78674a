package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Splits the bytes of a file into lines; the last line waits until its line break arrives. */
final class LineReader {

  private static final int LINE_LENGTH_MAX = 64 << 10;
  private static final byte ESCAPE = 0x1b;

  /** Takes a line and the offset of its first byte. */
  @FunctionalInterface
  interface LineSink {
    void accept(long offset, String line);

    /**
     * The layout of a line that is a record and tells nothing, if the next one does not go on with it; null
     * for any other. Decided by its bytes, which spares making a text of most lines.
     */
    default @Nullable Layout minor(byte[] data, int from, int to) {
      return null;
    }

    /** Takes a {@link #minor} line that the next one does not go on with. */
    default void passOver(Layout layout) {}
  }

  private final Losses losses;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private long lineStart;
  private long position;
  /** The layout of the minor line of which the next line decides, null when there is none. */
  private @Nullable Layout minor;

  /** Where in the chunk that line begins. */
  private int minorFrom;

  /**
   * @param losses is told of lines longer than {@value #LINE_LENGTH_MAX} bytes, which lose their end
   */
  LineReader(long position, Losses losses) {
    this.losses = losses;
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

  void feed(byte[] data, int length, LineSink sink) {
    int start = 0;
    boolean escapes = false;
    for (int i = 0; i < length; i++) {
      byte c = data[i];
      if (c > ESCAPE && c != '\\') {
        continue; // as nearly all are
      }
      if (c == '\n') {
        take(data, start, i, escapes, sink);
        start = i + 1;
        escapes = false;
      } else {
        escapes |= c == ESCAPE || c == '\\';
      }
    }
    endMinor(data, start, sink);
    keep(data, start, length);
    position += length;
  }

  private void take(byte[] data, int from, int to, boolean escapes, LineSink sink) {
    boolean whole = partial.size() == 0 && to - from <= LINE_LENGTH_MAX;
    Layout layout = whole && !escapes ? sink.minor(data, from, to) : null;
    if (layout != null && minor != null) {
      sink.passOver(minor);
      lineStart = position + from;
    } else {
      endMinor(data, from, sink);
    }
    minor = layout;
    minorFrom = from;
    if (layout == null) {
      endKept(data, from, to, position + to + 1, sink);
    }
  }

  /** Gives out the minor line that waits for the next one, which begins here. */
  private void endMinor(byte[] data, int next, LineSink sink) {
    if (minor != null) {
      endLine(data, minorFrom, next - 1, position + next, sink);
      minor = null;
    }
  }

  /** Gives out the last line of a file that will not grow any more. */
  void finish(LineSink sink) {
    if (hasPartialLine()) {
      endKept(new byte[0], 0, 0, position, sink);
    }
  }

  private void keep(byte[] data, int from, int to) {
    partial.write(data, from, Math.min(to - from, LINE_LENGTH_MAX + 1 - partial.size()));
  }

  /** Ends a line, of which a part may have been kept. */
  private void endKept(byte[] data, int from, int to, long next, LineSink sink) {
    if (partial.size() == 0) {
      endLine(data, from, to, next, sink);
      return;
    }
    keep(data, from, to);
    byte[] line = partial.toByteArray();
    partial.reset();
    endLine(line, 0, line.length, next, sink);
  }

  private void endLine(byte[] data, int from, int to, long next, LineSink sink) {
    boolean cut = to - from > LINE_LENGTH_MAX;
    int end = cut ? from + LINE_LENGTH_MAX : to;
    if (!cut && to > from && data[to - 1] == '\r') {
      end--;
    }
    String text = new String(data, from, end - from, UTF_8);
    if (cut) {
      losses.cut(Losses.LONG_LINE, text);
    }
    sink.accept(lineStart, text);
    lineStart = next;
  }
}
