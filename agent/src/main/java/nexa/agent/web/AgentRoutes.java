package nexa.agent.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import nexa.agent.store.Swaps;
import nexa.agent.swap.Jvms;
import nexa.agent.swap.Orders;
import nexa.agent.swap.Pause;
import nexa.collect.AgentEvents;
import nexa.collect.MalformedEventException;
import nexa.event.Batch;
import nexa.event.EventSink;
import nexa.event.Loss;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The channel of the javaagents: hello, events, status, orders. Events are answered once they are durable. */
final class AgentRoutes {

  private final Door door;
  private final Jvms jvms;
  private final Orders orders;
  private final Pause pause;
  private final EventSink sink;
  private final Inputs inputs;
  private final Probes probes;

  AgentRoutes(
      Door door, Jvms jvms, Orders orders, Pause pause, EventSink sink, Inputs inputs,
      Probes probes) {
    this.door = door;
    this.jvms = jvms;
    this.orders = orders;
    this.pause = pause;
    this.sink = sink;
    this.inputs = inputs;
    this.probes = probes;
  }

  void addTo(Routes routes) {
    routes.post("/agent/v1/hello", "A javaagent connects", door::requireAgent, this::hello);
    routes.post("/agent/v1/events", "A javaagent sends events", door::requireAgent, this::events);
    routes.post("/agent/v1/status", "A javaagent says how it is", door::requireAgent, this::status);
    routes.post(
        "/agent/v1/order", "A javaagent says what became of an order", door::requireAgent,
        this::order);
  }

  private Object hello(Context context) {
    Probe probe = claim(context);
    JsonNode hello = RequestBody.json(RequestBody.bytes(context));
    JsonNode jvm = hello.path("jvm");
    String service = text(hello, "service");
    if (service.isBlank()) {
      throw Problem.badRequest("The hello names no service.",
          "Set service= in the agent's arguments.");
    }
    Jvms.Hello said =
        new Jvms.Hello(
            new Swaps.Jvm(
                service, jvm.path("pid").asLong(0), jvm.path("startedUnixMs").asLong(0)),
            textOrNull(hello, "release"),
            text(hello, "agent"),
            text(jvm, "version"),
            text(jvm, "main"),
            text(hello, "swap"),
            textOrNull(hello, "swapKey"));
    if (probe != null) {
      probe.ended("greeted; no JVM was noted");
      return Map.of("session", "probe");
    }
    return Map.of(
        "session",
        jvms.connect(said)
            .orElseThrow(
                () -> new Problem(
                    503, "Too many JVMs", "Too many JVMs are connected already.",
                    "Stop agents that nobody needs.")));
  }

  /** A forged probe counts as refused, as at every input. */
  private @Nullable Probe claim(Context context) {
    try {
      return probes.claim(AgentEvents.INPUT, context.header(Probes.HEADER));
    } catch (Problem forged) {
      inputs.lost(
          AgentEvents.INPUT, Loss.refused(forged.title(), String.valueOf(forged.getMessage())));
      throw forged;
    }
  }

  private Object probed(Probe probe, byte[] body) {
    try {
      AgentEvents.Request request = AgentEvents.decodeRequest(body, Probe.SERVICE, null);
      probe.end(request.events(), List.of(), List.of());
      return Map.of("accepted", request.events().size());
    } catch (MalformedEventException e) {
      throw Problem.badRequest(
          String.valueOf(e.getMessage()), "Use the doctor and the daemon of one version.");
    }
  }

  private Object events(Context context) {
    Probe probe = claim(context);
    byte[] body = RequestBody.bytes(context);
    if (probe != null) {
      return probed(probe, body);
    }
    Jvms.Jvm jvm = jvm(json(body));
    AgentEvents.Request request = decode(body, jvm.hello());
    sink.accept(new Batch(AgentEvents.INPUT, request.events(), null));
    if (request.dropped() > 0) {
      inputs.lost(
          AgentEvents.INPUT,
          new Loss(
              Loss.Kind.REFUSED, "dropped in the JVM", request.dropped(),
              jvm.hello().process().toString()));
    }
    return Map.of("accepted", request.events().size());
  }

  private JsonNode json(byte[] body) {
    try {
      return RequestBody.json(body);
    } catch (Problem malformed) {
      inputs.lost(AgentEvents.INPUT, malformed(malformed));
      throw malformed;
    }
  }

  private AgentEvents.Request decode(byte[] body, Jvms.Hello jvm) {
    try {
      return AgentEvents.decodeRequest(body, jvm.process().service(), jvm.release());
    } catch (MalformedEventException e) {
      inputs.lost(AgentEvents.INPUT, malformed(e));
      throw Problem.badRequest(
          String.valueOf(e.getMessage()), "Use the agent and the daemon of one version.");
    }
  }

  private static Loss malformed(RuntimeException why) {
    return Loss.refused("malformed", String.valueOf(why.getMessage()));
  }

  /** Keeps a status and answers with what the JVM is to do. */
  private Object status(Context context) {
    JsonNode status = RequestBody.json(RequestBody.bytes(context));
    String session = jvm(status).session();
    jvms.report(session, StatusJson.report(status));
    return Map.of("paused", pause.holds(), "orders", orders.fetch(session));
  }

  private Object order(Context context) {
    JsonNode answer = RequestBody.json(RequestBody.bytes(context));
    String session = jvm(answer).session();
    orders.answer(session, answer.path("counter").asLong(0), StatusJson.answer(answer));
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
    return StatusJson.text(node, field);
  }

  private static @Nullable String textOrNull(JsonNode node, String field) {
    return StatusJson.textOrNull(node, field);
  }
}
