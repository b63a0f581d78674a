package nexa.collect;

import nexa.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads one frame of a goroutine's stack, which stands in two lines: the function, then its place.
 *
 * <p>A frame's class is the package's path, such as {@code github.com/acme/shop/cart}; its method
 * is what follows, such as {@code (*Cart).Total} or {@code main.func1}. {@code panic} itself is a
 * method of {@code runtime}. A {@code created by} line is the goroutine's outermost frame.
 */
final class GoFrame {

  private static final int NAME_LENGTH_MAX = 1_024;
  private static final String CREATED_BY = "created by ";

  private GoFrame() {}

  /** The frame without a place that a function's line names, or null when the line is none. */
  static @Nullable Frame function(Line line) {
    int from = line.content();
    int to = line.contentEnd(from);
    if (line.startsWith(CREATED_BY, from)) {
      int goroutine = line.lastIndexOf(" in goroutine ", from, to);
      return frame(line, from + CREATED_BY.length(), goroutine < 0 ? to : goroutine);
    }
    if (to == from || line.charAt(to - 1) != ')') {
      return null;
    }
    int open = line.lastIndexOf('(', from, to);
    return open <= from ? null : frame(line, from, open);
  }

  /** The frame with the place that a line names, or null when the line is none. */
  static @Nullable Frame at(Frame function, Line line) {
    int from = line.content();
    int offset = line.indexOf(" +0x", from, line.end());
    int to = offset < 0 ? line.contentEnd(from) : offset;
    int digits = line.digitsStart(from, to);
    if (digits == to || digits - 1 <= from || line.charAt(digits - 1) != ':') {
      return null;
    }
    if (digits - from > SourcePath.LENGTH_MAX) {
      return null;
    }
    int slash = line.lastIndexOf('/', from, digits);
    String file = line.substring(slash < 0 ? from : slash + 1, digits - 1);
    String known = file.equals("??") ? null : file;
    return new Frame(function.className(), function.method(), known, line.numberIn(digits, to));
  }

  private static @Nullable Frame frame(Line line, int from, int to) {
    if (from >= to || to - from > NAME_LENGTH_MAX || line.indexOf(' ', from, to) >= 0) {
      return null;
    }
    int pathEnd = Math.min(indexOr(line, '(', from, to), indexOr(line, '[', from, to));
    int slash = line.lastIndexOf('/', from, pathEnd);
    int dot = line.indexOf('.', slash < 0 ? from : slash, to);
    if (dot < 0) {
      return line.startsWith("panic", from) ? new Frame("runtime", "panic", null, 0) : null;
    }
    String method = line.substring(dot + 1, to);
    return dot == from || method.isEmpty()
        ? null
        : new Frame(unescaped(line.substring(from, dot)), method, null, 0);
  }

  private static int indexOr(Line line, char c, int from, int to) {
    int at = line.indexOf(c, from, to);
    return at < 0 ? to : at;
  }

  /** The linker writes the dots of a path's last part as {@code %2e}. */
  private static String unescaped(String path) {
    return path.replace("%2e", ".");
  }
}
