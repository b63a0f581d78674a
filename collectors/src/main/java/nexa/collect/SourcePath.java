package nexa.collect;

/**
 * A source file's path as a trace names it, taken apart for a frame.
 *
 * @param module the path without its ending, dots between the folders
 * @param file the file's simple name
 */
record SourcePath(String module, String file) {

  /** A path longer than this is none. */
  static final int LENGTH_MAX = 1_024;

  /**
   * Takes a path apart whose folders in front of {@code from} are not part of the module's name.
   */
  static SourcePath of(String path, int from) {
    int name = path.lastIndexOf('/') + 1;
    int ending = path.lastIndexOf('.');
    int to = ending > name ? ending : path.length();
    StringBuilder module = new StringBuilder(to - from);
    for (int at = from; at < to; at++) {
      int end = Math.min(to, indexOf(path, '/', at));
      if (isFolder(path, at, end)) {
        module.append(module.isEmpty() ? "" : ".").append(path, at, end);
      }
      at = end;
    }
    String file = path.substring(name);
    return new SourcePath(module.isEmpty() ? file : module.toString(), file);
  }

  /** A path with slashes only, as Windows has others. */
  static String normalized(String path) {
    return path.replace('\\', '/');
  }

  /** Where the path goes on behind the last folder of a name, given with its slashes, or 0. */
  static int behind(String path, String folder) {
    int at = path.lastIndexOf(folder);
    return at < 0 ? 0 : at + folder.length();
  }

  /** Neither empty nor {@code .}, {@code ..} or a drive. */
  private static boolean isFolder(String path, int from, int to) {
    return from < to
        && !(path.charAt(from) == '.' && (to - from == 1 || path.startsWith("..", from)))
        && !(to - from == 2 && path.charAt(from + 1) == ':');
  }

  private static int indexOf(String path, char c, int from) {
    int at = path.indexOf(c, from);
    return at < 0 ? path.length() : at;
  }
}
