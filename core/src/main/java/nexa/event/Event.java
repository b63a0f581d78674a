package nexa.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a service, as one input saw it.
 *
 * @param id unique; the same event sent again carries the same id and is counted once
 * @param service the service's name as configured, or as the input names it
 * @param input the road it came by, such as {@code javaagent} or {@code logfile}
 * @param release the commit or version the service runs, when it says so
 * @param stackTrace absent for an event without an exception
 * @param snapshot the captured values, absent until a crash has been armed
 * @param context where in the process it happened, when the input was inside it
 */
public record Event(
    String id,
    String service,
    Instant time,
    Severity severity,
    String input,
    String message,
    @Nullable String release,
    @Nullable StackTrace stackTrace,
    @Nullable Snapshot snapshot,
    @Nullable HttpExchange http,
    @Nullable EventContext context) {

  /** An event seen from outside the process. */
  public Event(
      String id,
      String service,
      Instant time,
      Severity severity,
      String input,
      String message,
      @Nullable String release,
      @Nullable StackTrace stackTrace,
      @Nullable Snapshot snapshot,
      @Nullable HttpExchange http) {
    this(id, service, time, severity, input, message, release, stackTrace, snapshot, http, null);
  }

  /** This event at another time. */
  public Event at(Instant other) {
    return new Event(
        id, service, other, severity, input, message, release, stackTrace, snapshot, http, context);
  }
}
