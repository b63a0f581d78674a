package nexa.javaagent.ship;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes JSON text into a string builder, and reads the few members the daemon answers with. */
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

  /** Whether a boolean member is true. */
  static boolean isTrue(String object, String name) {
    int at = object.indexOf("\"" + name + "\"");
    int value = at < 0 ? object.length() : skip(object, at + name.length() + 2, ':');
    return object.startsWith("true", value);
  }

  /** The elements of an array of strings without escapes; none when it is anything else. */
  static List<String> strings(String object, String name, int max) {
    List<String> found = new ArrayList<String>();
    int at = object.indexOf("\"" + name + "\"");
    if (at < 0) {
      return found;
    }
    int next = skip(object, skip(object, at + name.length() + 2, ':'), '[');
    while (found.size() < max && next < object.length() && object.charAt(next) == '"') {
      int close = object.indexOf('"', next + 1);
      if (close < 0) {
        return found;
      }
      found.add(object.substring(next + 1, close));
      next = skip(object, close + 1, ',');
    }
    return found;
  }

  /** The place behind a separator and the blanks around it, or the end where it is missing. */
  private static int skip(String text, int from, char separator) {
    int at = blanks(text, from);
    return at < text.length() && text.charAt(at) == separator
        ? blanks(text, at + 1)
        : text.length();
  }

  private static int blanks(String text, int from) {
    int at = from;
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static boolean paired(String text, int at, int end) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < end && Character.isLowSurrogate(text.charAt(at + 1));
    }
    return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
