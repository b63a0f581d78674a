package nexa.collect;

import org.jspecify.annotations.Nullable;

/**
 * Where a line names a throwable: {@code type: message}.
 *
 * @param confidence how sure it is that the line begins a stack trace
 * @param message the first line of the message, null for none
 */
record HeaderLine(Confidence confidence, String type, @Nullable String message) {

  /** How sure a header is, from the least. */
  enum Confidence {
    /** A word and a colon: a class without a package, if frames follow. */
    WORD,
    /** A dotted name and a colon, or a throwable's name within a line: needs frames, too. */
    NAME,
    /** A dotted name at the start of a line that ends like a throwable's. */
    SURE
  }

  private static final int TYPE_LENGTH_MAX = 512;
  private static final String THREAD_STATE = "java.lang.Thread.State";

  /** The throwable named at the start of a line, or anywhere in it. */
  static @Nullable HeaderLine parse(Line line) {
    int from = line.content();
    if (line.startsWith("Exception in thread \"", from)) {
      int quote = closingQuote(line, from + "Exception in thread \"".length());
      from = quote < 0 ? from : quote;
    }
    HeaderLine header = at(line, from);
    if (header != null && !isLabel(header)) {
      return header;
    }
    HeaderLine named = within(line, from);
    return named != null ? named : header;
  }

  /** A word such as {@code ERROR} that may stand before the throwable's name. */
  private static boolean isLabel(HeaderLine header) {
    String word = header.type;
    boolean throwable = word.endsWith("Exception") || word.endsWith("Error");
    return header.confidence == Confidence.WORD && (!throwable || word.equals("Error"));
  }

  /**
   * Whether it takes the place of the header of an open trace: of a less sure one, or of its like,
   * unless it is indented and so a line of a message.
   *
   * @param open how sure the open trace's header is, null when none is open
   */
  boolean replaces(@Nullable Confidence open, Line line) {
    int order = open == null ? 1 : confidence.compareTo(open);
    return order > 0 || (order == 0 && line.indent() == 0);
  }

  /** The throwable named from exactly one position on. */
  static @Nullable HeaderLine at(Line line, int from) {
    int end = typeEnd(line, from);
    if (end == from || end - from > TYPE_LENGTH_MAX || !isHeaderEnd(line, end)) {
      return null;
    }
    boolean dotted = line.indexOf('.', from, end) >= 0;
    boolean sure = dotted && isThrowableName(line, from, end);
    if (!dotted && end == line.end() && !isThrowableName(line, from, end)) {
      return null;
    }
    Confidence confidence =
        sure ? Confidence.SURE : dotted ? Confidence.NAME : Confidence.WORD;
    return header(line, from, end, confidence);
  }

  private static @Nullable HeaderLine within(Line line, int from) {
    if (!TypeName.mayNameError(line, from) && line.indexOf("Throwable", from, line.end()) < 0) {
      return null;
    }
    int at = from;
    while (at < line.end()) {
      int end = Math.max(typeEnd(line, at), at + 1);
      if (end - at <= TYPE_LENGTH_MAX
          && line.indexOf('.', at, end) > 0
          && isThrowableName(line, at, end)
          && isHeaderEnd(line, end)) {
        return header(line, at, end, Confidence.NAME);
      }
      at = end;
    }
    return null;
  }

  private static @Nullable HeaderLine header(Line line, int from, int end, Confidence confidence) {
    String type = line.substring(from, end);
    if (type.equals(THREAD_STATE)) {
      return null;
    }
    int message = end;
    if (message < line.end() && line.charAt(message) == ':') {
      message += line.startsWith(": ", message) ? 2 : 1;
    }
    String text = line.substring(message, line.end());
    return new HeaderLine(confidence, type, end == line.end() ? null : text);
  }

  /** The end of a Java name that begins here, or {@code from} itself. */
  private static int typeEnd(Line line, int from) {
    int at = from;
    boolean start = true;
    while (at < line.end()) {
      char c = line.charAt(at);
      boolean fits = start ? Character.isJavaIdentifierStart(c) : TypeName.isPart(c);
      if (fits) {
        start = false;
      } else if (c == '.' && !start) {
        start = true;
      } else {
        break;
      }
      at++;
    }
    return start && at > from ? at - 1 : at;
  }

  /** The end of the line, a colon, or the bracket of Elasticsearch's own {@code toString}. */
  private static boolean isHeaderEnd(Line line, int end) {
    return end == line.end()
        || line.charAt(end) == ':' && (end + 1 == line.end() || line.charAt(end + 1) == ' ')
        || line.charAt(end) == '[';
  }

  private static boolean isThrowableName(Line line, int from, int end) {
    return endsWith(line, "Exception", from, end)
        || endsWith(line, "Error", from, end)
        || endsWith(line, "Throwable", from, end);
  }

  private static boolean endsWith(Line line, String suffix, int from, int end) {
    return end - suffix.length() >= from && line.startsWith(suffix, end - suffix.length());
  }

  private static int closingQuote(Line line, int from) {
    int quote = line.indexOf('"', from, line.end());
    while (quote >= 0 && !line.startsWith("\" ", quote)) {
      quote = line.indexOf('"', quote + 1, line.end());
    }
    return quote < 0 ? -1 : quote + 2;
  }
}
