package nexa.heal.model;

import java.util.List;
import java.util.Locale;

/**
 * Masks literals in source that look like secrets: long ones of random letters and digits, and any
 * that stand on a line which names a secret. One pass; a masked literal can no longer be edited.
 */
final class SourceSecrets {

  private static final String MASK = "***";
  private static final int RANDOM_CHARS_MIN = 16;
  private static final List<String> NAMES =
      List.of("password", "passwd", "secret", "token", "apikey", "api_key", "credential",
          "private", "pwd", "auth", "bearer");

  private SourceSecrets() {}

  static String masked(String source) {
    StringBuilder out = new StringBuilder(source.length());
    int at = 0;
    while (at < source.length()) {
      int open = source.indexOf('"', at);
      if (open < 0) {
        return out.append(source, at, source.length()).toString();
      }
      boolean block = source.startsWith("\"\"\"", open);
      int from = open + (block ? 3 : 1);
      int close = close(source, from, block);
      out.append(source, at, from);
      String text = source.substring(from, close);
      boolean named = text.length() > 2 && isNamed(line(source, open));
      out.append(named || looksSecret(text) ? MASK : text);
      at = close;
      int end = Math.min(source.length(), close + (block ? 3 : 1));
      out.append(source, at, end);
      at = end;
    }
    return out.toString();
  }

  /** Where a literal ends: its closing quote, or the end of the text. */
  private static int close(String source, int from, boolean block) {
    for (int i = from; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\') {
        i++;
      } else if (block ? source.startsWith("\"\"\"", i) : c == '"' || c == '\n') {
        return i;
      }
    }
    return source.length();
  }

  private static String line(String source, int at) {
    int start = source.lastIndexOf('\n', at) + 1;
    return source.substring(start, at).toLowerCase(Locale.ROOT);
  }

  private static boolean isNamed(String before) {
    return NAMES.stream().anyMatch(before::contains);
  }

  private static boolean looksSecret(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("private key") || lower.contains("://") && text.contains("@")) {
      return true;
    }
    int run = 0;
    int digits = 0;
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean part = Character.isLetterOrDigit(c) || "+/=_-.".indexOf(c) >= 0;
      run = part ? run + 1 : 0;
      digits = part ? digits + (Character.isDigit(c) ? 1 : 0) : 0;
      letters = part ? letters + (Character.isLetter(c) ? 1 : 0) : 0;
      if (run >= RANDOM_CHARS_MIN && digits >= 3 && letters >= 3) {
        return true;
      }
    }
    return false;
  }
}
