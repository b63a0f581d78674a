package nexa.collect;

import org.jspecify.annotations.Nullable;

/**
 * One line of a text, as a view without copying: {@code start} inclusive, {@code end} exclusive
 * without its line break. Positions are the text's own.
 */
record Line(CharSequence text, int start, int end) {

  /** The first line of a text. */
  static Line first(CharSequence text) {
    return from(text, 0);
  }

  /** The line behind this one, or null at the end of the text. */
  @Nullable Line next() {
    int at = end;
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    return at + 1 >= text.length() ? null : from(text, at + 1);
  }

  /** The line, or what is left of it, from a position on. */
  static Line from(CharSequence text, int start) {
    int end = lineBreak(text, start);
    boolean windows = end > start && end < text.length() && text.charAt(end - 1) == '\r';
    return new Line(text, start, windows ? end - 1 : end);
  }

  private static int lineBreak(CharSequence text, int start) {
    if (text instanceof String string) {
      int end = string.indexOf('\n', start);
      return end < 0 ? string.length() : end;
    }
    int end = start;
    while (end < text.length() && text.charAt(end) != '\n') {
      end++;
    }
    return end;
  }

  char charAt(int at) {
    return text.charAt(at);
  }

  /** Where the text of the line begins behind its indentation; {@code end} for a blank line. */
  int content() {
    return skipSpaces(start);
  }

  /** Where something else than a space comes next. */
  int skipSpaces(int from) {
    int at = from;
    while (at < end && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** How deep the line is indented, in characters. */
  int indent() {
    return content() - start;
  }

  boolean startsWith(String prefix, int at) {
    if (at + prefix.length() > end) {
      return false;
    }
    if (text instanceof String string) {
      return string.startsWith(prefix, at);
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (text.charAt(at + i) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where a character comes next before {@code to}, or -1. */
  int indexOf(char c, int from, int to) {
    if (text instanceof String string) {
      return from < to ? string.indexOf(c, from, to) : -1;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == c) {
        return i;
      }
    }
    return -1;
  }

  /** Where a character comes last within {@code from} to {@code to}, or -1. */
  int lastIndexOf(char c, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (text.charAt(i) == c) {
        return i;
      }
    }
    return -1;
  }

  /** Where a text comes next before {@code to}, or -1. */
  int indexOf(String wanted, int from, int to) {
    if (text instanceof String string) {
      return from < to ? string.indexOf(wanted, from, to) : -1;
    }
    char first = wanted.charAt(0);
    for (int at = indexOf(first, from, to); at >= 0; at = indexOf(first, at + 1, to)) {
      if (at + wanted.length() <= to && startsWith(wanted, at)) {
        return at;
      }
    }
    return -1;
  }

  /** Where a text comes last within {@code from} to {@code to}, or -1. */
  int lastIndexOf(String wanted, int from, int to) {
    char first = wanted.charAt(0);
    int at = lastIndexOf(first, from, to - wanted.length() + 1);
    while (at >= 0 && !startsWith(wanted, at)) {
      at = lastIndexOf(first, from, at);
    }
    return at;
  }

  /** Where the text of the line ends before its trailing blanks, at least {@code from}. */
  int contentEnd(int from) {
    int to = end;
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return to;
  }

  boolean isBlank() {
    return content() == end;
  }

  /** The number that stands exactly here, of one to nine digits, else 0. */
  int numberIn(int from, int to) {
    if (from >= to || to - from > 9) {
      return 0;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return 0;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  /** The end of the digits that begin here. */
  int digitsEnd(int from) {
    int at = from;
    while (at < end && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The beginning of the digits that end here. */
  int digitsStart(int from, int to) {
    int at = to;
    while (at > from && isDigit(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  String substring(int from, int to) {
    return text.subSequence(from, to).toString();
  }

  /** Whether so many digits stand at a position. */
  boolean areDigits(int from, int count) {
    if (from + count > end) {
      return false;
    }
    for (int i = from; i < from + count; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The number that so many digits are, at most nine. */
  int number(int from, int count) {
    int number = 0;
    for (int i = from; i < from + count; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Blank, tab or no-break space. */
  static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\u00a0';
  }
}
