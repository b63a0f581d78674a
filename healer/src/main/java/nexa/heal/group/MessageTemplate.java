package nexa.heal.group;

import org.jspecify.annotations.Nullable;

/**
 * An exception's message with the values that differ from crash to crash replaced by {@code <*>}:
 * quoted texts, and words with a digit in them. One pass over at most {@value #CHARS_MAX} characters.
 */
public final class MessageTemplate {

  private static final int CHARS_MAX = 512;
  private static final String MASK = "<*>";

  private MessageTemplate() {}

  /** The template of a message, empty for none. */
  public static String of(@Nullable String message) {
    if (message == null) {
      return "";
    }
    String text = message.length() > CHARS_MAX ? message.substring(0, CHARS_MAX) : message;
    StringBuilder template = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end;
      if (opensQuote(text, at)) {
        int close = text.indexOf(c, at + 1);
        end = close < 0 ? text.length() : close + 1;
        template.append(isCode(text, at + 1, end - 1) ? text.substring(at, end) : MASK);
      } else if (isWordPart(c)) {
        end = wordEnd(text, at);
        template.append(hasDigit(text, at, end) ? MASK : text.substring(at, end));
      } else {
        end = at + 1;
        template.append(Character.isWhitespace(c) || Character.isISOControl(c) ? ' ' : c);
      }
      at = end;
    }
    return template.toString().strip();
  }

  /** An apostrophe within a word, as in {@code can't}, opens nothing. */
  private static boolean opensQuote(String text, int at) {
    char c = text.charAt(at);
    return c == '"'
        || (c == '\'' && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1))));
  }

  /**
   * The JVM quotes code in its messages, as in {@code because "this.name" is null}: it is the same in
   * every crash, and tells one cause from another.
   */
  private static boolean isCode(String text, int from, int to) {
    boolean shaped =
        text.startsWith("this.", from) || (to > from + 2 && text.startsWith(")", to - 1));
    for (int i = from; shaped && i < to; i++) {
      char c = text.charAt(i);
      shaped = Character.isJavaIdentifierPart(c) || ".()[], ".indexOf(c) >= 0;
    }
    return shaped;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == ':' || c == '/';
  }

  private static int wordEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean hasDigit(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
