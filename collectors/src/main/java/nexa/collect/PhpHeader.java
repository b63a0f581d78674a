package nexa.collect;

import nexa.collect.HeaderLine.Confidence;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a PHP stack trace: {@code Type: message in /path:line}, or in Monolog's
 * context {@code Type(code: 0): message at /path:line}.
 *
 * @param path the path of the file in which the exception was made
 */
record PhpHeader(HeaderLine line, String path, int number) {

  static final String MONOLOG = "[object] (";
  private static final String UNCAUGHT = "Uncaught ";
  private static final String OLD = "exception '";
  private static final String OLD_MESSAGE = "' with message '";
  private static final String JOINTS = "\\";

  /** How sure it is that a header begins in a line, or null when none does. */
  static @Nullable Confidence confidence(Line line) {
    int from = start(line);
    if (from > line.content() || line.startsWith(OLD, from)) {
      return Confidence.SURE;
    }
    int end = TypeName.end(line, from, JOINTS);
    boolean header =
        TypeName.isName(from, end) && (line.startsWith(": ", end) || line.startsWith(" in ", end));
    return !header ? null : TypeName.isError(line, from, end) ? Confidence.NAME : Confidence.WORD;
  }

  /** Where a line's header begins if it has one. */
  static int start(Line line) {
    int monolog = line.indexOf(MONOLOG, line.start(), line.end());
    if (monolog >= 0) {
      return monolog + MONOLOG.length();
    }
    int uncaught = line.indexOf(UNCAUGHT, line.start(), line.end());
    return uncaught < 0 ? line.content() : uncaught + UNCAUGHT.length();
  }

  /** The header that all of one or more lines are, or null when they are none. */
  static @Nullable PhpHeader parse(Line all) {
    int from = all.start();
    if (all.startsWith(OLD, from)) {
      return old(all, from + OLD.length());
    }
    int end = TypeName.end(all, from, JOINTS);
    if (!TypeName.isName(from, end)) {
      return null;
    }
    String type = PhpFrame.withoutEscapes(all.substring(from, end));
    if (all.startsWith("(code: ", end)) {
      int message = all.indexOf("): ", end, all.end());
      int close = all.lastIndexOf(')', end, all.end());
      return message < 0 ? null : located(all, type, message + 3, " at ", close);
    }
    boolean named = all.startsWith(": ", end);
    return located(all, type, named ? end + 2 : end, " in ", all.contentEnd(end));
  }

  /** PHP 5's {@code exception 'Type' with message 'message' in /path:line}. */
  private static @Nullable PhpHeader old(Line all, int from) {
    int end = all.indexOf(OLD_MESSAGE, from, all.end());
    if (end < 0) {
      return null;
    }
    int message = end + OLD_MESSAGE.length();
    return located(all, all.substring(from, end), message, "' in ", all.contentEnd(message));
  }

  private static @Nullable PhpHeader located(
      Line all, String type, int message, String in, int to) {
    int place = all.lastIndexOf(in, message, to);
    int digits = place < 0 ? -1 : all.digitsStart(place, to);
    int path = place + in.length();
    boolean placed = digits > path + 1 && digits < to && all.charAt(digits - 1) == ':';
    if (!placed || digits - path > SourcePath.LENGTH_MAX) {
      return null;
    }
    String said = place > message ? all.substring(message, place) : null;
    HeaderLine line = new HeaderLine(Confidence.SURE, type, said);
    return new PhpHeader(line, all.substring(path, digits - 1), all.numberIn(digits, to));
  }
}
