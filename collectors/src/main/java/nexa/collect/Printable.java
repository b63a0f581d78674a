package nexa.collect;

/**
 * Makes text from outside fit to be kept and shown: no colours, no control characters, no endless length.
 * Unlike {@link nexa.event.OneLine} it keeps lines, and marks that are part of how a script is written.
 */
final class Printable {

  private static final char ESCAPE = '\u001b';
  private static final char REPLACEMENT = '\ufffd';

  private Printable() {}

  /**
   * The first {@code max} characters of a text. Line breaks and tabs stay; other control characters,
   * those that turn the direction of writing and halves of surrogate pairs are replaced.
   */
  static String text(String text, int max) {
    int length = Math.min(text.length(), max);
    StringBuilder printable = null;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean windows = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (printable == null && (windows || !isPrintable(text, i, length))) {
        printable = new StringBuilder(length).append(text, 0, i);
      }
      if (printable != null && !windows) {
        printable.append(isPrintable(text, i, length) ? c : REPLACEMENT);
      }
    }
    return printable != null ? printable.toString() : text.substring(0, length);
  }

  private static boolean isPrintable(String text, int at, int length) {
    char c = text.charAt(at);
    if (c < ' ' || (c >= '\u007f' && c <= '\u009f')) {
      return c == '\n' || c == '\t';
    }
    if (Character.isHighSurrogate(c)) {
      return at + 1 < length && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return (c < '\u2028' || c > '\u202e') && (c < '\u2066' || c > '\u2069');
  }

  /** A line without the sequences by which a terminal shows colours. */
  static String withoutColours(String line) {
    int escape = line.indexOf(ESCAPE);
    if (escape < 0) {
      return line;
    }
    StringBuilder plain = new StringBuilder(line.length());
    int from = 0;
    while (escape >= 0) {
      plain.append(line, from, escape);
      from = sequenceEnd(line, escape);
      escape = line.indexOf(ESCAPE, from);
    }
    return plain.append(line, from, line.length()).toString();
  }

  /** A sequence is {@code ESC [}, digits and semicolons, and one letter. */
  private static int sequenceEnd(String line, int escape) {
    int at = escape + 1;
    if (at >= line.length() || line.charAt(at) != '[') {
      return at;
    }
    at++;
    while (at < line.length() && (Line.isDigit(line.charAt(at)) || line.charAt(at) == ';')) {
      at++;
    }
    return Math.min(at + 1, line.length());
  }
}
