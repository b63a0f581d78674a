package nexa.collect;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import nexa.event.EventContext;
import nexa.event.Severity;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * What a line of JSON says that a logger wrote.
 *
 * @param time as it was written
 * @param stack the text of a stack trace
 * @param quoted a message that may quote a stack trace
 * @param trace a stack trace that was written as an object
 * @param error the type and message of an exception whose stack trace may be missing
 * @param envelope what is within, if it is no logger's line but Docker's
 */
record JsonLine(
    Layout layout,
    @Nullable Severity severity,
    @Nullable String time,
    EventContext context,
    String message,
    @Nullable String stack,
    @Nullable String quoted,
    @Nullable StackTrace trace,
    @Nullable StackTrace error,
    @Nullable Envelope envelope) {

  private static final double SECONDS_MAX = 1e11;
  private static final double MILLIS_MAX = 1e14;
  private static final double MICROS_MAX = 1e17;

  /** When it was logged, or null when the line does not say so. */
  @Nullable Instant time(Clock clock) {
    return time == null ? null : time(time, clock);
  }

  /** A time as loggers write it into JSON, or null when it is none that is known. */
  static @Nullable Instant time(String text, Clock clock) {
    Instant stamp = Timestamp.parse(text, clock);
    return stamp != null ? stamp : ofNumber(text);
  }

  /** Seconds, milli-, micro- or nanoseconds since 1970: no two of them are as large in our time. */
  private static @Nullable Instant ofNumber(String text) {
    try {
      double number = Double.parseDouble(text);
      double millis =
          number < SECONDS_MAX ? number * 1e3
              : number < MILLIS_MAX ? number : number < MICROS_MAX ? number / 1e3 : number / 1e6;
      return millis > 0 && millis < MILLIS_MAX ? Instant.ofEpochMilli(Math.round(millis)) : null;
    } catch (NumberFormatException | DateTimeException e) {
      // Not a time that is known: the event gets that of its arrival.
      return null;
    }
  }
}
