package nexa.heal.classify;

import java.util.List;
import java.util.Set;
import nexa.event.Event;
import nexa.event.Severity;

/** How severe an event is, whatever level somebody wrote it at. */
final class Severities {

  /** Exceptions after which a process is no longer sound. */
  private static final Set<String> DEADLY =
      Set.of("OutOfMemoryError", "InternalError", "OutOfMemoryException", "StackOverflowException",
          "MemoryError", "NoMemoryError", "OutOfDirectMemoryError", "UnknownError",
          "ClassFormatError");

  /** Words of those that end, or ended, a process. */
  private static final List<String> LAST_WORDS =
      List.of("panic: ", "fatal error: ", "fatal exception", "out of memory", "killed process",
          "heap limit", "sigsegv", "core dumped", "java heap space", "goroutine stack exceeds",
          "jvm exits", "process exited");

  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private Severities() {}

  /**
   * A process that dies is fatal; a thread that died or a request that failed is at least an error; a
   * request that was refused as the client's fault is at most a warning.
   */
  static Severity of(Event event, Evidence evidence) {
    if (isDeadly(evidence)) {
      return Severity.FATAL;
    }
    int status = evidence.status();
    boolean threadDied = event.context() != null && event.context().kind().equals("uncaught");
    if (threadDied || status >= SERVER_ERROR) {
      return atLeast(event.severity(), Severity.ERROR);
    }
    boolean refused = status >= CLIENT_ERROR;
    return refused && event.severity() == Severity.ERROR ? Severity.WARN : event.severity();
  }

  private static boolean isDeadly(Evidence evidence) {
    return evidence.thrown().stream().anyMatch(thrown -> DEADLY.contains(thrown.simpleType()))
        || LAST_WORDS.stream().anyMatch(evidence.logged().message()::contains);
  }

  private static Severity atLeast(Severity given, Severity min) {
    return given.compareTo(min) < 0 ? min : given;
  }
}
