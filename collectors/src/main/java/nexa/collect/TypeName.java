package nexa.collect;

/** The name of an exception's type in a header, as far as languages spell it alike. */
final class TypeName {

  private static final int LENGTH_MAX = 512;

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
      if (Character.isJavaIdentifierPart(c)) {
        end = at + 1;
      } else if (joints.indexOf(c) < 0) {
        break;
      }
    }
    return end;
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
