package nexa.collect.template;

/**
 * Cuts a message into tokens and masks its values, in one pass: numbers, words with a digit, hexadecimal
 * digits, addresses, hosts, paths, URLs, quoted texts, names of persons. A word is kept whole, so
 * {@code blk_17} is masked as one, and {@code key=value} is a key, a mark and a value. Code is kept:
 * {@code retry2()} and what the JVM quotes in its own messages.
 *
 * <p>General rules on the shape of words decide far more than the search that follows (arXiv 2412.05254); there
 * is none for one system. What is beyond {@value #CHARS_MAX} characters or {@value
 * MaskedMessage#TOKENS_MAX} tokens is left out.
 */
final class Masker {

  static final int CHARS_MAX = 1_024;

  private static final int QUOTED_CHARS_MAX = 128;
  private static final int HEX_LETTERS_MIN = 8;

  // What a word has besides the kinds of its characters, as bits above those.
  private static final int DOT = 1 << 16;
  private static final int DOTS = 1 << 17;
  private static final int SLASH = 1 << 18;
  private static final int SLASHES = 1 << 19;
  private static final int PATH = 1 << 20;

  /** Room for what is looked at behind the end. */
  private final char[] text = new char[CHARS_MAX + 3];

  private final MaskedMessage tokens = new MaskedMessage(text);
  private int length;

  /** The closing mark of a quoted text that was kept. */
  private int closing;

  /** Valid until the next call. */
  MaskedMessage mask(CharSequence message, int start, int end) {
    copy(message, start, end);
    tokens.clear();
    closing = -1;
    boolean afterSpace = true;
    int at = 0;
    while (at < length && !tokens.isFull()) {
      if ((Chars.of(text[at]) & Chars.SPACE) != 0) {
        afterSpace = true;
        at++;
      } else {
        at = token(at, afterSpace);
        afterSpace = false;
      }
    }
    return tokens;
  }

  private void copy(CharSequence message, int start, int end) {
    length = Math.min(end - start, CHARS_MAX);
    if (message instanceof String string) {
      string.getChars(start, start + length, text, 0);
    } else {
      for (int i = 0; i < length; i++) {
        text[i] = message.charAt(start + i);
      }
    }
    for (int i = length; i < length + 3; i++) {
      text[i] = ' ';
    }
  }

  /** Takes the token that begins here and gives its end. */
  private int token(int at, boolean afterSpace) {
    char c = text[at];
    if (beginsWord(at, c)) {
      return word(at, afterSpace);
    }
    int end = c == '"' || c == '\'' ? quotedEnd(at, c) : -1;
    if (end < 0) {
      tokens.mark(at, afterSpace);
      return at + 1;
    }
    tokens.value(MaskedMessage.VALUE, at, end, afterSpace);
    return end;
  }

  private boolean beginsWord(int at, char c) {
    char next = text[at + 1];
    if (c == '-' || c == '+') {
      return Chars.isDigit(next) && (at == 0 || !Chars.isWord(text[at - 1]));
    }
    if (Chars.isSlash(c)) {
      return Chars.isWord(next) || Chars.isSlash(next) && Chars.isWord(text[at + 2]);
    }
    return Chars.isWord(c);
  }

  private int word(int from, boolean afterSpace) {
    int traits = Chars.of(text[from]) | (Chars.isSlash(text[from]) ? PATH | SLASH : 0);
    long hash = WordSet.hash(WordSet.hash(), text[from]);
    int at = from + 1;
    while (true) {
      char c = text[at];
      int kind = Chars.of(c);
      if ((kind & Chars.WORD) == 0) {
        if (!continues(from, at, traits)) {
          break;
        }
        traits |= trait(c, traits);
      }
      traits |= kind;
      hash = WordSet.hash(hash, c);
      at++;
    }
    if (isUrl(at, traits)) {
      at = urlEnd(at);
      tokens.value(MaskedMessage.VALUE, from, at, afterSpace);
    } else if (isValue(from, at, traits)) {
      boolean number = (traits & (Chars.NOT_NUMBER | Chars.DIGIT)) == Chars.DIGIT;
      byte kind = number ? MaskedMessage.NUMBER : MaskedMessage.VALUE;
      tokens.value(kind, from, at, afterSpace);
    } else {
      tokens.word(from, at, hash, afterSpace);
    }
    return at;
  }

  /** Whether the word goes on with a character that is none of a word by itself. */
  private boolean continues(int from, int at, int traits) {
    char c = text[at];
    char next = text[at + 1];
    if ((Chars.of(c) & Chars.INNER) != 0) {
      boolean path = (traits & PATH) != 0;
      return Chars.isWord(next)
          || Chars.isSlash(c) && (path || next == '*' || next == '.' || Chars.isSlash(next))
          || c == '.' && path && (next == '.' || Chars.isSlash(next));
    }
    return c == ':' && next == '\\' && at == from + 1;
  }

  /** What a character within a word makes of it, besides its own kind. */
  private static int trait(char c, int traits) {
    return switch (c) {
      case '.' -> (traits & DOT) == 0 ? DOT : DOTS;
      case '/' -> (traits & SLASH) == 0 ? SLASH : SLASHES;
      case ':' -> PATH;
      default -> 0;
    };
  }

  /** Whether {@code ://} or the query of a path follows. */
  private boolean isUrl(int at, int traits) {
    return text[at] == ':' && text[at + 1] == '/' && text[at + 2] == '/'
        || text[at] == '?' && (traits & PATH) != 0;
  }

  /** Up to a space, a quote or a bracket. */
  private int urlEnd(int from) {
    int at = from;
    while ((Chars.of(text[at]) & Chars.SPACE) == 0 && "\"'<>()[]{},;".indexOf(text[at]) < 0) {
      at++;
    }
    return at;
  }

  private boolean isValue(int from, int to, int traits) {
    if ((traits & (Chars.SIGN_OF_VALUE | PATH | SLASHES)) != 0 || isHost(to, traits)) {
      return true;
    }
    if ((traits & Chars.DIGIT) == 0) {
      return (traits & Chars.NOT_HEX) == 0 && to - from >= HEX_LETTERS_MIN;
    }
    boolean method =
        text[to] == '(' && (traits & Chars.NOT_NAME) == 0 && !Chars.isDigit(text[from]);
    return !method;
  }

  /** Such as {@code a.b.org} and {@code proxy.local:8080}; a class has a capital in its name. */
  private boolean isHost(int end, int traits) {
    boolean lowerCase = (traits & Chars.UPPER) == 0;
    boolean port = text[end] == ':' && Chars.isDigit(text[end + 1]);
    return (traits & DOTS) != 0 && lowerCase && !isKey(end) || (traits & DOT) != 0 && port;
  }

  /** The end of a quoted text that is a value, or -1. */
  private int quotedEnd(int at, char quote) {
    boolean opens = at != closing && (at == 0 || !Chars.isWord(text[at - 1]));
    int close = opens ? closingQuote(at + 1, quote) : -1;
    if (close < 0) {
      return -1;
    }
    boolean key = text[close + 1] == ':' || isKey(close + 1);
    if (key || isCode(at + 1, close) || isRequest(at + 1)) {
      closing = close;
      return -1;
    }
    return close + 1;
  }

  /** An apostrophe within a word closes nothing. */
  private int closingQuote(int from, char quote) {
    int limit = Math.min(length, from + QUOTED_CHARS_MAX);
    for (int i = from; i < limit; i++) {
      if (text[i] == quote && !Chars.isWord(text[i + 1])) {
        return i;
      }
    }
    return -1;
  }

  /** As in the JVM's own {@code because "this.name" is null}. */
  private boolean isCode(int from, int to) {
    return to > from
        && (text[to - 1] == ')' || text[from] == '<' || startsWith("this.", from));
  }

  private boolean startsWith(String prefix, int from) {
    int same = 0;
    while (same < prefix.length() && text[from + same] == prefix.charAt(same)) {
      same++;
    }
    return same == prefix.length();
  }

  /** As in an access log's {@code "GET /orders HTTP/1.1"}. */
  private boolean isRequest(int from) {
    int at = from;
    while ((Chars.of(text[at]) & Chars.UPPER) != 0) {
      at++;
    }
    return at - from > 2 && text[at] == ' ' && text[at + 1] == '/';
  }

  /** Whether a value is assigned to what ends here, as in {@code a.b=1} and {@code a.b : 1}. */
  private boolean isKey(int end) {
    return text[end] == '='
        || text[end] == ' ' && (text[end + 1] == '=' || text[end + 1] == ':');
  }
}
