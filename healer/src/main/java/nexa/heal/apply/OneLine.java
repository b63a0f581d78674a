package nexa.heal.apply;

/** Text from outside made fit for one line of a commit message: it can start no line of its own. */
final class OneLine {

  private OneLine() {}

  /** The text with every run of spaces and control characters as one space, cut at a bound. */
  static String of(String text, int charsMax) {
    StringBuilder line = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < text.length() && line.length() < charsMax; i++) {
      char c = text.charAt(i);
      if (isInvisible(c)) {
        gap = !line.isEmpty();
      } else {
        if (gap) {
          line.append(' ');
        }
        gap = false;
        line.append(c);
      }
    }
    return line.length() > charsMax ? line.substring(0, charsMax).strip() : line.toString();
  }

  private static boolean isInvisible(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
