package nexa.collect;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import nexa.collect.OtlpEncoding.Signal;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.Frame;
import nexa.event.HttpExchange;
import nexa.event.Severity;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes events of OTLP's export requests: of log records that tell of an error, of exceptions recorded
 * on spans, and of requests that a server answered with a 5xx. Accepts the exception attributes of
 * spans and of log records alike, as OpenTelemetry moves from the first to the second.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/exceptions/">Exceptions</a>
 */
public final class OtlpEvents {

  /** The name of this input in events and metrics. */
  public static final String INPUT = "otlp";

  private static final int SEVERITY_STEP = 4;
  private static final int SEVERITY_ERROR = 17;
  private static final int SPAN_CLIENT = 3;
  private static final int TEXT_LENGTH_MAX = 4_096;
  private static final int TRACE_LENGTH_MAX = 256 << 10;
  private static final long NANOS = 1_000_000_000;

  /** OpenTelemetry's own agent stands between the callers and the methods it watches. */
  private static final String AGENT = "io.opentelemetry.javaagent.";

  private final UnaryOperator<String> names;
  private final Clock clock;
  private final Decoded.Builder decoded = new Decoded.Builder();

  private OtlpEvents(UnaryOperator<String> names, Clock clock) {
    this.names = names;
    this.clock = clock;
  }

  /**
   * Decodes an export request. Metrics are read and passed over.
   *
   * @param names which service a {@code service.name} is
   * @throws MalformedEventException when it is not in this encoding, or is another message
   * @throws OversizedEventException when it has too many parts
   */
  public static Decoded decode(
      byte[] body, OtlpEncoding encoding, Signal signal, UnaryOperator<String> names, Clock clock) {
    JsonNode request = encoding.read(body, signal);
    OtlpEvents events = new OtlpEvents(names, clock);
    switch (signal) {
      case LOGS -> events.logs(request);
      case TRACES -> events.traces(request);
      case METRICS ->
          list(request, "resourceMetrics").forEach(each -> events.decoded.skip("metrics"));
    }
    return events.decoded.build();
  }

  /** Who sent it: a resource's service, its release and what tells two of its processes apart. */
  private record Source(String service, @Nullable String release, @Nullable String instance) {

    static Source of(JsonNode resource, UnaryOperator<String> names) {
      JsonNode attributes = resource.path("attributes");
      String service = attribute(attributes, "service.name");
      return new Source(
          names.apply(service == null || service.isBlank() ? "unknown_service" : service),
          attribute(attributes, "service.version"),
          attribute(attributes, "service.instance.id"));
    }
  }

  private void logs(JsonNode request) {
    for (JsonNode resource : list(request, "resourceLogs")) {
      Source source = Source.of(resource.path("resource"), names);
      for (JsonNode scope : list(resource, "scopeLogs")) {
        String logger = textOrNull(scope.path("scope").path("name"));
        list(scope, "logRecords").forEach(log -> log(log, source, logger));
      }
    }
  }

  /** A repeated field: what is no list is another message, and passing it over would lose what it holds. */
  private static JsonNode list(JsonNode message, String field) {
    JsonNode list = message.path(field);
    if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
      throw new MalformedEventException(field + " is no list");
    }
    return list;
  }

  private void log(JsonNode log, Source source, @Nullable String logger) {
    JsonNode attributes = log.path("attributes");
    String body = text(log.path("body"));
    StackTrace trace = trace(attributes);
    if (trace == null) {
      trace = StackTraces.find(body).stream().findFirst().map(OtlpEvents::own).orElse(null);
    }
    Severity severity = severity(log, trace);
    if (trace == null && severity.compareTo(Severity.ERROR) < 0) {
      decoded.skip("below error");
      return;
    }
    EventContext context =
        new EventContext(
            "logged", logger, attribute(attributes, "thread.name"),
            TraceIds.trace(log.path("traceId").stringValue(null)),
            TraceIds.span(log.path("spanId").stringValue(null)), user(attributes, source));
    String message = body.isEmpty() && trace != null ? trace.messageOrType() : body;
    add(log, source, severity, message, trace, exchange(attributes), context,
        time(log.path("timeUnixNano"), log.path("observedTimeUnixNano")));
  }

  private void traces(JsonNode request) {
    for (JsonNode resource : list(request, "resourceSpans")) {
      Source source = Source.of(resource.path("resource"), names);
      for (JsonNode scope : list(resource, "scopeSpans")) {
        list(scope, "spans").forEach(span -> span(span, source));
      }
    }
  }

  /** A call that failed is told of by the caller, too: a client's span alone is no crash. */
  private void span(JsonNode span, Source source) {
    if (number(span.path("kind")) == SPAN_CLIENT) {
      decoded.skip("client span");
      return;
    }
    HttpExchange http = exchange(span.path("attributes"));
    EventContext context = context(span, source); // once: a span may have many attributes and many events
    boolean exception = false;
    for (JsonNode event : list(span, "events")) {
      StackTrace trace =
          event.path("name").stringValue("").equals("exception")
              ? trace(event.path("attributes"))
              : null;
      if (trace != null) {
        exception = true;
        add(event, source, Severity.ERROR, trace.messageOrType(), trace, http,
            context,
            time(event.path("timeUnixNano"), span.path("endTimeUnixNano")));
      }
    }
    if (!exception && http != null && http.isServerError()) {
      add(span, source, Severity.ERROR, http.ending(), null, http, context,
          time(span.path("endTimeUnixNano"), span.path("startTimeUnixNano")));
    } else if (!exception) {
      decoded.skip("span without an error");
    }
  }

  private static EventContext context(JsonNode span, Source source) {
    JsonNode attributes = span.path("attributes");
    return new EventContext(
        "http", null, attribute(attributes, "thread.name"),
        TraceIds.trace(span.path("traceId").stringValue(null)),
        TraceIds.span(span.path("spanId").stringValue(null)), user(attributes, source));
  }

  private static @Nullable String user(JsonNode attributes, Source source) {
    return UserMark.of(
        source.service(), attribute(attributes, "user.id"), attribute(attributes, "enduser.id"));
  }

  /** OTLP has no ids for events, and an export that is tried again must not count twice. */
  private void add(
      JsonNode what,
      Source source,
      Severity severity,
      String message,
      @Nullable StackTrace trace,
      @Nullable HttpExchange http,
      EventContext context,
      Instant time) {
    String id =
        EventId.of(source.service(), String.valueOf(source.instance()),
            context.traceId() + "/" + context.spanId(),
            what.toString());
    decoded.add(
        new Event(
            INPUT + ":" + id, source.service(), time, severity, INPUT, decoded.message(message),
            source.release(), trace, null, http, context));
  }

  /** The exception in the attributes of a span's event or of a log record. */
  private static @Nullable StackTrace trace(JsonNode attributes) {
    String printed = attribute(attributes, "exception.stacktrace");
    List<StackTrace> found = printed == null ? List.of() : StackTraces.find(printed);
    if (!found.isEmpty()) {
      return own(found.getFirst());
    }
    String type = attribute(attributes, "exception.type");
    String message = attribute(attributes, "exception.message");
    return type == null ? null
        : new StackTrace(
            cut(type), message == null ? null : cut(message), List.of(), null, List.of());
  }

  /** The trace without the frames of OpenTelemetry's agent. */
  private static StackTrace own(StackTrace trace) {
    List<Frame> frames =
        trace.frames().stream().filter(frame -> !frame.className().startsWith(AGENT)).toList();
    StackTrace cause = trace.cause();
    return new StackTrace(
        trace.exceptionType(),
        trace.message(),
        frames,
        cause == null ? null : own(cause),
        trace.suppressed());
  }

  private static @Nullable HttpExchange exchange(JsonNode attributes) {
    String method = either(attributes, "http.request.method", "http.method");
    if (method == null) {
      return null;
    }
    String path = either(attributes, "url.path", "http.target");
    String status = either(attributes, "http.response.status_code", "http.status_code");
    return new HttpExchange(method, path == null ? "" : path, status == null ? 0 : status(status));
  }

  private static int status(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0; // as for a response that was never seen
    }
  }

  private static @Nullable String either(JsonNode attributes, String name, String formerName) {
    String value = attribute(attributes, name);
    return value == null ? attribute(attributes, formerName) : value;
  }

  /** A record without a severity is an error when it has an exception. */
  private static Severity severity(JsonNode log, @Nullable StackTrace trace) {
    int number = (int) number(log.path("severityNumber"));
    if (number <= 0) {
      number = trace == null ? 1 : SEVERITY_ERROR;
    }
    Severity[] severities = Severity.values();
    return severities[Math.min((number - 1) / SEVERITY_STEP, severities.length - 1)];
  }

  private Instant time(JsonNode nanos, JsonNode otherNanos) {
    long time = Math.max(number(nanos), 0) == 0 ? number(otherNanos) : number(nanos);
    return time <= 0 ? clock.instant() : Instant.ofEpochSecond(time / NANOS, time % NANOS);
  }

  /** A 64-bit number, which JSON may have as a text, or 0. */
  private static long number(JsonNode node) {
    if (!node.isString()) {
      return node.asLong(0);
    }
    try {
      return Long.parseLong(node.stringValue());
    } catch (NumberFormatException e) {
      return 0; // the field is then as if it were not there
    }
  }

  /** An attribute as text, null for none. */
  private static @Nullable String attribute(JsonNode attributes, String key) {
    for (JsonNode attribute : attributes) {
      if (attribute.path("key").stringValue("").equals(key)) {
        return text(attribute.path("value"));
      }
    }
    return null;
  }

  /** The text of a value of any type. */
  private static String text(JsonNode value) {
    for (JsonNode content : value) {
      String text = content.isString() ? content.stringValue() : content.toString();
      return text.substring(0, Math.min(text.length(), TRACE_LENGTH_MAX));
    }
    return "";
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isString() && !node.stringValue().isEmpty() ? cut(node.stringValue()) : null;
  }

  private static String cut(String text) {
    return Printable.text(text, TEXT_LENGTH_MAX);
  }
}
