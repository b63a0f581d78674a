package nexa.collect;

import nexa.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads one frame of a .NET stack trace, such as {@code at Acme.Cart.Add(String name) in
 * /src/Cart.cs:line 12}.
 *
 * <p>A frame's class is the type with its namespace, its method as printed without type arguments.
 * Types that a compiler nested for a state machine or a lambda are left out, and a lambda is part of its
 * method: {@code Acme.Cart.<Add>d__3.MoveNext()} and {@code Acme.Cart.<>c.<Add>b__3_0(Int32 x)} are the
 * method {@code Add} of {@code Acme.Cart}.
 */
final class DotNetFrame {

  private static final int NAME_LENGTH_MAX = 1_024;
  private static final String INNER_END = "<---";
  private static final String WRAPPER = "(wrapper ";

  /** Behind the name of a method whose lambda it is, as Sentry's SDK writes it. */
  private static final String LAMBDA = " { <lambda> }";

  private static final String CONSTRUCTOR = ".ctor";

  private DotNetFrame() {}

  /** The frame a line holds, or null when it holds something else. */
  static @Nullable Frame parse(Line line) {
    int content = line.content();
    if (!line.startsWith("at ", content)) {
      return null;
    }
    int from = withoutWrapper(line, content + "at ".length());
    int to = line.contentEnd(from);
    if (TypeName.endsWith(line, INNER_END, from, to)) {
      to = new Line(line.text(), line.start(), to - INNER_END.length()).contentEnd(from);
    }
    int open = line.indexOf('(', from, to);
    if (open <= from || open - from > NAME_LENGTH_MAX) {
      return null;
    }
    int close = line.indexOf(") in ", open, to);
    if (close >= 0) {
      return located(line, from, open, close + ") in ".length(), to);
    }
    close = Math.max(line.indexOf(") [0x", open, to), line.indexOf(") <0x", open, to));
    if (close >= 0) {
      int in = line.indexOf(" in ", close, to);
      return located(line, from, open, in < 0 ? to : in + " in ".length(), to);
    }
    boolean shaped =
        line.charAt(to - 1) == ')'
            && line.indexOf(' ', from, open) < 0
            && areParameters(line, open + 1, to - 1);
    return shaped ? frame(line, from, open, null, 0) : null;
  }

  /**
   * The frame of a method, or null when it is none.
   *
   * @param type the name of its type, with pluses before those of nested types; empty when the method is
   *     written as in the source, {@code async Task<int> Cart.Add(string name)}
   * @param file empty when unknown
   */
  static @Nullable Frame of(String type, String method, String file, int number) {
    String known = file.isEmpty() ? null : file;
    if (type.isEmpty()) {
      return named(signature(method), known, number);
    }
    int lambda = method.indexOf(LAMBDA);
    String name = lambda < 0 ? method : method.substring(0, lambda);
    int arguments = type.indexOf("[[");
    String bare = (arguments < 0 ? type : type.substring(0, arguments)).replace('+', '.');
    return named(bare + "." + name, known, number);
  }

  /** The type and the method of a signature, without what it returns and takes. */
  private static String signature(String method) {
    int open = method.indexOf('(');
    while (open == 0 || open > 0 && !isName(method.charAt(open - 1))) {
      open = method.indexOf('(', open + 1); // so begins a tuple that it returns
    }
    String head = method.substring(0, open < 0 ? method.length() : open);
    int arguments = head.endsWith(">") ? head.lastIndexOf('<') : -1;
    String bare = arguments <= 0 ? head : head.substring(0, arguments);
    String name = bare.substring(last(bare, bare.length(), " ") + 1);
    return bare.startsWith("new ") ? name + "." + CONSTRUCTOR : name;
  }

  private static boolean isName(char c) {
    return c == '>' || TypeName.isPart(c);
  }

  /** Whether a line ends one of the inner exceptions of an aggregate. */
  static boolean endsInner(Line line) {
    return TypeName.endsWith(line, INNER_END, line.start(), line.contentEnd(line.start()));
  }

  private static int withoutWrapper(Line line, int from) {
    int end = line.startsWith(WRAPPER, from) ? line.indexOf(") ", from, line.end()) : -1;
    return end < 0 ? from : end + 2;
  }

  /** None, or types with names: what stands there in a frame of Java is one word. */
  private static boolean areParameters(Line line, int from, int to) {
    return from == to
        || line.indexOf(' ', from, to) >= 0
            && line.indexOf(':', from, to) < 0
            && !line.startsWith("Native Method)", from)
            && !line.startsWith("Unknown Source)", from);
  }

  /** A path, a colon and, after the word for it in the user's language, a number. */
  private static @Nullable Frame located(Line line, int from, int open, int path, int to) {
    int digits = line.digitsStart(path, to);
    int colon = line.lastIndexOf(':', path, digits);
    if (colon < 0 || digits == to) {
      return path == to ? frame(line, from, open, null, 0) : null;
    }
    if (colon - path > SourcePath.LENGTH_MAX) {
      return null;
    }
    int slash =
        Math.max(line.lastIndexOf('/', path, colon), line.lastIndexOf('\\', path, colon));
    boolean known = line.charAt(path) != '<';
    String file = known ? line.substring(slash < 0 ? path : slash + 1, colon) : null;
    return frame(line, from, open, file, known ? line.numberIn(digits, to) : 0);
  }

  private static @Nullable Frame frame(
      Line line, int from, int open, @Nullable String file, int number) {
    int to = line.charAt(open - 1) == ' ' ? open - 1 : open;
    return named(line.substring(from, to), file, number);
  }

  private static @Nullable Frame named(String full, @Nullable String file, int number) {
    String name = withoutTypeArguments(full);
    int dot = lastJoint(name, name.length());
    if (dot <= 0) {
      return name.startsWith("lambda_method") ? new Frame("DynamicClass", name, file, number)
          : null;
    }
    int methodStart = name.charAt(dot - 1) == '.' ? dot : dot + 1;
    int classEnd = name.charAt(dot - 1) == '.' ? dot - 1 : dot;
    return classEnd == 0 || methodStart == name.length()
        ? null
        : written(name.substring(0, classEnd), name.substring(methodStart), file, number);
  }

  private static String withoutTypeArguments(String name) {
    int open =
        name.endsWith("]") ? name.indexOf('[', name.lastIndexOf('.', name.indexOf('['))) : -1;
    return open <= 0 ? name : name.substring(0, open);
  }

  /** The frame under the names that stand in the source, as far as the compiler's names tell. */
  private static Frame written(String type, String method, @Nullable String file, int number) {
    int end = type.length();
    String function = method;
    int joint = lastJoint(type, end);
    while (joint > 0 && type.startsWith("<", joint + 1)) {
      int close = closing(type, joint + 1);
      if (function.equals("MoveNext") && close > joint + 2 && type.startsWith(">d", close)) {
        function = type.substring(joint + 2, close);
      }
      end = joint;
      joint = lastJoint(type, end);
    }
    return new Frame(type.substring(0, end), lambdasMethod(function), file, number);
  }

  /** {@code Add} for {@code <Add>b__3_0}, and any other name as it is. */
  private static String lambdasMethod(String function) {
    int close = function.startsWith("<") ? closing(function, 0) : 0;
    return close > 1 && function.startsWith(">b__", close) ? function.substring(1, close)
        : function;
  }

  private static int lastJoint(String name, int to) {
    return last(name, to, ".+");
  }

  /** Where the last of some characters stands before {@code to} that is not in brackets, or -1. */
  private static int last(String name, int to, String of) {
    int depth = 0;
    for (int at = to - 1; at >= 0; at--) {
      char c = name.charAt(at);
      if (c == '>' || c == ']') {
        depth++;
      } else if (c == '<' || c == '[') {
        depth--;
      } else if (of.indexOf(c) >= 0 && depth <= 0) {
        return at;
      }
    }
    return -1;
  }

  /** Where the bracket that opens at a place is closed, or the end. */
  private static int closing(String name, int open) {
    int depth = 0;
    for (int at = open; at < name.length(); at++) {
      depth += name.charAt(at) == '<' ? 1 : name.charAt(at) == '>' ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    return name.length();
  }
}
