package nexa.collect;

import java.util.Arrays;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Knows by their first bytes the lines that begin a record below an error, as most lines of a log do: those
 * that begin as one did that was read in full, but for the digits of the timestamp. A record of one such
 * line, without an escape in it, tells nothing that counts.
 */
final class MinorHeads {

  private static final int BEGINNINGS_MAX = 8;
  private static final int LENGTH_MAX = 128;
  private static final byte DIGIT = 0;

  /** Those that were met or learnt last come first. */
  private final Beginning[] beginnings = new Beginning[BEGINNINGS_MAX];

  private int count;

  /** How a line begins, with {@link #DIGIT} for each digit of its timestamp. */
  private record Beginning(byte[] bytes, Layout layout) {
    boolean isOf(byte[] data, int from, int to) {
      if (to - from < bytes.length) {
        return false;
      }
      for (int i = 0; i < bytes.length; i++) {
        byte wanted = bytes[i];
        byte found = data[from + i];
        if (wanted == DIGIT ? found < '0' || found > '9' : found != wanted) {
          return false;
        }
      }
      return true;
    }
  }

  /** The layout of a line that begins like one that was learnt, or null. */
  @Nullable Layout match(byte[] data, int from, int to) {
    for (int i = 0; i < count; i++) {
      Beginning beginning = beginnings[i];
      if (beginning.isOf(data, from, to)) {
        beginnings[i] = beginnings[0];
        beginnings[0] = beginning;
        return beginning.layout();
      }
    }
    return null;
  }

  /**
   * Takes note of a strong head that nothing was around. Only what is sure by the bytes up to the level is
   * learnt: a timestamp, one group in brackets at most, and a level of capitals.
   */
  void learn(String text, Layout layout) {
    Line line = Line.first(text);
    Timestamp stamp =
        text.isEmpty() || !Line.isDigit(text.charAt(0)) ? null : Timestamp.at(line, 0);
    int level = stamp == null ? -1 : level(line, stamp.end());
    int end = level < 0 ? -1 : line.indexOf(' ', level, Math.min(line.end(), LENGTH_MAX));
    if (stamp == null || end < 0) {
      return;
    }
    Severity severity = Levels.capital(line, level, end);
    boolean minor = severity != null && severity.compareTo(Severity.ERROR) < 0;
    if (minor && severity == LogHead.severity(line) && isAscii(text, end)) {
      keep(bytes(text, stamp.end(), end + 1), layout);
    }
  }

  /** Where the level may stand: behind blanks, or behind a group in brackets. */
  private static int level(Line line, int from) {
    int at = line.skipSpaces(from);
    if (at == from || !line.startsWith("[", at)) {
      return at == from ? -1 : at;
    }
    int close = line.indexOf(']', at, Math.min(line.end(), LENGTH_MAX));
    return close < 0 || line.indexOf('[', at + 1, close) > 0 || !line.startsWith(" ", close + 1)
        ? -1
        : line.skipSpaces(close + 1);
  }

  private static boolean isAscii(String text, int end) {
    return text.chars().limit(end).allMatch(c -> c > DIGIT && c < 0x80);
  }

  private static byte[] bytes(String text, int stampEnd, int end) {
    byte[] bytes = new byte[end];
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      bytes[i] = i < stampEnd && Line.isDigit(c) ? DIGIT : (byte) c;
    }
    return bytes;
  }

  private void keep(byte[] bytes, Layout layout) {
    for (int i = 0; i < count; i++) {
      if (Arrays.equals(beginnings[i].bytes(), bytes)) {
        return;
      }
    }
    count = Math.min(count + 1, BEGINNINGS_MAX);
    System.arraycopy(beginnings, 0, beginnings, 1, count - 1);
    beginnings[0] = new Beginning(bytes, layout);
  }
}
