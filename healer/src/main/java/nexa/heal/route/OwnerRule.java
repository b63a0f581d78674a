package nexa.heal.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of a CODEOWNERS file: whose the files of a pattern are.
 *
 * @param line from 1
 * @param owners those named, else those of the section; empty for nobody's
 */
record OwnerRule(int line, String pattern, Glob glob, List<String> owners) {

  private static final int OWNERS_MAX = 20;
  private static final int OWNER_CHARS_MAX = 100;

  OwnerRule {
    owners = List.copyOf(owners);
  }

  /** A section of GitLab's, such as {@code ^[Docs][2] @writers}, and whose its files usually are. */
  record Heading(String name, List<String> owners) {}

  /** The heading that a line is, null for none. */
  static @Nullable Heading heading(String line) {
    int open = line.startsWith("^[") ? 1 : 0;
    int close = line.indexOf(']');
    if (line.length() <= open || line.charAt(open) != '[' || close <= open + 1) {
      return null;
    }
    int end = close + 1;
    if (line.startsWith("[", end)) { // how many have to agree
      end = Math.max(end, line.indexOf(']', end) + 1);
    }
    if (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
      return null; // a pattern that begins with a range
    }
    return new Heading(line.substring(open + 1, close).strip(), owners(line, end));
  }

  /**
   * Reads a line; empty for a comment, and for what is no rule.
   *
   * @param usual the owners of the section that it stands in
   */
  static Optional<OwnerRule> of(
      String line, int number, Glob.Dialect dialect, List<String> usual) {
    boolean excluded = dialect == Glob.Dialect.GITLAB && line.startsWith("!");
    String text = excluded ? line.substring(1) : line;
    int end = patternEnd(text);
    String pattern = text.substring(0, end);
    if (pattern.isEmpty() || "#!".indexOf(pattern.charAt(0)) >= 0 || hasRange(pattern)) {
      return Optional.empty();
    }
    boolean namesSomebody = !withoutComment(text, end).isBlank();
    List<String> named = owners(text, end);
    if (namesSomebody && named.isEmpty()) {
      return Optional.empty();
    }
    List<String> owners = excluded ? List.of() : namesSomebody ? named : usual;
    return Glob.of(pattern, dialect)
        .map(glob -> new OwnerRule(number, pattern, glob, owners));
  }

  /** Where the first blank is that no backslash stands before. */
  private static int patternEnd(String text) {
    int at = 0;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length());
  }

  /** What {@code [a-z]} means there is documented by no forge, and GitHub refuses it. */
  private static boolean hasRange(String pattern) {
    for (int at = 0; at < pattern.length(); at++) {
      if (pattern.charAt(at) == '\\') {
        at++;
      } else if (pattern.charAt(at) == '[') {
        return true;
      }
    }
    return false;
  }

  private static String withoutComment(String text, int from) {
    int comment = text.indexOf(" #", from);
    return text.substring(from, comment < 0 ? text.length() : comment);
  }

  private static List<String> owners(String text, int from) {
    List<String> owners = new ArrayList<>();
    String names = withoutComment(text, from);
    int at = 0;
    while (at < names.length() && owners.size() < OWNERS_MAX) {
      int end = at;
      while (end < names.length() && !Character.isWhitespace(names.charAt(end))) {
        end++;
      }
      if (isOwner(names, at, end)) {
        owners.add(names.substring(at, end));
      }
      at = end + 1;
    }
    return owners;
  }

  /** A name, a team, a role ({@code @@maintainer}) or an address. */
  private static boolean isOwner(String text, int from, int to) {
    int sign = text.indexOf('@', from);
    boolean shaped = sign >= 0 && sign < to - 1 && to - from <= OWNER_CHARS_MAX;
    for (int i = from; shaped && i < to; i++) {
      char c = text.charAt(i);
      shaped =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "@/._-+".indexOf(c) >= 0;
    }
    return shaped;
  }
}
