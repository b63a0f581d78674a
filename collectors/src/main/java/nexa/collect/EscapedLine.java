package nexa.collect;

import org.jspecify.annotations.Nullable;

/**
 * A line that holds a whole stack trace, its breaks written as {@code \\n}: a JSON document, or a
 * value that was quoted.
 */
final class EscapedLine {

  private static final int INDENT_MAX = 16;

  private EscapedLine() {}

  /**
   * The text a line holds when it shows the frame of a stack trace behind a {@code \\n}, or null.
   */
  static @Nullable String unescape(Line line) {
    int at = line.indexOf("\\n", line.start(), line.end());
    while (at >= 0 && !isFrame(line, at + 2)) {
      at = line.indexOf("\\n", at + 2, line.end());
    }
    return at < 0 ? null : unescaped(line);
  }

  private static boolean isFrame(Line line, int from) {
    int at = from;
    while (at < line.end() && at - from < INDENT_MAX) {
      if (line.charAt(at) == ' ') {
        at++;
      } else if (line.startsWith("\\t", at)) {
        at += 2;
      } else {
        break;
      }
    }
    return at > from
        ? line.startsWith("at ", at) || line.startsWith("from ", at) || isPythonFile(line, at)
        : line.startsWith("#0 ", at) || line.startsWith("goroutine ", at);
  }

  private static boolean isPythonFile(Line line, int at) {
    return line.startsWith("File \"", at) || line.startsWith("File \\\"", at);
  }

  /** In JSON a bare quote ends the value, and with it the trace: an empty line tells so. */
  private static String unescaped(Line line) {
    boolean json = line.indexOf("\":", line.start(), line.end()) >= 0;
    StringBuilder text = new StringBuilder(line.end() - line.start());
    for (int at = line.start(); at < line.end(); at++) {
      char c = line.charAt(at);
      if (c == '\\' && at + 1 < line.end()) {
        at++;
        int unit = line.charAt(at) == 'u' ? unicode(line, at + 1) : -1;
        if (unit >= 0) {
          text.append((char) unit);
          at += 4;
        } else {
          appendEscaped(text, line.charAt(at));
        }
      } else {
        text.append(c == '"' && json ? "\n\n" : c);
      }
    }
    return text.toString();
  }

  /** What is never escaped was no escape, but a path or a name of PHP: it keeps its backslash. */
  private static void appendEscaped(StringBuilder text, char c) {
    switch (c) {
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case '"', '\'', '\\', '/' -> text.append(c);
      default -> text.append('\\').append(c);
    }
  }

  /** The code unit that four hexadecimal digits name, or -1. */
  private static int unicode(Line line, int from) {
    if (from + 4 > line.end()) {
      return -1;
    }
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(line.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit * 16 + digit;
    }
    return unit;
  }
}
