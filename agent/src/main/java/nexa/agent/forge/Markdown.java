package nexa.agent.forge;

import nexa.event.OneLine;

/**
 * Text from outside made harmless for the page of a forge. It stands in a code span, in which no forge
 * looks for mentions, references, links, commands or HTML; and it cannot end the span.
 */
final class Markdown {

  private static final int LINE_CHARS_MAX = 300;

  private Markdown() {}

  /** A text as code; what would end the span, or a cell of a table, is replaced by what looks like it. */
  static String code(String text, int charsMax) {
    String line = OneLine.of(text, charsMax).replace('`', '\'').replace('|', '\u00a6');
    return line.isEmpty() ? "-" : "`" + line + "`";
  }

  /** A text as code, of usual length. */
  static String code(String text) {
    return code(text, LINE_CHARS_MAX);
  }

  /** A text on one line of no markup, as in a title: it names nobody, refers to nothing, skips nothing. */
  static String title(String text, int charsMax) {
    StringBuilder title = new StringBuilder();
    for (char c : OneLine.of(text, charsMax).toCharArray()) {
      title.append(
          switch (c) {
            case '@', '#', '!', '~', '&', '<', '>', '`', '*', '[', ']' -> ' ';
            default -> c;
          });
    }
    return OneLine.of(title.toString(), charsMax);
  }

  /** A text on one line, bounded, for a message that is shown as text. */
  static String line(String text) {
    return OneLine.of(text, LINE_CHARS_MAX);
  }
}
