package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.List;

/** Breaks long statements after commas, outside of literals. */
final class Wrapping {

  private static final int COLUMNS_MAX = 100;

  private Wrapping() {}

  /** The statement indented, over as many lines as it needs; blank stays blank. */
  static String wrap(String statement, String indent, String unit) {
    if (statement.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder(indent);
    String continued = indent + unit + unit;
    int column = indent.length();
    List<String> pieces = pieces(statement);
    String declared = pieces.get(0);
    if (declared.endsWith(" = ")
        && indent.length() + statement.length() > COLUMNS_MAX
        && continued.length() + statement.length() - declared.length() <= COLUMNS_MAX) {
      return indent + declared.stripTrailing() + "\n" + continued
          + statement.substring(declared.length());
    }
    for (String piece : pieces) {
      boolean first = column == indent.length() || column == continued.length();
      if (!first && column + piece.stripTrailing().length() > COLUMNS_MAX) {
        out.setLength(out.toString().stripTrailing().length());
        out.append('\n').append(continued);
        column = continued.length();
      }
      out.append(piece);
      column += piece.length();
    }
    return out.toString();
  }

  /** The statement cut after each {@code ", "} that is not in a literal, and after {@code " = "}. */
  private static List<String> pieces(String statement) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    char quote = 0;
    for (int i = 0; i < statement.length(); i++) {
      char c = statement.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == ' ' && i > 0
          && (statement.charAt(i - 1) == ',' || statement.charAt(i - 1) == '=')) {
        pieces.add(statement.substring(from, i + 1));
        from = i + 1;
      }
    }
    pieces.add(statement.substring(from));
    return pieces;
  }
}
