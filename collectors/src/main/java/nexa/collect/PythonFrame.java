package nexa.collect;

import nexa.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads one frame of a Python traceback, such as {@code File "/app/shop/cart.py", line 12, in
 * total}.
 *
 * <p>A frame's class is its module as far as the path tells: what stands behind {@code
 * site-packages}, {@code dist-packages} or the standard library's folder, else the whole path, with
 * dots and without {@code .py}; a package's {@code __init__.py} is the package. Those behind such a
 * folder, and frozen modules, are of a library. The place of a syntax error, which names no function,
 * counts as a frame of {@code <module>}.
 */
final class PythonFrame {

  private static final String FROZEN = "<frozen ";
  private static final String MODULE = "<module>";
  private static final String PACKAGE_FILE = ".__init__";

  private PythonFrame() {}

  /** The frame a line holds, or null when it holds something else. */
  static @Nullable Frame parse(Line line) {
    int path = line.content() + "File \"".length();
    if (!line.startsWith("File \"", line.content())) {
      return null;
    }
    int quote = line.indexOf("\", line ", path, line.end());
    if (quote <= path || quote - path > SourcePath.LENGTH_MAX) {
      return null;
    }
    int digits = quote + "\", line ".length();
    int number = line.numberIn(digits, line.digitsEnd(digits));
    int behind = line.digitsEnd(digits);
    int end = line.contentEnd(behind);
    if (behind == digits || end - behind > SourcePath.LENGTH_MAX) {
      return null;
    }
    if (end > behind && !line.startsWith(", in ", behind)) {
      return null;
    }
    int name = behind + ", in ".length();
    return of(line.substring(path, quote), name < end ? line.substring(name, end) : MODULE,
        number);
  }

  /** The frame of a function in the file at a path. */
  static Frame of(String path, String function, int number) {
    if (path.startsWith("<")) {
      boolean frozen = path.startsWith(FROZEN) && path.endsWith(">");
      String module =
          frozen ? Frame.LIBRARY + path.substring(FROZEN.length(), path.length() - 1) : path;
      return new Frame(module, function, path, number);
    }
    String normalized = SourcePath.normalized(path);
    int start = moduleStart(normalized);
    SourcePath source = SourcePath.of(normalized, start);
    String module = source.module();
    if (module.endsWith(PACKAGE_FILE)) {
      module = module.substring(0, module.length() - PACKAGE_FILE.length());
    }
    return new Frame(
        start > 0 ? Frame.LIBRARY + module : module, function, source.file(), number);
  }

  private static int moduleStart(String path) {
    int packages =
        Math.max(
            SourcePath.behind(path, "/site-packages/"), SourcePath.behind(path, "/dist-packages/"));
    return packages > 0
        ? packages
        : Math.max(standardLibrary(path), SourcePath.behind(path, "/Lib/"));
  }

  /** Behind a folder such as {@code python3.12}, or 0. */
  private static int standardLibrary(String path) {
    int at = path.lastIndexOf("/lib/python");
    int digit = at + "/lib/python".length();
    if (at < 0 || digit >= path.length() || !Line.isDigit(path.charAt(digit))) {
      return 0;
    }
    return path.indexOf('/', digit) + 1;
  }
}
