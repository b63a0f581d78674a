package nexa.collect.template;

/** What each character can be in a log message, as bits. */
final class Chars {

  /** A letter, a digit, an underscore or anything beyond ASCII that is no space. */
  static final int WORD = 1;

  static final int DIGIT = 1 << 1;
  static final int UPPER = 1 << 2;

  /** Belongs to a word if one of {@link #WORD} follows. */
  static final int INNER = 1 << 3;

  /** White space and control characters. */
  static final int SPACE = 1 << 4;

  static final int NOT_HEX = 1 << 5;

  /** Neither letter nor digit nor underscore. */
  static final int NOT_NAME = 1 << 6;

  /** Not part of a decimal number. */
  static final int NOT_NUMBER = 1 << 7;

  /** Makes a word with it a value: as in an address or a Windows path. */
  static final int SIGN_OF_VALUE = 1 << 8;

  private static final int BEYOND_ASCII = WORD | NOT_HEX | NOT_NAME | NOT_NUMBER;
  private static final short[] ASCII = new short[128];

  static {
    for (int c = 0; c < ASCII.length; c++) {
      ASCII[c] = (short) ofAscii((char) c);
    }
  }

  private Chars() {}

  static int of(char c) {
    return c < ASCII.length ? ASCII[c] : ofOther(c);
  }

  static boolean isWord(char c) {
    return (of(c) & WORD) != 0;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isSlash(char c) {
    return c == '/' || c == '\\';
  }

  private static int ofOther(char c) {
    return Character.isSpaceChar(c) || Character.isISOControl(c) ? SPACE : BEYOND_ASCII;
  }

  private static int ofAscii(char c) {
    if (c <= ' ' || c == 0x7f) {
      return SPACE;
    }
    if (isDigit(c)) {
      return WORD | DIGIT;
    }
    boolean upper = c >= 'A' && c <= 'Z';
    if (upper || c >= 'a' && c <= 'z') {
      boolean hex = (c | 0x20) <= 'f';
      return WORD | NOT_NUMBER | (upper ? UPPER : 0) | (hex ? 0 : NOT_HEX);
    }
    if (c == '_') {
      return WORD | NOT_NUMBER | NOT_HEX;
    }
    int kind = NOT_HEX | NOT_NAME;
    kind |= "._-$%\\/+~&*'@".indexOf(c) >= 0 ? INNER : 0;
    kind |= ".,+-".indexOf(c) >= 0 ? 0 : NOT_NUMBER;
    return kind | (c == '@' || c == '\\' ? SIGN_OF_VALUE : 0);
  }
}
