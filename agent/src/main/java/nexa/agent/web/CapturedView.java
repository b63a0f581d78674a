package nexa.agent.web;

import java.util.List;
import java.util.Set;
import nexa.event.Snapshot;
import nexa.event.StackTrace;
import nexa.event.ValueText;
import nexa.issue.Issue;
import org.jspecify.annotations.Nullable;

/** What one method held when the crash passed through it, as the API shows it. */
record CapturedView(
    String className, String method, @Nullable String receiver, List<Argument> arguments) {

  /** The endings of the source files of which a JVM tells. */
  private static final Set<String> OF_JVM =
      Set.of("java", "kt", "kts", "scala", "groovy", "clj", "cljc");

  /** An argument and its value in one line. */
  record Argument(String name, String value) {}

  static List<CapturedView> of(@Nullable Snapshot snapshot) {
    return snapshot == null
        ? List.of()
        : snapshot.frames().stream()
            .map(
                frame -> new CapturedView(
                    frame.className(),
                    frame.method(),
                    frame.receiver() == null ? null : ValueText.of(frame.receiver()),
                    frame.arguments().stream()
                        .map(
                            argument -> new Argument(argument.name(),
                                ValueText.of(argument.value())))
                        .toList()))
            .toList();
  }

  /**
   * Why an issue has no captured values, and what brings them; null when it has some.
   *
   * @param isWatched whether its service runs with the javaagent
   */
  static @Nullable String because(Issue issue, boolean isWatched) {
    if (issue.snapshot() != null) {
      return null;
    }
    if (isWatched) {
      return "None yet. The javaagent captures receiver and arguments when the crash happens again.";
    }
    return isOfJvm(issue.stackTrace())
        ? "None. The javaagent captures receiver and arguments: start the service with it."
        : "None. Values are captured in JVMs only, by the javaagent.";
  }

  private static boolean isOfJvm(StackTrace trace) {
    for (StackTrace at = trace; at != null; at = at.cause()) {
      if (at.frames().stream().anyMatch(frame -> isOfJvm(frame.file()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfJvm(@Nullable String file) {
    return file != null && OF_JVM.contains(file.substring(file.lastIndexOf('.') + 1));
  }
}
