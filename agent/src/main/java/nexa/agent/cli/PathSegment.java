package nexa.agent.cli;

/** An id as one segment of a URL path. */
final class PathSegment {

  private PathSegment() {}

  static String of(String id) {
    boolean plain =
        !id.isEmpty() && id.chars()
            .allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
    if (!plain) {
      throw new CommandFailure(ExitCode.USAGE, "'" + id + "' is no id; see: nexa issues");
    }
    return id;
  }
}
