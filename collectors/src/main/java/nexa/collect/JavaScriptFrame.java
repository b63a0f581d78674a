package nexa.collect;

import java.util.List;
import nexa.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads one frame of a stack that V8 printed, such as {@code at async Cart.total [as sum]
 * (file:///app/src/cart.js:12:7)}.
 *
 * <p>A frame's class is its file's path from the package on, or from the root, with dots and
 * without ending: {@code express.lib.router.index}, {@code app.src.cart}, {@code
 * node.internal.timers}. Its method is the function as printed, such as {@code Cart.total} or
 * {@code new Cart}, without {@code async} and the alias. What is within {@code node_modules}, and
 * Node's own, is of a library. So is a builtin, which has no file: {@code Array.map} is the method
 * {@code map} of {@code Array}. Code in an {@code eval} stands where the {@code eval} does.
 */
final class JavaScriptFrame {

  static final String ANONYMOUS = "<anonymous>";

  private static final int NAME_LENGTH_MAX = 1_024;
  private static final String ALIAS = " [as ";
  private static final String NODE = "node:";

  /** Before the paths of what is Node's own; the latter up to version 15. */
  private static final List<String> OWN = List.of(NODE, "internal/");

  /** Where V8 says that a function stands which is its own. */
  private static final List<String> NOWHERE = List.of(ANONYMOUS, "native");

  private static final String WASM = "wasm://";
  private JavaScriptFrame() {}

  /** The frame of a function, as V8 names it, in the file at a path or an address. */
  static Frame of(String function, String location, int number) {
    int alias = function.indexOf(ALIAS);
    String name = alias > 0 ? function.substring(0, alias) : function;
    return NOWHERE.contains(location)
        ? builtin(name, Frame.LIBRARY)
        : inFile(name, location, number);
  }

  /** The frame a line holds, or null when it holds something else. */
  static @Nullable Frame parse(Line line) {
    int from = line.content();
    if (!line.startsWith("at ", from)) {
      return null;
    }
    from += line.startsWith("async ", from + 3) ? "at async ".length() : "at ".length();
    int to = end(line, from);
    if (to <= from || to - from > NAME_LENGTH_MAX + SourcePath.LENGTH_MAX) {
      return null;
    }
    if (line.charAt(to - 1) != ')') {
      return line.indexOf(' ', from, to) < 0 ? frame(ANONYMOUS, line, from, to) : null;
    }
    int open = line.indexOf('(', from, to) - 1;
    if (open <= from || line.charAt(open) != ' ' || open - from > NAME_LENGTH_MAX) {
      return null;
    }
    int alias = line.indexOf(ALIAS, from, open);
    String function = line.substring(from, alias > from ? alias : open);
    return frame(function, line, open + 2, to - 1);
  }

  /**
   * The last frame before an error's properties ends in a brace, the last of an array's in a comma.
   */
  private static int end(Line line, int from) {
    int to = line.contentEnd(from);
    if (opensProperties(line)) {
      to -= 2;
    } else if (to > from && line.charAt(to - 1) == ',') {
      to--;
    }
    return to;
  }

  /** Whether an error's properties follow behind a frame. */
  static boolean opensProperties(Line line) {
    int to = line.contentEnd(line.start());
    return TypeName.endsWith(line, " {", line.start(), to);
  }

  private static @Nullable Frame frame(String function, Line line, int from, int to) {
    if (line.startsWith("eval at ", from)) {
      int open = line.lastIndexOf('(', from, to);
      int close = line.indexOf(')', Math.max(open, from), to);
      return open < 0 || close < 0 ? null : frame(function, line, open + 1, close);
    }
    int column = line.digitsStart(from, to);
    int digitsEnd = column - 1;
    int digits = line.digitsStart(from, Math.max(from, digitsEnd));
    if (column < to && isColon(line, column - 1, from)) {
      boolean both = digits < digitsEnd && isColon(line, digits - 1, from);
      int pathEnd = both ? digits - 1 : column - 1;
      int number = both ? line.numberIn(digits, digitsEnd) : line.numberIn(column, to);
      return inFile(function, line.substring(from, pathEnd), number);
    }
    if (line.startsWith(WASM, from)) {
      return builtin(function, "");
    }
    return isNoFile(line, from, to) ? builtin(function, Frame.LIBRARY) : null;
  }

  private static boolean isColon(Line line, int at, int from) {
    return at > from && line.charAt(at) == ':';
  }

  private static boolean isNoFile(Line line, int from, int to) {
    return NOWHERE.contains(line.substring(from, to)) || line.startsWith("index ", from);
  }

  /**
   * @param before what stands before its class
   */
  private static Frame builtin(String function, String before) {
    String bare = function.startsWith("new ") ? function.substring("new ".length()) : function;
    int dot = bare.lastIndexOf('.');
    return dot <= 0
        ? new Frame(before + bare, function, null, 0)
        : new Frame(before + bare.substring(0, dot), bare.substring(dot + 1), null, 0);
  }

  private static Frame inFile(String function, String location, int number) {
    String path = SourcePath.normalized(withoutScheme(location));
    int start = SourcePath.behind(path, "/node_modules/");
    SourcePath source = SourcePath.of(path, start);
    boolean library = start > 0 || OWN.stream().anyMatch(location::startsWith);
    return new Frame(
        library ? Frame.LIBRARY + source.module() : source.module(), function, source.file(),
        number);
  }

  /** {@code node:fs} is a module, what stands behind other schemes a path, maybe behind a host. */
  private static String withoutScheme(String location) {
    int query = location.indexOf('?');
    String bare = query < 0 ? location : location.substring(0, query);
    if (bare.startsWith(NODE)) {
      return "node/" + bare.substring(NODE.length());
    }
    int scheme = bare.indexOf("://");
    if (scheme < 0) {
      return bare;
    }
    String rest = bare.substring(scheme + 3);
    int slash = rest.indexOf('/');
    return bare.startsWith("http") && slash >= 0 ? rest.substring(slash) : rest;
  }
}
