package nexa.heal.recall;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * A statement's structure: its tokens in pairs, with every name and literal made equal, so that
 * {@code return item.price();} and {@code return cart.owner();} have one shape.
 */
final class StatementShape {

  private static final String NAME = "name";
  private static final String NUMBER = "0";
  private static final String TEXT = "\"\"";

  private StatementShape() {}

  /** The pairs of neighbouring tokens in a piece of source. */
  static Set<List<String>> of(String source) {
    Set<List<String>> pairs = new HashSet<>();
    String last = "";
    int at = 0;
    while (at < source.length()) {
      int end = tokenEnd(source, at);
      String token = token(source, at, end);
      if (!token.isBlank()) {
        pairs.add(List.of(last, token));
        last = token;
      }
      at = end;
    }
    return pairs;
  }

  private static int tokenEnd(String source, int from) {
    char first = source.charAt(from);
    int end = from + 1;
    if (first == '"' || first == '\'') {
      while (end < source.length() && source.charAt(end) != first) {
        end += source.charAt(end) == '\\' ? 2 : 1;
      }
      return Math.min(source.length(), end + 1);
    }
    if (Character.isJavaIdentifierPart(first)) {
      while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  private static String token(String source, int from, int end) {
    char first = source.charAt(from);
    if (first == '"' || first == '\'') {
      return TEXT;
    }
    if (Character.isDigit(first)) {
      return NUMBER;
    }
    String text = source.substring(from, end);
    return Character.isJavaIdentifierStart(first) && !SourceVersion.isKeyword(text) ? NAME : text;
  }
}
