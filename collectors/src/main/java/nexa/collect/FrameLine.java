package nexa.collect;

import nexa.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads one frame of a printed stack trace, such as {@code at app//com.acme.Cart.total(Cart.java:7)
 * ~[cart.jar:1.2]}.
 */
final class FrameLine {

  private static final int NAME_LENGTH_MAX = 1_024;

  private FrameLine() {}

  /** Whether an indented line looks like a frame of some language that says {@code at}. */
  static boolean resembles(Line line, int content) {
    return content > line.start()
        && line.startsWith("at ", content)
        && line.charAt(line.contentEnd(content) - 1) == ')';
  }

  /** The frame a line holds, or null when it holds something else. */
  static @Nullable Frame parse(Line line) {
    int from = line.content();
    if (!line.startsWith("at ", from)) {
      return null;
    }
    from += 3;
    int to = withoutPackagingData(line, from, withoutMarkup(line, from, line.contentEnd(from)));
    if (to <= from || line.charAt(to - 1) != ')') {
      return null;
    }
    int open = line.lastIndexOf('(', from, to);
    if (open <= from || open - from > NAME_LENGTH_MAX || !isLocation(line, open + 1, to - 1)) {
      return null;
    }
    int space = line.indexOf(' ', from, open);
    // Kotlin's test methods have spaces and dots in their names, a class has neither a space.
    int dot = line.lastIndexOf('.', from, space < 0 ? open : space);
    if (dot <= from || dot + 1 >= open || Line.isSpace(line.charAt(open - 1))) {
      return null;
    }
    int classStart = withoutModule(line, from, dot);
    if (classStart >= dot || !isClassName(line, classStart, dot)) {
      return null;
    }
    return frame(line.substring(classStart, dot), line.substring(dot + 1, open), line, open, to);
  }

  private static Frame frame(String className, String method, Line line, int open, int to) {
    int from = open + 1;
    int end = to - 1;
    if (line.startsWith("Native Method", from) || line.startsWith("Unknown Source", from)) {
      return new Frame(className, method, null, 0);
    }
    int colon = line.lastIndexOf(':', from, end);
    int number = colon < 0 ? 0 : line.numberIn(colon + 1, end);
    int fileEnd = colon < 0 ? end : colon;
    String file = fileEnd == from ? null : line.substring(from, fileEnd);
    return new Frame(className, method, file, number);
  }

  /** Cuts off what ends a quotation in Jira's markup, such as {@code {noformat}}. */
  private static int withoutMarkup(Line line, int from, int end) {
    int open = end > from && line.charAt(end - 1) == '}' ? line.lastIndexOf('{', from, end) : from;
    boolean quoted = open > from && ")]".indexOf(line.charAt(open - 1)) >= 0;
    return quoted ? open : end;
  }

  /** Cuts {@code ~[jar:version]} and {@code [jar:version]} off. */
  private static int withoutPackagingData(Line line, int from, int end) {
    if (end <= from || line.charAt(end - 1) != ']') {
      return end;
    }
    int to = line.lastIndexOf('[', from, end);
    if (to > from && line.charAt(to - 1) == '~') {
      to--;
    }
    while (to > from && Line.isSpace(line.charAt(to - 1))) {
      to--;
    }
    return Math.max(to, from);
  }

  /** Never empty, as a frame of .NET may have it. */
  private static boolean isLocation(Line line, int from, int end) {
    return line.startsWith("Native Method)", from)
        || line.startsWith("Unknown Source", from)
        || (from < end && line.indexOf(' ', from, end) < 0);
  }

  /**
   * Skips {@code loader/module@version/}. A slash before a digit belongs to the name of a hidden
   * class, such as {@code Cart$$Lambda/0x00007f}.
   */
  private static int withoutModule(Line line, int from, int dot) {
    int slash = line.lastIndexOf('/', from, dot);
    if (slash >= 0 && slash + 1 < dot && Line.isDigit(line.charAt(slash + 1))) {
      slash = line.lastIndexOf('/', from, slash);
    }
    return slash < 0 ? from : slash + 1;
  }

  private static boolean isClassName(Line line, int from, int to) {
    if (!Character.isJavaIdentifierStart(line.charAt(from))) {
      return false;
    }
    for (int i = from + 1; i < to; i++) {
      char c = line.charAt(i);
      boolean allowed = TypeName.isPart(c) || c == '.' || c == '/' || c == '-';
      if (!allowed && !Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
