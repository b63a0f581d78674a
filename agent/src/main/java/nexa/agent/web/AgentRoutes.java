package nexa.agent.web;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import nexa.collect.AgentEvents;
import nexa.collect.MalformedEventException;
import nexa.event.Batch;
import nexa.event.EventSink;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The channel of the javaagents: hello, events, status. Events are answered once they are durable. */
final class AgentRoutes {

  private static final int NAME_LENGTH_MAX = 200;
  private static final int ARMED_MAX = 200;

  private final Door door;
  private final Jvms jvms;
  private final EventSink sink;
  private final Metrics metrics;
  private final InstantSource clock;

  AgentRoutes(Door door, Jvms jvms, EventSink sink, Metrics metrics, InstantSource clock) {
    this.door = door;
    this.jvms = jvms;
    this.sink = sink;
    this.metrics = metrics;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.post("/agent/v1/hello", "A javaagent connects", door::requireAgent, this::hello);
    routes.post("/agent/v1/events", "A javaagent sends events", door::requireAgent, this::events);
    routes.post("/agent/v1/status", "A javaagent says how it is", door::requireAgent, this::status);
  }

  private Object hello(Context context) {
    JsonNode hello = RequestBody.json(RequestBody.bytes(context));
    JsonNode jvm = hello.path("jvm");
    Instant now = clock.instant();
    String service = text(hello, "service");
    if (service.isBlank()) {
      throw Problem.badRequest("The hello names no service.",
          "Set service= in the agent's arguments.");
    }
    String session =
        jvms.connect(
            new Jvms.Jvm(
                service,
                textOrNull(hello, "release"),
                text(hello, "agent"),
                jvm.path("pid").asLong(0),
                text(jvm, "version"),
                text(jvm, "main"),
                now,
                now,
                List.of(),
                0,
                0,
                0));
    return Map.of("session", session);
  }

  private Object events(Context context) {
    byte[] body = RequestBody.bytes(context);
    Jvms.Jvm jvm = jvm(json(body));
    AgentEvents.Request request = decode(body, jvm);
    sink.accept(new Batch(AgentEvents.INPUT, request.events(), null));
    return Map.of("accepted", request.events().size());
  }

  private JsonNode json(byte[] body) {
    try {
      return RequestBody.json(body);
    } catch (Problem malformed) {
      metrics.rejected(AgentEvents.INPUT, "malformed");
      throw malformed;
    }
  }

  private AgentEvents.Request decode(byte[] body, Jvms.Jvm jvm) {
    try {
      return AgentEvents.decodeRequest(body, jvm.service(), jvm.release());
    } catch (MalformedEventException e) {
      metrics.rejected(AgentEvents.INPUT, "malformed");
      throw Problem.badRequest(
          String.valueOf(e.getMessage()), "Use the agent and the daemon of one version.");
    }
  }

  private Object status(Context context) {
    JsonNode status = RequestBody.json(RequestBody.bytes(context));
    jvm(status);
    List<String> armed =
        status
            .path("armed")
            .valueStream()
            .limit(ARMED_MAX)
            .map(method -> bounded(method.asString("")))
            .toList();
    jvms.report(
        text(status, "session"),
        armed,
        status.path("sent").asLong(0),
        status.path("dropped").asLong(0),
        status.path("errors").asLong(0));
    return Map.of();
  }

  private Jvms.Jvm jvm(JsonNode request) {
    return jvms.heard(text(request, "session"))
        .orElseThrow(
            () -> new Problem(
                410, "Session gone", "The daemon does not know this session.",
                "Say hello again."));
  }

  private static String text(JsonNode node, String field) {
    return bounded(node.path(field).asString(""));
  }

  private static @Nullable String textOrNull(JsonNode node, String field) {
    String text = text(node, field);
    return text.isEmpty() ? null : text;
  }

  private static String bounded(String text) {
    return text.length() <= NAME_LENGTH_MAX ? text : text.substring(0, NAME_LENGTH_MAX);
  }
}
