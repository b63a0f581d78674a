package nexa.javaagent.ship;

import org.jspecify.annotations.Nullable;

/** Writes JSON text into a string builder, and reads one string member of a small object. */
public final class Json {

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Json() {}

  /** A string literal of at most {@code charsMax} characters of the text, or {@code null}. */
  public static void string(StringBuilder out, @Nullable String text, int charsMax) {
    if (text == null) {
      out.append("null");
      return;
    }
    out.append('"');
    int end = Math.min(text.length(), charsMax);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c) && !paired(text, i, end)) {
        out.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]).append(HEX[c >> 4 & 15])
            .append(HEX[c & 15]);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** The member's name and colon, after a comma unless it is the first. */
  public static StringBuilder name(StringBuilder out, String name) {
    char last = out.charAt(out.length() - 1);
    if (last != '{') {
      out.append(',');
    }
    return out.append('"').append(name).append("\":");
  }

  /** The value of a string member without escapes, or null: all that a hello's answer needs. */
  static @Nullable String member(String object, String name) {
    int at = object.indexOf("\"" + name + "\"");
    int colon = at < 0 ? -1 : object.indexOf(':', at);
    int open = colon < 0 ? -1 : object.indexOf('"', colon);
    int close = open < 0 ? -1 : object.indexOf('"', open + 1);
    return close < 0 ? null : object.substring(open + 1, close);
  }

  private static boolean paired(String text, int at, int end) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < end && Character.isLowSurrogate(text.charAt(at + 1));
    }
    return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
