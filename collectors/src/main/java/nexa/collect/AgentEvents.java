package nexa.collect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import nexa.event.CapturedFrame;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.Frame;
import nexa.event.HttpExchange;
import nexa.event.Severity;
import nexa.event.Snapshot;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decodes what the javaagent sends: the body of an {@code events} request, or one line of its spool
 * file. Structure is checked, unknown fields are skipped, sizes are bounded.
 */
public final class AgentEvents {

  /** The name of this input in {@link Event#input()}. */
  public static final String INPUT = "javaagent";

  private static final int EVENTS_MAX = 1_000;
  private static final int STACK_FRAMES_MAX = 1_024;
  private static final int CAUSES_MAX = 32;
  private static final int SUPPRESSED_MAX = 32;
  private static final int CAPTURED_FRAMES_MAX = 64;
  private static final int ARGUMENTS_MAX = 255;

  /** Our own protocol is read strictly. */
  private static final JsonMapper JSON =
      BoundedJson.MAPPER.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private AgentEvents() {}

  /**
   * The body of one {@code events} request.
   *
   * @param dropped how many events the agent had to drop since its last request
   */
  public record Request(String session, long dropped, List<Event> events) {
    public Request {
      events = List.copyOf(events);
    }
  }

  /**
   * Decodes the body of an {@code events} request.
   *
   * @throws MalformedEventException when any part of it breaks the protocol
   */
  public static Request decodeRequest(byte[] body, String service, @Nullable String release) {
    JsonObject json = parse(() -> JSON.readTree(body), "request");
    return new Request(
        json.name("session"),
        json.number("dropped", 0, Long.MAX_VALUE),
        json.list("events", EVENTS_MAX, event -> event(event, service, release)));
  }

  /**
   * Decodes one line of a spool file.
   *
   * @throws MalformedEventException when any part of it breaks the protocol
   */
  public static Event decodeEvent(String line, String service, @Nullable String release) {
    return event(parse(() -> JSON.readTree(line), "event"), service, release);
  }

  /**
   * Decodes events that follow each other, on lines of their own or spread over several.
   *
   * @throws MalformedEventException when any part of it breaks the protocol
   */
  public static List<Event> decodeEvents(String text, String service, @Nullable String release) {
    List<Event> events = new ArrayList<>();
    try (MappingIterator<JsonNode> nodes = JSON.readerFor(JsonNode.class).readValues(text)) {
      while (nodes.hasNextValue()) {
        if (events.size() == EVENTS_MAX) {
          throw new MalformedEventException("more than " + EVENTS_MAX + " events");
        }
        events.add(event(new JsonObject(nodes.nextValue(), "event"), service, release));
      }
    } catch (JacksonException e) {
      throw new MalformedEventException("event: no JSON: " + e.getOriginalMessage(), e);
    }
    return List.copyOf(events);
  }

  private static JsonObject parse(Supplier<JsonNode> read, String place) {
    try {
      return new JsonObject(read.get(), place);
    } catch (JacksonException e) {
      throw new MalformedEventException(place + ": no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Event event(JsonObject json, String service, @Nullable String release) {
    JsonObject exception = json.objectOrNull("exception");
    JsonObject snapshot = json.objectOrNull("snapshot");
    JsonObject http = json.objectOrNull("http");
    return new Event(
        json.name("id"),
        service,
        Instant.ofEpochMilli(json.number("timeUnixMs", 0, Long.MAX_VALUE)),
        severity(json),
        INPUT,
        printable(json.text("message")),
        release,
        exception == null ? null : PrintableTrace.of(stackTrace(exception, 0)),
        snapshot == null ? null : snapshot(snapshot),
        http == null ? null : exchange(http),
        context(json));
  }

  private static String printable(String text) {
    return Printable.text(text, text.length());
  }

  private static EventContext context(JsonObject json) {
    return new EventContext(
        json.name("kind"),
        json.textOrNull("logger"),
        json.textOrNull("thread"),
        json.textOrNull("traceId"),
        json.textOrNull("spanId"));
  }

  private static Severity severity(JsonObject json) {
    String name = json.name("severity");
    for (Severity severity : Severity.values()) {
      if (severity.name().equals(name)) {
        return severity;
      }
    }
    throw json.wrong("severity", "no such severity");
  }

  private static HttpExchange exchange(JsonObject json) {
    return new HttpExchange(
        json.name("method"), printable(json.text("path")), (int) json.number("status", 0, 999));
  }

  private static StackTrace stackTrace(JsonObject json, int depth) {
    if (depth > CAUSES_MAX) {
      throw new MalformedEventException(json.place() + ": more than " + CAUSES_MAX + " causes");
    }
    JsonObject cause = json.objectOrNull("cause");
    return new StackTrace(
        json.name("type"),
        json.textOrNull("message"),
        json.list("frames", STACK_FRAMES_MAX, AgentEvents::frame),
        cause == null ? null : stackTrace(cause, depth + 1),
        json.list("suppressed", SUPPRESSED_MAX, other -> stackTrace(other, depth + 1)));
  }

  /** The JVM gives -1 for an unknown line and -2 for a native method; both are unknown here. */
  private static Frame frame(JsonObject json) {
    int line = (int) json.number("line", Integer.MIN_VALUE, Integer.MAX_VALUE);
    return new Frame(
        json.name("class"), json.name("method"), json.textOrNull("file"), Math.max(line, 0));
  }

  private static Snapshot snapshot(JsonObject json) {
    AgentValues values = new AgentValues();
    return new Snapshot(
        json.list("frames", CAPTURED_FRAMES_MAX, frame -> capturedFrame(frame, values)));
  }

  private static CapturedFrame capturedFrame(JsonObject json, AgentValues values) {
    return new CapturedFrame(
        json.name("class"),
        json.name("method"),
        json.text("descriptor"),
        values.decodeOrNull(json.objectOrNull("receiver")),
        json.list(
            "arguments",
            ARGUMENTS_MAX,
            argument -> new CapturedFrame.Argument(
                argument.name("name"), values.decode(argument.object("value")))));
  }
}
