package nexa.collect;

import nexa.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * One line of a PHP stack trace, such as {@code #0 /app/src/Cart.php(12): Acme\Cart->add('x')}:
 * what was called, and the place it was called from.
 *
 * @param type the class of the called method, null for a function
 * @param function the called function, {@code {main}} for a script itself
 * @param path the calling file's path, null when PHP itself called
 * @param line the calling line, 0 when PHP itself called
 */
record PhpFrame(@Nullable String type, String function, @Nullable String path, int line) {

  static final String MAIN = "{main}";
  private static final String EVAL = ") : eval()'d code";
  private static final String INTERNAL = "[internal function]";

  /** Where Composer installs packages. */
  private static final String INSTALLED = "/vendor/";

  private static final int CALL_LENGTH_MAX = 1_024;

  /** The frame a line holds, or null when it holds something else. */
  static @Nullable PhpFrame parse(Line line) {
    int hash = line.content();
    int digitsEnd = line.startsWith("#", hash) ? line.digitsEnd(hash + 1) : hash;
    if (digitsEnd <= hash + 1 || !line.startsWith(" ", digitsEnd)) {
      return null;
    }
    int from = digitsEnd + 1;
    if (line.startsWith(MAIN, from)) {
      return new PhpFrame(null, MAIN, null, 0);
    }
    if (line.startsWith(INTERNAL + ": ", from)) {
      return call(line, from + INTERNAL.length() + 2, null, 0);
    }
    int colon = line.indexOf("): ", from, line.end());
    int digits = colon < 0 ? -1 : line.digitsStart(from, colon);
    boolean placed = digits > from + 1 && digits < colon && line.charAt(digits - 1) == '(';
    if (!placed || digits - from > SourcePath.LENGTH_MAX) {
      return null;
    }
    String path = line.substring(from, digits - 1);
    return call(line, colon + 3, path, line.numberIn(digits, colon));
  }

  /**
   * The frame of a function at the place within it, or null when it is none.
   *
   * @param function with its class before it, empty for a script itself
   * @param path empty when PHP itself is the place
   */
  static @Nullable Frame of(String function, String path, int number) {
    Line all = new Line(function, 0, function.length());
    PhpFrame called =
        function.isEmpty() ? new PhpFrame(null, MAIN, null, 0) : call(all, 0, null, 0);
    return called == null ? null : called.at(path.isEmpty() ? null : path, number);
  }

  /**
   * The frame of the called function, at the place within it that the line above names. Code in an
   * {@code eval} stands where the {@code eval} does. What is in no file, or in an installed package, is
   * of a library.
   *
   * @param place the path in which it was, null when unknown
   */
  Frame at(@Nullable String place, int number) {
    int eval = place == null ? -1 : place.indexOf(EVAL);
    if (place != null && eval >= 0) {
      Line all = Line.first(place);
      int digits = all.digitsStart(0, eval);
      return at(place.substring(0, Math.max(0, digits - 1)), all.numberIn(digits, eval));
    }
    if (place == null) {
      return new Frame(Frame.LIBRARY + (type == null ? INTERNAL : type), function, null, number);
    }
    String path = SourcePath.normalized(place);
    int start = SourcePath.behind(path, INSTALLED);
    SourcePath source = SourcePath.of(path, start);
    String className = type == null ? source.module() : type;
    return new Frame(
        start > 0 ? Frame.LIBRARY + className : className, function, source.file(), number);
  }

  private static @Nullable PhpFrame call(Line line, int from, @Nullable String path, int number) {
    int brace = line.startsWith("{closure", from) ? line.indexOf('}', from, line.end()) : from;
    int open = brace < 0 ? -1 : line.indexOf('(', brace, line.end());
    int to = open < 0 ? line.contentEnd(from) : open;
    if (to <= from || to - from > CALL_LENGTH_MAX) {
      return null;
    }
    int arrow = line.indexOf("->", from, to);
    int joint = arrow >= 0 ? arrow : line.indexOf("::", from, to);
    boolean method = joint > from && brace == from;
    String type = method ? withoutEscapes(line.substring(from, joint)) : null;
    int name = method ? joint + 2 : from;
    return new PhpFrame(type, withoutEscapes(line.substring(name, to)), path, number);
  }

  /** In a log's context the backslashes of namespaces are doubled. */
  static String withoutEscapes(String name) {
    return name.replace("\\\\", "\\");
  }
}
