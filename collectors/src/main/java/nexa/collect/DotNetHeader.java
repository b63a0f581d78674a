package nexa.collect;

import nexa.collect.HeaderLine.Confidence;
import org.jspecify.annotations.Nullable;

/**
 * Where a line names a .NET exception: {@code Acme.OrderException (0x80131500): message}.
 *
 * @param arrow where the arrow to an inner exception's header stands in the line, -1 for none
 */
record DotNetHeader(HeaderLine line, int arrow) {

  private static final int BRACKET_LENGTH_MAX = 256;
  private static final String ARROW = " ---> ";
  private static final String UNHANDLED = "Unhandled exception";
  private static final String JOINTS = ".+`";

  /** The exception named at the start of a line, or anywhere in it when its name says so. */
  static @Nullable DotNetHeader parse(Line line) {
    int from = line.content();
    if (line.startsWith(UNHANDLED + ". ", from) || line.startsWith("Unhandled Exception: ", from)) {
      from = line.indexOf("xception", from, line.end()) + "xception. ".length();
    }
    DotNetHeader header = at(line, from);
    if (header != null && header.line.confidence() != Confidence.WORD) {
      return header;
    }
    DotNetHeader named = within(line, from);
    return named != null ? named : header;
  }

  /** The exception named from exactly one position on. */
  static @Nullable DotNetHeader at(Line line, int from) {
    int end = TypeName.end(line, from, JOINTS);
    if (!TypeName.isName(from, end)) {
      return null;
    }
    boolean error = TypeName.isError(line, from, withoutArity(line, from, end));
    boolean dotted = line.indexOf('.', from, end) >= 0;
    Confidence confidence =
        dotted && error ? Confidence.SURE : dotted || error ? Confidence.NAME : Confidence.WORD;
    return header(line, from, end, confidence, error);
  }

  /** The header behind the arrow, or null when there is none. */
  @Nullable DotNetHeader inner(Line of) {
    return behind(of, arrow);
  }

  /** The header behind an arrow that stands in a line, or null when {@code arrow} is -1. */
  static @Nullable DotNetHeader behind(Line line, int arrow) {
    return arrow < 0 ? null : at(line, arrow + ARROW.length());
  }

  private static @Nullable DotNetHeader within(Line line, int from) {
    int at = TypeName.mayNameError(line, from) ? from : line.end();
    while (at < line.end()) {
      int end = Math.max(TypeName.end(line, at, JOINTS), at + 1);
      if (line.indexOf('.', at, end) > 0 && TypeName.isError(line, at, end)) {
        DotNetHeader header = header(line, at, end, Confidence.NAME, true);
        if (header != null) {
          return header;
        }
      }
      at = end;
    }
    return null;
  }

  /** {@code Failure`1} is the generic type {@code Failure}. */
  private static int withoutArity(Line line, int from, int to) {
    int digits = line.digitsStart(from, to);
    return digits > from && line.charAt(digits - 1) == '`' ? digits - 1 : to;
  }

  /**
   * Behind the name: type arguments, a code in parentheses, then a colon or the end of the line.
   */
  private static @Nullable DotNetHeader header(
      Line line, int from, int end, Confidence confidence, boolean error) {
    int at = behind(line, behind(line, end, "[", ']'), " (", ')');
    boolean colon = at < line.end() && line.charAt(at) == ':';
    boolean bare = error && (line.contentEnd(at) == at || line.startsWith(ARROW, at));
    if (!bare && (!colon || at + 1 < line.end() && line.charAt(at + 1) != ' ')) {
      return null;
    }
    int arrow = arrow(line, at);
    int to = arrow < 0 ? line.end() : arrow;
    String message = colon && at + 2 < to ? line.substring(at + 2, to) : null;
    return new DotNetHeader(new HeaderLine(confidence, line.substring(from, end), message), arrow);
  }

  /** The place behind a bracket that opens here and is closed soon, or the same place. */
  private static int behind(Line line, int from, String open, char closing) {
    boolean opens = line.startsWith(open, from);
    int close =
        opens ? line.indexOf(closing, from, Math.min(line.end(), from + BRACKET_LENGTH_MAX)) : -1;
    return close < 0 ? from : close + 1;
  }

  /** The next arrow that the name of a type follows, or -1. */
  static int arrow(Line line, int from) {
    int at = line.indexOf(ARROW, from, line.end());
    while (at >= 0) {
      int name = at + ARROW.length();
      if (TypeName.isError(line, name, TypeName.end(line, name, JOINTS))) {
        return at;
      }
      at = line.indexOf(ARROW, name, line.end());
    }
    return -1;
  }
}
