package nexa.javaagent.capture;

/**
 * Where the value that a name announces stands in a text: after {@code =} or a colon, in JSON, also
 * as an escaped string, in XML, in a command line, in a header.
 */
final class SecretValue {

  private static final String[] SCHEMES = {"bearer ", "basic ", "token ", "apikey ", "digest "};

  private SecretValue() {}

  /** Where the value after the name from {@code start} to {@code end} starts, or -1. */
  static int start(String text, int start, int end) {
    int i = skip(text, end, "\"'\\ ");
    if (text.startsWith("%3D", i) || text.startsWith("%3d", i)) {
      i += 3;
    } else if (i < text.length() && (text.charAt(i) == '=' || text.charAt(i) == ':')) {
      i = skip(text, i + 1, " >"); // also =>
    } else if (i == end && text.startsWith(">", end) && start > 0
        && text.charAt(start - 1) == '<') {
      i++;
    } else if (!text.startsWith("--", start) || !text.startsWith(" ", end)) {
      return -1;
    }
    i += text.startsWith("\\", i) ? 1 : 0;
    i += i < text.length() && "\"'".indexOf(text.charAt(i)) >= 0 ? 1 : 0;
    for (String scheme : SCHEMES) {
      if (text.regionMatches(true, i, scheme, 0, scheme.length())) {
        i = skip(text, i + scheme.length(), " ");
      }
    }
    return i < text.length() ? i : -1;
  }

  /**
   * Where the value ends.
   *
   * @param name of the value, in lower case without separators
   */
  static int end(String text, int from, String name) {
    char before = from == 0 ? ' ' : text.charAt(from - 1);
    char first = text.charAt(from);
    if (before == '"' || before == '\'') {
      return quotedEnd(text, from, before);
    }
    if (first == '[' || first == '{') {
      return nestedEnd(text, from);
    }
    String stops = " &,;\"'<)}]\\\n\t";
    if (name.contains("cookie") || before == ' ' && text.startsWith("username=", from)) {
      stops = "\r\n"; // the whole header
    }
    int end = from;
    while (end < text.length() && stops.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static int quotedEnd(String text, int from, char quote) {
    boolean escaped = from > 1 && text.charAt(from - 2) == '\\';
    int end = from;
    while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') {
      if (text.charAt(end) == '\\') {
        if (escaped) {
          return end;
        }
        end++;
      }
      end++;
    }
    return Math.min(end, text.length());
  }

  private static int nestedEnd(String text, int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[' || c == '{') {
        depth++;
      } else if ((c == ']' || c == '}') && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  private static int skip(String text, int from, String characters) {
    int i = from;
    while (i < text.length() && characters.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }
}
