package nexa.collect;

import java.util.List;
import java.util.Set;
import nexa.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads one frame of a goroutine's stack, which stands in two lines: the function, then its place.
 *
 * <p>A frame's class is the package's path, such as {@code github.com/acme/shop/cart}; its method
 * is what follows, such as {@code (*Cart).Total} or {@code main.func1}. {@code panic} itself is a
 * method of {@code runtime}. Those of the standard library, and of modules that are installed, are of a
 * library.
 */
final class GoFrame {

  private static final int NAME_LENGTH_MAX = 1_024;
  private static final String CREATED_BY = "created by ";

  /** The class of what the runtime itself does, such as to panic. */
  static final String RUNTIME = Frame.LIBRARY + "runtime";

  /** What the paths of the standard library's packages begin with. */
  private static final Set<String> STANDARD =
      Set.of(
          "archive", "bufio", "bytes", "cmp", "compress", "container", "context", "crypto",
          "database", "debug", "embed", "encoding", "errors", "expvar", "flag", "fmt", "go", "hash",
          "html", "image", "index", "internal", "io", "iter", "log", "maps", "math", "mime", "net",
          "os", "path", "plugin", "reflect", "regexp", "runtime", "slices", "sort", "strconv",
          "strings", "sync", "syscall", "testing", "text", "time", "unicode", "unique", "vendor");

  /** What the compiler names a function without a name by, before its number. */
  private static final Set<String> UNNAMED = Set.of("func", "gowrap", "deferwrap", "");

  /** What is in the path of a file of an installed module; the last where paths are trimmed. */
  private static final List<String> INSTALLED = List.of("/pkg/mod/", "/vendor/", "@v");

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

  /** Whether a line only names who began the goroutine, which is nowhere on its stack. */
  static boolean isCreator(Line line) {
    return line.startsWith(CREATED_BY, line.content());
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
    return at(function, line.substring(from, digits - 1), line.numberIn(digits, to));
  }

  /**
   * The frame of a function that is named with its package's path, or null when it is none.
   *
   * @param path of its file, empty when unknown
   */
  static @Nullable Frame of(String function, String path, int number) {
    Frame named = frame(new Line(function, 0, function.length()), 0, function.length());
    return named == null ? null : at(named, path, number);
  }

  /**
   * A function's name with that of the one it is written in, which tools leave out where that one calls
   * it: {@code func1} within {@code main} is {@code main.func1}.
   */
  static String within(String caller, String function) {
    int dot = function.indexOf('.');
    int end = dot < 0 ? function.length() : dot;
    int digits = end;
    while (digits > 0 && Line.isDigit(function.charAt(digits - 1))) {
      digits--;
    }
    boolean unnamed = digits < end && UNNAMED.contains(function.substring(0, digits));
    return unnamed && !caller.isEmpty() ? caller + "." + function : function;
  }

  private static Frame at(Frame function, String path, int number) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    String name = function.className();
    boolean installed =
        !name.startsWith(Frame.LIBRARY) && INSTALLED.stream().anyMatch(path::contains);
    return new Frame(
        installed ? Frame.LIBRARY + name : name, function.method(),
        file.isEmpty() || file.equals("??") ? null : file, number);
  }

  private static @Nullable Frame frame(Line line, int from, int to) {
    if (from >= to || to - from > NAME_LENGTH_MAX || line.indexOf(' ', from, to) >= 0) {
      return null;
    }
    int pathEnd = Math.min(indexOr(line, '(', from, to), indexOr(line, '[', from, to));
    int slash = line.lastIndexOf('/', from, pathEnd);
    int dot = line.indexOf('.', slash < 0 ? from : slash, to);
    if (dot < 0) {
      return line.startsWith("panic", from) ? new Frame(RUNTIME, "panic", null, 0) : null;
    }
    String method = line.substring(dot + 1, to);
    return dot == from || method.isEmpty()
        ? null
        : new Frame(className(unescaped(line.substring(from, dot))), method, null, 0);
  }

  private static int indexOr(Line line, char c, int from, int to) {
    int at = line.indexOf(c, from, to);
    return at < 0 ? to : at;
  }

  private static String className(String path) {
    int slash = path.indexOf('/');
    String first = slash < 0 ? path : path.substring(0, slash);
    return STANDARD.contains(first) ? Frame.LIBRARY + path : path;
  }

  /** The linker writes the dots of a path's last part as {@code %2e}. */
  private static String unescaped(String path) {
    return path.replace("%2e", ".");
  }
}
