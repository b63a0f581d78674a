package nexa.heal.propose;

/**
 * How a file is laid out.
 *
 * @param separator between lines
 * @param indent one level
 * @param braceOnOwnLine whether an opening brace stands on a line of its own
 */
record FileStyle(String separator, String indent, boolean braceOnOwnLine) {

  static FileStyle of(String text) {
    return new FileStyle(text.contains("\r\n") ? "\r\n" : "\n", indent(text), braceOnOwnLine(text));
  }

  /** The commonest difference of a line that opens a block to the line after it. */
  private static String indent(String text) {
    int[] counts = new int[9];
    int tabs = 0;
    String before = "";
    for (String line : text.split("\n", -1)) {
      if (before.endsWith("{") && !line.isBlank()) {
        String deeper = leadingSpace(line);
        String outer = leadingSpace(before);
        int levels = deeper.length() - outer.length();
        if (deeper.endsWith("\t") && levels == 1) {
          tabs++;
        } else if (levels > 0 && levels < counts.length) {
          counts[levels]++;
        }
      }
      before = line.stripTrailing();
    }
    int best = 0;
    for (int i = 0; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    if (tabs > counts[best]) {
      return "\t";
    }
    return " ".repeat(best == 0 ? 4 : best);
  }

  private static boolean braceOnOwnLine(String text) {
    int own = 0;
    int end = 0;
    for (String line : text.split("\n", -1)) {
      String code = line.strip();
      own += code.equals("{") ? 1 : 0;
      end += code.endsWith("{") && code.length() > 1 ? 1 : 0;
    }
    return own > end;
  }

  static String leadingSpace(String line) {
    return line.substring(0, line.length() - line.stripLeading().length());
  }

  /** The white space in front of the line that holds a position. */
  static String indentAt(String text, int position) {
    return leadingSpace(text.substring(text.lastIndexOf('\n', position - 1) + 1, position) + "x");
  }

  /** Moves all lines of a piece of source but the first to the right, unless it holds a text block. */
  String deeper(String source, String by) {
    return source.contains("\"\"\"") ? source : source.replace("\n", "\n" + by);
  }
}
