package nexa.agent.notify;

import nexa.agent.store.Notice.Fact;

/** Text from outside, made harmless for where it is shown. */
final class PlainText {

  private static final char CUT = '…';

  /** Between an at-sign and what follows, so that it calls nobody: no space, and not seen. */
  private static final char UNSEEN = '\u200b';

  private PlainText() {}

  /**
   * One line that shows what it holds: no control characters, nothing that hides or turns text round,
   * no halves of characters.
   */
  static String line(String text, int charsMax) {
    StringBuilder line = new StringBuilder();
    boolean blank = false;
    for (int i = 0, point; i < text.length() && line.length() < charsMax;
        i += Character.charCount(point)) {
      point = text.codePointAt(i);
      if (Character.isWhitespace(point) || Character.isSpaceChar(point)
          || Character.isISOControl(point)) {
        blank = !line.isEmpty();
      } else if (isShown(point)) {
        if (blank) {
          line.append(' ');
          blank = false;
        }
        line.appendCodePoint(point);
      }
    }
    return cut(line.toString(), charsMax);
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** A text cut at the border of a character, with a sign that it goes on. */
  static String cut(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    int end = charsMax - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
  }

  /**
   * Code, as Slack, Mattermost, Rocket.Chat and Discord all mark it: nothing within is a link, a mention,
   * an entity or emphasis. What could end it, or is read even there, is shown by what looks like it.
   */
  static String code(String text, int charsMax) {
    StringBuilder code = new StringBuilder("`");
    for (char c : line(text, charsMax).toCharArray()) {
      switch (c) {
        case '`' -> code.append('\'');
        case '<' -> code.append('‹');
        case '>' -> code.append('›');
        case '&' -> code.append('＆');
        case '@' -> code.append(c).append(UNSEEN);
        default -> code.append(c);
      }
    }
    return code.length() == 1 ? "–" : code.append('`').toString();
  }

  /** A fact as a line where no markup is read. */
  static String line(Fact fact, int charsMax) {
    return fact.name() + ": " + line(fact.value(), charsMax);
  }
}
