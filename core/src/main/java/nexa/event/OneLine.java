package nexa.event;

/**
 * Text from outside made fit for one line of a terminal, a log, a commit or an order: it can start no line
 * of its own, move no cursor and turn no writing around.
 */
public final class OneLine {

  private static final int REPLACEMENT = '\ufffd';

  private OneLine() {}

  /**
   * The text with every run of spaces and of characters that nobody sees as one space, and none at its
   * ends.
   *
   * @param charsMax where it is cut
   */
  public static String of(String text, int charsMax) {
    StringBuilder line = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < text.length();) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isInvisible(c) || Character.isSpaceChar(c)) {
        gap = !line.isEmpty();
        continue;
      }
      if (line.length() + (gap ? 1 : 0) + Character.charCount(c) > charsMax) {
        break;
      }
      line.append(gap ? " " : "").appendCodePoint(c);
      gap = false;
    }
    return line.toString();
  }

  /**
   * The beginning of a text that was refused, with a mark in the place of each character that nobody
   * sees: what is wrong with it may be just these.
   *
   * @param charsMax where it is cut, in code points
   */
  public static String sample(String text, int charsMax) {
    StringBuilder sample = new StringBuilder();
    text.codePoints()
        .limit(charsMax)
        .forEach(c -> sample.appendCodePoint(isInvisible(c) ? REPLACEMENT : c));
    return sample.toString();
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
          Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
