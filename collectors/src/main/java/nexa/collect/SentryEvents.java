package nexa.collect;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.Frame;
import nexa.event.HttpExchange;
import nexa.event.Severity;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes events of Sentry's event and log payloads. Sentry gives the root cause first and the frames
 * from caller to callee; both are turned round here.
 *
 * @see <a href="https://develop.sentry.dev/sdk/data-model/event-payloads/">Event payloads</a>
 */
final class SentryEvents {

  private static final int CAUSES_MAX = 64;
  private static final int TEXT_LENGTH_MAX = 4_096;
  private static final int LOGS_MAX = 1_000;
  private static final int DATE_LENGTH = 10;

  /** Where the type is the whole name of an exception's class: the module only says it again, or is a file. */
  private static final Set<String> WHOLE_TYPES = Set.of("csharp", "go", "php", "ruby");

  /** What Go prints before whatever ends a program. */
  private static final String PANIC = "panic";

  /** Python's modules whose classes it prints by their names alone. */
  private static final Set<String> UNPRINTED = Set.of("builtins", "__main__");

  /** Before the ids of this input, as those of two inputs may be the same. */
  private static final String INPUT_ID = SentryEnvelope.INPUT + ":";

  private final String service;
  private final Clock clock;

  SentryEvents(String service, Clock clock) {
    this.service = service;
    this.clock = clock;
  }

  /** The id of an event: the envelope's wins. */
  static String id(JsonNode event, @Nullable String envelopeId) {
    String id = envelopeId == null ? event.path("event_id").stringValue("") : envelopeId;
    return id.isEmpty() ? EventId.of(event.toString()) : text(id);
  }

  /** Takes an {@code event} item, unless it only informs. */
  void add(JsonNode event, @Nullable String envelopeId, Decoded.Builder decoded) {
    Severity severity = severity(event.path("level").stringValue("error"));
    StackTrace trace = trace(event, severity);
    if (trace == null && severity.compareTo(Severity.ERROR) < 0) {
      decoded.skip("below error");
      return;
    }
    JsonNode span = event.path("contexts").path("trace");
    decoded.add(
        new Event(
            INPUT_ID + id(event, envelopeId),
            service,
            time(event.path("timestamp")),
            severity,
            SentryEnvelope.INPUT,
            decoded.message(message(event, trace)),
            textOrNull(event.path("release")),
            trace,
            null,
            exchange(event),
            new EventContext(
                isUncaught(event) ? "uncaught" : "logged",
                textOrNull(event.path("logger")),
                textOrNull(event.path("contexts").path("thread").path("name")),
                TraceIds.trace(span.path("trace_id").stringValue(null)),
                TraceIds.span(span.path("span_id").stringValue(null)),
                user(event.path("user")))));
  }

  private @Nullable String user(JsonNode user) {
    return UserMark.of(
        service, user.path("id").asString(""), user.path("email").asString(""),
        user.path("username").asString(""), user.path("ip_address").asString(""));
  }

  /** Takes the records of a {@code log} item that tell of an error. */
  void addLogs(JsonNode item, Decoded.Builder decoded) {
    int taken = 0;
    for (JsonNode log : item.path("items")) {
      Severity severity = severity(log.path("level").stringValue("info"));
      if (severity.compareTo(Severity.ERROR) < 0) {
        decoded.skip("below error");
      } else if (++taken > LOGS_MAX) {
        decoded.refuse(
            "more than " + LOGS_MAX + " logs in an item", log.path("body").stringValue(""));
      } else {
        decoded.add(log(log, severity, decoded));
      }
    }
  }

  private Event log(JsonNode log, Severity severity, Decoded.Builder decoded) {
    String body = log.path("body").stringValue("");
    JsonNode attributes = log.path("attributes");
    return new Event(
        INPUT_ID + EventId.of(log.toString()),
        service,
        time(log.path("timestamp")),
        severity,
        SentryEnvelope.INPUT,
        decoded.message(body),
        textOrNull(attributes.path("sentry.release").path("value")),
        StackTraces.find(body).stream().findFirst().orElse(null),
        null,
        null,
        new EventContext(
            "logged",
            textOrNull(attributes.path("logger.name").path("value")),
            null,
            TraceIds.trace(log.path("trace_id").stringValue(null)),
            TraceIds.span(log.path("span_id").stringValue(null))));
  }

  /** The outermost exception with its causes, null for none. */
  private static @Nullable StackTrace trace(JsonNode event, Severity severity) {
    String platform = event.path("platform").stringValue("");
    StackTrace chain = chain(values(event.path("exception")), platform);
    boolean isGo = platform.equals("go");
    if (chain == null) {
      return isGo && severity == Severity.FATAL ? panic(event) : null;
    }
    // Go prints what ended a program as one panic, whatever errors it wraps.
    return isGo && (severity == Severity.FATAL || isOfRuntime(chain.exceptionType()))
        ? new StackTrace(PANIC, chain.message(), chain.frames(), null, List.of())
        : chain;
  }

  /** {@code runtime.boundsError} and the like, which only a panic brings. */
  private static boolean isOfRuntime(String type) {
    return type.startsWith("runtime.") || type.startsWith("*runtime.");
  }

  /** A panic with a value that is no error: the SDK sends it as a message, and may add the stack. */
  private static @Nullable StackTrace panic(JsonNode event) {
    for (JsonNode thread : values(event.path("threads"))) {
      List<Frame> frames = SentryFrames.of(thread.path("stacktrace").path("frames"), "go");
      if (!frames.isEmpty()) {
        return new StackTrace(
            PANIC, textOrNull(event.path("message")), frames, null, List.of());
      }
    }
    return null;
  }

  /** A list comes as it is or within an object. */
  private static JsonNode values(JsonNode list) {
    return list.isArray() ? list : list.path("values");
  }

  private static @Nullable StackTrace chain(JsonNode values, String platform) {
    StackTrace chain = null;
    List<StackTrace> suppressed = new ArrayList<>();
    int taken = 0;
    for (JsonNode value : values) {
      if (!value.isObject() || ++taken > CAUSES_MAX) {
        continue;
      }
      if (isSuppressed(value)) {
        suppressed.add(one(value, null, platform));
      } else {
        chain = one(value, chain, platform);
      }
    }
    return chain == null || suppressed.isEmpty()
        ? chain
        : new StackTrace(
            chain.exceptionType(), chain.message(), chain.frames(), chain.cause(), suppressed);
  }

  private static boolean isSuppressed(JsonNode value) {
    return value.path("mechanism").path("type").stringValue("").equals("suppressed");
  }

  private static StackTrace one(
      JsonNode value, @Nullable StackTrace cause, String platform) {
    String named = value.path("module").stringValue("");
    boolean isWhole = WHOLE_TYPES.contains(platform) || UNPRINTED.contains(named);
    String module = isWhole ? "" : named;
    String type = value.path("type").stringValue("");
    String name = type.isEmpty() ? "Error" : type;
    return new StackTrace(
        text(module.isEmpty() ? name : module + "." + name),
        textOrNull(value.path("value")),
        SentryFrames.of(value.path("stacktrace").path("frames"), platform),
        cause,
        List.of());
  }

  private static boolean isUncaught(JsonNode event) {
    for (JsonNode value : event.path("exception").path("values")) {
      if (!value.path("mechanism").path("handled").asBoolean(true)) {
        return true;
      }
    }
    return false;
  }

  private static String message(JsonNode event, @Nullable StackTrace trace) {
    JsonNode message = event.path("message");
    JsonNode entry = event.path("logentry");
    for (JsonNode candidate : List.of(
        message.path("formatted"), message, message.path("message"), entry.path("formatted"),
        entry.path("message"))) {
      if (candidate.isString()) {
        return candidate.stringValue();
      }
    }
    return trace == null ? "" : trace.messageOrType();
  }

  private static @Nullable HttpExchange exchange(JsonNode event) {
    String url = event.path("request").path("url").stringValue("");
    if (url.isEmpty()) {
      return null;
    }
    int host = url.indexOf("://");
    int path = host < 0 ? 0 : url.indexOf('/', host + 3);
    return new HttpExchange(
        text(event.path("request").path("method").stringValue("GET")),
        path < 0 ? "/" : text(url.substring(path)),
        event.path("contexts").path("response").path("status_code").asInt(0));
  }

  private static Severity severity(String level) {
    Severity named = level.equals("log") ? Severity.INFO : Levels.named(level);
    return named == null ? Severity.ERROR : named;
  }

  /** RFC 3339, or seconds since 1970 with a fraction; now when it is neither. */
  private Instant time(JsonNode timestamp) {
    try {
      if (timestamp.isNumber()) {
        return Instant.ofEpochMilli(Math.round(timestamp.doubleValue() * 1_000));
      }
      String text = timestamp.stringValue("");
      boolean zoned =
          text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > DATE_LENGTH;
      return OffsetDateTime.parse(zoned ? text : text + "Z").toInstant();
    } catch (DateTimeException e) {
      return clock.instant(); // an event without a time has just happened
    }
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isString() && !node.stringValue().isEmpty() ? text(node.stringValue()) : null;
  }

  private static String text(String text) {
    return Printable.text(text, TEXT_LENGTH_MAX);
  }
}
