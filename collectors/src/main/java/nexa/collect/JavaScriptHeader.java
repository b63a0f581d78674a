package nexa.collect;

import nexa.collect.HeaderLine.Confidence;
import org.jspecify.annotations.Nullable;

/** Finds where a line names a JavaScript error: {@code TypeError [CODE]: message}. */
final class JavaScriptHeader {

  private static final int CODES_MAX = 2;
  private static final int CODE_LENGTH_MAX = 128;
  private static final String UNCAUGHT = "Uncaught ";
  private static final String IN_PROMISE = "(in promise) ";

  private JavaScriptHeader() {}

  /** The error named at the start of a line, or anywhere in it when its name says so. */
  static @Nullable HeaderLine parse(Line line) {
    int from = line.content();
    if (line.startsWith(UNCAUGHT, from)) {
      from += UNCAUGHT.length();
      from += line.startsWith(IN_PROMISE, from) ? IN_PROMISE.length() : 0;
    }
    HeaderLine header = at(line, from);
    HeaderLine named = header != null && header.confidence() == Confidence.SURE ? header : null;
    named = named != null ? named : within(line, from);
    return named != null ? named : header;
  }

  /**
   * The error in brackets, without a stack, whose properties follow behind a brace; or null.
   */
  static @Nullable HeaderLine bracketed(Line line) {
    int from = line.content();
    int to = line.contentEnd(from) - "] {".length();
    return to > from && line.startsWith("[", from) && line.startsWith("] {", to)
        ? at(new Line(line.text(), from + 1, to), from + 1)
        : null;
  }

  /** The error named from exactly one position on. */
  static @Nullable HeaderLine at(Line line, int from) {
    int end = TypeName.end(line, from, ".");
    if (!TypeName.isName(from, end)) {
      return null;
    }
    boolean error = TypeName.isError(line, from, end);
    return header(line, from, end, error ? Confidence.SURE : Confidence.WORD);
  }

  private static @Nullable HeaderLine within(Line line, int from) {
    int at = TypeName.mayNameError(line, from) ? from : line.end();
    while (at < line.end()) {
      int end = Math.max(TypeName.end(line, at, "."), at + 1);
      if (TypeName.isError(line, at, end)) {
        HeaderLine header = header(line, at, end, Confidence.NAME);
        if (header != null) {
          return header;
        }
      }
      at = end;
    }
    return null;
  }

  /** Behind the name: codes in brackets, then a colon or the end of the line. */
  private static @Nullable HeaderLine header(Line line, int from, int end, Confidence confidence) {
    int at = end;
    for (int codes = 0; codes < CODES_MAX && line.startsWith(" [", at); codes++) {
      int close = line.indexOf(']', at, Math.min(line.end(), at + CODE_LENGTH_MAX));
      at = close < 0 ? at : close + 1;
    }
    int to = line.contentEnd(at);
    if (at == to) {
      boolean word = confidence == Confidence.WORD;
      return word ? null : new HeaderLine(confidence, line.substring(from, end), null);
    }
    if (line.charAt(at) != ':' || (at + 1 < to && line.charAt(at + 1) != ' ')) {
      return null;
    }
    String message = at + 2 < line.end() ? line.substring(at + 2, line.end()) : null;
    return new HeaderLine(confidence, line.substring(from, end), message);
  }
}
