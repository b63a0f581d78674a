package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import nexa.event.Event;
import nexa.event.Severity;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/** Makes events of the stack traces in log records. */
final class LogEvents {

  private static final int MESSAGE_LENGTH_MAX = 4_096;

  private final String service;
  private final @Nullable String release;
  private final Clock clock;

  LogEvents(String service, @Nullable String release, Clock clock) {
    this.service = service;
    this.release = release;
    this.clock = clock;
  }

  /**
   * The events of one record.
   *
   * @param file names the file for good, so that a record read again gives the same ids
   */
  List<Event> of(LogRecord record, String file) {
    if (!mayHoldTrace(record)) {
      return List.of();
    }
    List<StackTrace> traces = JavaStackTraces.find(record.text());
    Line first = Line.first(record.text());
    LogHead head = record.hasHead() ? LogHead.parse(first, clock.getZone()) : null;
    List<Event> events = new ArrayList<>(traces.size());
    for (StackTrace trace : traces) {
      String id = id(file + "@" + record.offset() + "#" + events.size());
      events.add(event(id, trace, head, first));
    }
    return events;
  }

  /** Most records are one line behind a head, and most of those can be passed over at once. */
  private static boolean mayHoldTrace(LogRecord record) {
    String text = record.text();
    return !record.hasHead() || text.indexOf('\n') >= 0 || text.contains("\\n\\tat ");
  }

  private Event event(String id, StackTrace trace, @Nullable LogHead head, Line first) {
    Severity severity = head == null ? null : head.severity();
    Instant time = head == null ? null : head.time();
    String message =
        head == null ? trace.message() : first.substring(head.message(), first.end());
    return new Event(
        id,
        service,
        time == null ? clock.instant() : time,
        severity == null ? Severity.ERROR : severity,
        LogFileCollector.INPUT,
        cut(message == null ? trace.exceptionType() : message),
        release,
        trace,
        null,
        null);
  }

  private static String cut(String text) {
    return text.length() <= MESSAGE_LENGTH_MAX ? text : text.substring(0, MESSAGE_LENGTH_MAX);
  }

  private static String id(String name) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
