package nexa.collect;

import java.nio.file.Path;
import java.nio.file.PathMatcher;
import org.jspecify.annotations.Nullable;

/**
 * The log files of one service.
 *
 * @param release the version the service runs, when it is known
 * @param directory the directory the files are in
 * @param name a file name, in which {@code *}, {@code ?}, {@code [abc]} and {@code {a,b}} are
 *     wildcards
 */
public record LogFiles(String service, @Nullable String release, Path directory, String name) {

  private static final String WILDCARDS = "*?[{";

  /**
   * The files a path names whose last part may have wildcards, such as {@code /var/log/a/*.log}; those
   * in folders with wildcards are {@link LogFolders}.
   *
   * @throws IllegalArgumentException when it names none, or has wildcards elsewhere or broken ones
   */
  public static LogFiles at(String service, @Nullable String release, String path) {
    int slash = path.lastIndexOf('/');
    String directory = slash < 0 ? "." : path.substring(0, Math.max(slash, 1));
    String name = path.substring(slash + 1);
    if (hasWildcards(directory)) {
      throw new IllegalArgumentException("wildcards in folders name several: " + path);
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("no file is named; write such as " + path + "*.log");
    }
    LogFiles files = new LogFiles(service, release, Path.of(directory).toAbsolutePath(), name);
    files.matcher();
    return files;
  }

  /** Which names in the directory are theirs. */
  PathMatcher matcher() {
    return directory.getFileSystem().getPathMatcher("glob:" + name);
  }

  /**
   * What the names of all files begin with, and those of the files they are rotated to: {@code app} for
   * {@code app.log}, which may become {@code app-2026-11-27.log}.
   */
  String stem() {
    int end = firstWildcard(name);
    int dot = end == name.length() ? name.lastIndexOf('.') : -1;
    return name.substring(0, dot > 0 ? dot : end);
  }

  static boolean hasWildcards(String text) {
    return firstWildcard(text) < text.length();
  }

  private static int firstWildcard(String text) {
    int at = 0;
    while (at < text.length() && WILDCARDS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }
}
