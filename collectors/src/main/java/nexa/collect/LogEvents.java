package nexa.collect;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.HttpExchange;
import nexa.event.Severity;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/** Makes events of log records: of each stack trace, and of errors without one. */
final class LogEvents {

  private static final int MESSAGE_LENGTH_MAX = 4_096;

  private final String service;
  private final @Nullable String release;
  private final String input;
  private final Clock clock;
  private final Losses losses;
  private final String undated;

  LogEvents(
      String service, @Nullable String release, String input, Clock clock, Losses losses) {
    this(service, release, input, clock, losses, "");
  }

  /**
   * @param losses is told of messages that lose their end
   * @param undated what tells records that have no time of their own from those of another reading
   */
  LogEvents(
      String service,
      @Nullable String release,
      String input,
      Clock clock,
      Losses losses,
      String undated) {
    this.service = service;
    this.release = release;
    this.input = input;
    this.clock = clock;
    this.losses = losses;
    this.undated = undated;
  }

  /**
   * The events of one record.
   *
   * @param name names the record at an offset for good, so that one that is read again gives the same ids;
   *     asked only for records that make events, which most do not
   */
  List<Event> of(LogRecord record, LongFunction<String> name) {
    JsonLine json = record.json();
    if (json != null) {
      return ofJson(record, json, name);
    }
    AccessLine access = record.hasHead() ? null : AccessLine.of(Line.first(record.text()), clock);
    return access == null ? ofText(record, name) : ofAccess(record, access, name);
  }

  /** A request that failed: the crash behind it, if there is one, is told elsewhere. */
  private List<Event> ofAccess(
      LogRecord record, AccessLine access, LongFunction<String> name) {
    HttpExchange http = access.http();
    if (!http.isServerError()) {
      return List.of();
    }
    AccessLine.Trace trace = access.trace();
    EventContext context =
        trace == null
            ? null
            : new EventContext("http", null, null, trace.traceId(), trace.spanId());
    Logged logged = new Logged(name.apply(record.offset()), time(access.time(), record),
        Severity.ERROR, context);
    return List.of(event(logged, 0, http.ending(), null, http));
  }

  private List<Event> ofText(LogRecord record, LongFunction<String> name) {
    Line first = Line.first(record.text());
    boolean mayHoldTrace = mayHoldTrace(record);
    if (!mayHoldTrace && !isError(LogHead.severity(first)) && !isError(severity(record))) {
      return List.of();
    }
    List<StackTrace> traces = mayHoldTrace ? StackTraces.find(record.text()) : List.of();
    LogHead head = record.hasHead() ? LogHead.parse(first, clock) : null;
    Severity severity =
        head == null || head.severity() == null ? severity(record) : head.severity();
    Instant time = time(head == null ? null : head.time(), record);
    Logged logged = new Logged(name.apply(record.offset()), time, severity,
        head == null ? null : head.context());
    if (traces.isEmpty()) {
      return isError(severity)
          ? List.of(event(logged, 0, message(record, head), null)) : List.of();
    }
    List<Event> events = new ArrayList<>(traces.size());
    for (StackTrace trace : traces) {
      String message = head == null ? "" : firstLine(record, head);
      events.add(event(logged, events.size(), message, trace));
    }
    return events;
  }

  /** Most records are one line behind a head, and most of those can be passed over at once. */
  private static boolean mayHoldTrace(LogRecord record) {
    String text = record.text();
    return !record.hasHead()
        || text.indexOf('\n') >= 0
        || EscapedLine.unescape(Line.first(text)) != null;
  }

  private static boolean isError(@Nullable Severity severity) {
    return severity != null && severity.compareTo(Severity.ERROR) >= 0;
  }

  private static @Nullable Severity severity(LogRecord record) {
    return record.envelope() == null ? null : record.envelope().severity();
  }

  /** When a record was written, as far as the record or what was around it tells. */
  private @Nullable Instant time(@Nullable Instant own, LogRecord record) {
    return own != null || record.envelope() == null ? own : record.envelope().time(clock);
  }

  private static String firstLine(LogRecord record, LogHead head) {
    Line line = Line.from(record.text(), head.message());
    return line.substring(line.start(), line.end());
  }

  private static String message(LogRecord record, @Nullable LogHead head) {
    return record.text().substring(head == null ? 0 : head.message());
  }

  private List<Event> ofJson(LogRecord record, JsonLine json, LongFunction<String> name) {
    StackTrace trace = trace(json);
    if (trace == null && !isError(json.severity())) {
      return List.of();
    }
    Instant time = time(json.time(clock), record);
    Logged logged = new Logged(name.apply(record.offset()), time, json.severity(), json.context());
    return List.of(event(logged, 0, json.message(), trace));
  }

  /** One line of JSON is one event, whatever its strings say. */
  private static @Nullable StackTrace trace(JsonLine json) {
    boolean minor = json.severity() != null && json.severity().compareTo(Severity.WARN) < 0;
    String text = json.stack() != null ? json.stack() : minor ? null : json.quoted();
    if (json.trace() != null || text == null) {
      return json.trace() != null ? json.trace() : json.error();
    }
    StackTrace error = json.error();
    List<StackTrace> found = StackTraces.find(text);
    return found.stream()
        .filter(trace -> error == null || trace.exceptionType().equals(error.exceptionType()))
        .findFirst()
        .orElse(found.isEmpty() ? error : found.getFirst());
  }

  /** What is known about a record beside its message. */
  private record Logged(
      String name,
      @Nullable Instant time,
      @Nullable Severity severity,
      @Nullable EventContext context) {}

  private Event event(Logged logged, int number, String message, @Nullable StackTrace trace) {
    return event(logged, number, message, trace, null);
  }

  private Event event(
      Logged logged,
      int number,
      String message,
      @Nullable StackTrace trace,
      @Nullable HttpExchange http) {
    String name = logged.name() + (logged.time() == null ? undated : "");
    return new Event(
        EventId.of(name + "#" + number),
        service,
        logged.time() == null ? clock.instant() : logged.time(),
        logged.severity() == null ? Severity.ERROR : logged.severity(),
        input,
        bounded(message.isEmpty() && trace != null ? trace.messageOrType() : message),
        release,
        trace,
        null,
        http,
        logged.context());
  }

  private String bounded(String message) {
    if (message.length() > MESSAGE_LENGTH_MAX) {
      losses.cut(Losses.LONG_MESSAGE, message);
    }
    return Printable.text(message, MESSAGE_LENGTH_MAX);
  }
}
