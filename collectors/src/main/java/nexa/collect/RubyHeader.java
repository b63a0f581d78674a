package nexa.collect;

import nexa.collect.HeaderLine.Confidence;
import nexa.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Where a line names a Ruby exception.
 *
 * @param frame the innermost frame when the line names it, too
 */
record RubyHeader(HeaderLine line, @Nullable Frame frame) {

  private static final String NO_MESSAGE = "unhandled exception";

  /** {@code /app/cart.rb:12:in 'total': message (Type)}: what the interpreter prints, or null. */
  static @Nullable RubyHeader full(Line line) {
    int from = line.content();
    int to = line.contentEnd(from);
    boolean ends = to > from && line.charAt(to - 1) == ')';
    boolean shaped = ends || TypeName.endsWith(line, NO_MESSAGE, from, to);
    RubyFrame place = shaped ? RubyFrame.parse(line, from) : null;
    if (place == null || !line.startsWith(": ", place.end())) {
      return null;
    }
    int message = place.end() + 2;
    HeaderLine header = typeLast(line, message, Confidence.SURE);
    if (header == null && line.startsWith(NO_MESSAGE, message)) {
      header = new HeaderLine(Confidence.SURE, "RuntimeError", null);
    }
    boolean sure = header != null && (place.labelled() || header.type().endsWith("Error"));
    return header == null || !sure ? null : new RubyHeader(header, place.frame());
  }

  /**
   * {@code Type (message):} as Rails logs it, {@code message (Type)} as the logger does, or {@code
   * Type: message}, each only known to be a header by the frames that follow; or null.
   */
  static @Nullable RubyHeader logged(Line line) {
    int from = message(line);
    int end = TypeName.end(line, from, ":");
    int to = line.contentEnd(from);
    HeaderLine header = null;
    if (TypeName.isName(from, end) && Character.isUpperCase(line.charAt(from))) {
      String type = line.substring(from, end);
      if (line.startsWith(" (", end) && TypeName.endsWith(line, "):", end + 2, to)) {
        header = new HeaderLine(Confidence.NAME, type, line.substring(end + 2, to - 2));
      } else if (line.startsWith(": ", end)) {
        String message = end + 2 < to ? line.substring(end + 2, to) : null;
        header = new HeaderLine(Confidence.WORD, type, message);
      }
    }
    header = header != null ? header : typeLast(line, from, Confidence.NAME);
    return header == null ? null : new RubyHeader(header, null);
  }

  /** Ruby's logger writes {@code E, [time #pid] ERROR -- program: message}. */
  private static int message(Line line) {
    int dashes = line.indexOf(" -- ", line.start(), line.end());
    int colon = dashes < 0 ? -1 : line.indexOf(": ", dashes, line.end());
    return colon < 0 ? line.content() : colon + 2;
  }

  private static @Nullable HeaderLine typeLast(Line line, int from, Confidence confidence) {
    int to = line.contentEnd(from);
    int open = to > from && line.charAt(to - 1) == ')' ? line.lastIndexOf(" (", from, to) : -1;
    int type = open + 2;
    boolean named =
        open >= from
            && TypeName.isName(type, to - 1)
            && Character.isUpperCase(line.charAt(type))
            && TypeName.end(line, type, ":") == to - 1;
    return named
        ? new HeaderLine(confidence, line.substring(type, to - 1), line.substring(from, open))
        : null;
  }
}
