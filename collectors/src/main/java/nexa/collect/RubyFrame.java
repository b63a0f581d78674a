package nexa.collect;

import java.util.List;
import nexa.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads a place in a Ruby backtrace, such as {@code /app/lib/cart.rb:12:in 'Shop::Cart#total'}.
 *
 * <p>A frame's class is the one that Ruby 3.4 names, such as {@code Shop::Cart}; otherwise its
 * file's path, from the gem's {@code lib} on where there is one, with dots and without ending. Its
 * method is named without {@code block in}, {@code rescue in} and {@code ensure in}: a block is
 * part of its method. What is in the interpreter, in the standard library or in an installed gem is of a
 * library.
 *
 * @param labelled whether the place names a method
 * @param end the position behind the place
 */
record RubyFrame(Frame frame, boolean labelled, int end) {

  private static final int NAME_LENGTH_MAX = 512;
  private static final String MAIN = "<main>";

  /** What is in the path of a file that is not the service's own. */
  private static final List<String> INSTALLED =
      List.of("<internal:", "/lib/ruby/", "/lib/gems/", "/bundle/", "/rubygems-integration/");

  /** The place that begins at a position, or null when none does. */
  static @Nullable RubyFrame parse(Line line, int from) {
    int colon = numbered(line, from);
    if (colon < 0) {
      return null;
    }
    int digitsEnd = line.digitsEnd(colon + 1);
    String path = line.substring(from, colon);
    int number = line.numberIn(colon + 1, digitsEnd);
    if (!line.startsWith(":in ", digitsEnd)) {
      return new RubyFrame(frame(path, MAIN, number), false, digitsEnd);
    }
    int quote = digitsEnd + ":in ".length();
    int close = closingQuote(line, quote);
    if (close < 0) {
      return null;
    }
    String label = line.substring(quote + 1, close);
    return new RubyFrame(frame(path, label, number), true, close + 1);
  }

  /** The colon before a line's number, behind which the place goes on or ends, or -1. */
  private static int numbered(Line line, int from) {
    int to = Math.min(line.end(), from + SourcePath.LENGTH_MAX);
    for (int colon = line.indexOf(':', from, to); colon >= 0;) {
      int end = line.digitsEnd(colon + 1);
      boolean placed = colon > from && end > colon + 1 && !isWindowsDrive(line, from, colon);
      if (placed && (end == line.end() || line.charAt(end) == ':')) {
        return colon;
      }
      colon = line.indexOf(':', Math.max(colon + 1, end), to);
    }
    return -1;
  }

  private static boolean isWindowsDrive(Line line, int from, int colon) {
    return colon == from + 1 && Character.isLetter(line.charAt(from));
  }

  /** Opened by a backtick before Ruby 3.4. */
  private static int closingQuote(Line line, int open) {
    boolean quoted = line.startsWith("`", open) || line.startsWith("'", open);
    int to = Math.min(line.end(), open + NAME_LENGTH_MAX);
    return quoted ? line.indexOf('\'', open + 1, to) : -1;
  }

  /** The frame of the method that a label names, empty for a script itself, in the file at a path. */
  static Frame of(String path, String label, int number) {
    return frame(path, label.isEmpty() ? MAIN : label, number);
  }

  private static Frame frame(String path, String label, int number) {
    String before = INSTALLED.stream().anyMatch(path::contains) ? Frame.LIBRARY : "";
    String file = path.substring(SourcePath.normalized(path).lastIndexOf('/') + 1);
    int in = label.lastIndexOf(" in ");
    String name = in < 0 ? label : label.substring(in + " in ".length());
    int hash = name.indexOf('#');
    int joint = hash >= 0 ? hash : name.lastIndexOf('.');
    boolean named = joint > 0 && Character.isUpperCase(name.charAt(0)) && joint + 1 < name.length();
    if (named && !name.startsWith("Object#")) {
      return new Frame(before + name.substring(0, joint), name.substring(joint + 1), file, number);
    }
    return new Frame(before + module(path), named ? name.substring(joint + 1) : name, file, number);
  }

  private static String module(String path) {
    if (path.startsWith("<") || path.startsWith("(")) {
      return path;
    }
    String normalized = SourcePath.normalized(path);
    int gem = SourcePath.behind(normalized, "/gems/");
    int library = normalized.indexOf("/lib/", gem);
    int from = gem > 0 && library >= 0 ? library + "/lib/".length() : gem;
    return SourcePath.of(normalized, from).module();
  }
}
