package nexa.heal.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern of paths as files of owners have it: {@code *} and {@code ?} within a name, {@code **} for
 * any folders.
 *
 * <p>No regular expression and no recursion: the names of a path are matched from the left, keeping which
 * parts of the pattern could end at each, and a name by going back to its last star alone. So the time is
 * the pattern's length times the path's, at most.
 */
final class Glob {

  static final int CHARS_MAX = 256;
  private static final int PATH_CHARS_MAX = 1_024;

  private static final char ANY_RUN = 0;
  private static final char ANY_ONE = 1;
  private static final String ANY_FOLDERS = "" + ANY_RUN + ANY_RUN;
  private static final String ANY_NAME = "" + ANY_RUN;

  private final List<String> parts;
  private final boolean needsFolder;
  private final boolean holdsFolders;

  /**
   * @param parts the names from the root on, with the stars as characters that no name has
   * @param needsFolder whether only what lies in a folder of this name is meant
   * @param holdsFolders whether what lies in a folder of this name is meant, too
   */
  private Glob(List<String> parts, boolean needsFolder, boolean holdsFolders) {
    this.parts = List.copyOf(parts);
    this.needsFolder = needsFolder;
    this.holdsFolders = holdsFolders;
  }

  /** How the two forges read the same pattern. */
  enum Dialect {
    /** As in {@code .gitignore}: a slash within binds to the root, a name without one is any depth. */
    GITHUB,
    /** Only a slash at the front binds to the root, only one at the end means a folder. */
    GITLAB
  }

  /** Reads a pattern; empty for one that is too long, or that no path can have. */
  static Optional<Glob> of(String pattern, Dialect dialect) {
    boolean rooted = pattern.startsWith("/");
    boolean folder = pattern.length() > 1 && pattern.endsWith("/");
    String middle =
        pattern.substring(rooted ? 1 : 0, folder ? pattern.length() - 1 : pattern.length());
    if (pattern.length() > CHARS_MAX
        || middle.isEmpty()
        || pattern.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    if (!rooted && (dialect == Dialect.GITLAB || middle.indexOf('/') < 0)) {
      parts.add(ANY_FOLDERS);
    }
    for (String name : middle.split("/", -1)) {
      parts.add(part(name));
    }
    String last = parts.getLast();
    if (parts.contains("")) {
      return Optional.empty();
    }
    if (last.equals(ANY_FOLDERS)) {
      parts.add(ANY_NAME); // what lies inside, not the folder
    }
    return Optional.of(
        new Glob(parts, folder, folder || (dialect == Dialect.GITHUB && !last.equals(ANY_NAME))));
  }

  /** A name with its stars as single characters; one behind a backslash is itself. */
  private static String part(String name) {
    if (name.equals("**")) {
      return ANY_FOLDERS;
    }
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '\\' && i + 1 < name.length()) {
        part.append(name.charAt(++i));
      } else if (c == '*') {
        if (part.isEmpty() || part.charAt(part.length() - 1) != ANY_RUN) {
          part.append(ANY_RUN);
        }
      } else {
        part.append(c == '?' ? ANY_ONE : c);
      }
    }
    return part.toString();
  }

  /** The names of a path, to be matched by many patterns; empty for one that is too long. */
  static List<String> names(String path) {
    return path.length() > PATH_CHARS_MAX ? List.of() : List.of(path.split("/", -1));
  }

  /** Whether a file is meant. */
  boolean matches(List<String> names) {
    int depth = names.size();
    boolean[] reached = new boolean[depth + 1];
    reached[0] = depth > 0;
    for (String part : parts) {
      if (part.equals(ANY_FOLDERS)) {
        for (int i = 1; i <= depth; i++) {
          reached[i] |= reached[i - 1];
        }
      } else {
        for (int i = depth; i > 0; i--) {
          reached[i] = reached[i - 1] && matches(part, names.get(i - 1));
        }
        reached[0] = false;
      }
    }
    boolean inside = false;
    for (int i = 1; i < depth; i++) {
      inside |= reached[i];
    }
    return (reached[depth] && !needsFolder) || (inside && holdsFolders);
  }

  private static boolean matches(String part, String name) {
    int p = 0;
    int star = -1;
    int afterStar = 0;
    int n = 0;
    while (n < name.length()) {
      if (p < part.length() && part.charAt(p) == ANY_RUN) {
        star = p++;
        afterStar = n;
      } else if (p < part.length()
          && (part.charAt(p) == ANY_ONE || part.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++afterStar;
      } else {
        return false;
      }
    }
    while (p < part.length() && part.charAt(p) == ANY_RUN) {
      p++;
    }
    return p == part.length();
  }
}
