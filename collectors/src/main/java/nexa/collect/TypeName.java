package nexa.collect;

/** The name of an exception's type in a header, as far as languages spell it alike. */
final class TypeName {

  private static final int LENGTH_MAX = 512;

  private static final boolean[] ASCII_PARTS = new boolean[128];

  static {
    for (char c = 0; c < ASCII_PARTS.length; c++) {
      ASCII_PARTS[c] = Character.isJavaIdentifierPart(c);
    }
  }

  private TypeName() {}

  /**
   * The end of the name that begins here, or {@code from} when none does.
   *
   * @param joints what may stand in a name, but not at its ends, besides letters, digits, $ and _
   */
  static int end(Line line, int from, String joints) {
    if (from >= line.end() || !Character.isJavaIdentifierStart(line.charAt(from))) {
      return from;
    }
    int end = from + 1;
    for (int at = end; at < line.end(); at++) {
      char c = line.charAt(at);
      if (isPart(c)) {
        end = at + 1;
      } else if (joints.indexOf(c) < 0) {
        break;
      }
    }
    return end;
  }

  /** Whether a character may stand in a Java name, behind its first. */
  static boolean isPart(char c) {
    return c < ASCII_PARTS.length ? ASCII_PARTS[c] : Character.isJavaIdentifierPart(c);
  }

  /** Whether a line has a word like the end of an exception's name anywhere from a position on. */
  static boolean mayNameError(Line line, int from) {
    return line.indexOf("Error", from, line.end()) >= 0
        || line.indexOf("Exception", from, line.end()) >= 0;
  }

  /** Whether there is a name and it is not too long to be one. */
  static boolean isName(int from, int end) {
    return end > from && end - from <= LENGTH_MAX;
  }

  /** Whether a name ends like that of an exception in most languages. */
  static boolean isError(Line line, int from, int to) {
    return to - from <= LENGTH_MAX
        && (endsWith(line, "Error", from, to) || endsWith(line, "Exception", from, to));
  }

  static boolean endsWith(Line line, String suffix, int from, int to) {
    return to - suffix.length() >= from && line.startsWith(suffix, to - suffix.length());
  }
}
