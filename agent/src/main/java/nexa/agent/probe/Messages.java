package nexa.agent.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nexa.agent.probe.Desk.Ticket;
import nexa.agent.store.Json;
import nexa.collect.JsonPath;
import nexa.collect.WebhookMapping;
import nexa.collect.WebhookMapping.Field;
import tools.jackson.databind.node.ObjectNode;

/** The one event of a probe, as each input has it. */
final class Messages {

  private static final String PACKAGE = "java.lang";
  private static final String TYPE = "IllegalStateException";
  private static final String CLASS = "nexa.doctor.Probe";
  private static final String FILE = "Probe.java";
  private static final List<String> METHODS = List.of("send", "main");

  private Messages() {}

  static String exceptionType() {
    return PACKAGE + "." + TYPE;
  }

  /** The stack trace as a logger prints it. */
  static String trace(Ticket ticket) {
    StringBuilder text = new StringBuilder(exceptionType() + ": " + ticket.text());
    for (int i = 0; i < METHODS.size(); i++) {
      text.append("\n\tat ").append(CLASS).append('.').append(METHODS.get(i)).append('(')
          .append(FILE).append(':').append(i + 1).append(')');
    }
    return text.append('\n').toString();
  }

  /** An envelope of a Sentry SDK with one error. */
  static byte[] sentry(Ticket ticket) {
    String id = (ticket.id() + "0".repeat(32)).substring(0, 32);
    List<Map<String, Object>> frames =
        METHODS.reversed().stream()
            .map(
                method -> Map.<String, Object>of(
                    "module", CLASS, "function", method, "filename", FILE, "lineno", 1, "in_app",
                    true))
            .toList();
    String event =
        Json.write(
            Map.of(
                "event_id", id, "platform", "java", "level", "error", "timestamp",
                Instant.now().toString(), "exception",
                Map.of(
                    "values",
                    List.of(
                        Map.of(
                            "type", TYPE, "module", PACKAGE, "value", ticket.text(), "stacktrace",
                            Map.of("frames", frames))))));
    String item =
        Json.write(Map.of("type", "event", "length", event.getBytes(UTF_8).length));
    return (Json.write(Map.of("event_id", id)) + "\n" + item + "\n" + event + "\n").getBytes(UTF_8);
  }

  /** Lines of a log in the usual layout. */
  static byte[] log(Ticket ticket) {
    return (Instant.now() + " ERROR [main] " + CLASS + " - " + ticket.text() + "\n"
        + trace(ticket)).getBytes(UTF_8);
  }

  /**
   * Alertmanager's message of one alert that fires.
   *
   * @param isGrafana with the field by which Grafana's is known
   */
  static byte[] alert(Ticket ticket, String service, boolean isGrafana) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("version", isGrafana ? "1" : "4");
    message.put("status", "firing");
    if (isGrafana) {
      message.put("orgId", 1);
    }
    message.put(
        "alerts",
        List.of(
            Map.of(
                "status", "firing", "fingerprint", ticket.id(), "startsAt",
                Instant.now().toString(), "labels",
                Map.of("alertname", "NexaDoctorProbe", "service", service), "annotations",
                Map.of("summary", ticket.text()))));
    return Json.write(message).getBytes(UTF_8);
  }

  /** A message that a mapping understands. */
  static byte[] mapped(Ticket ticket, String service, WebhookMapping mapping) {
    Map<Field, String> values =
        new TreeMap<>(
            Map.of(
                Field.SERVICE, service,
                Field.MESSAGE, ticket.text(),
                Field.LEVEL, "error",
                Field.STACK, trace(ticket),
                Field.STATUS, "firing " + ticket.id(),
                Field.FINGERPRINT, ticket.id(),
                Field.TIME, Instant.now().toString()));
    ObjectNode message = Json.MAPPER.createObjectNode();
    values.forEach(
        (field, value) -> {
          JsonPath path = mapping.paths().get(field);
          if (path != null) {
            path.put(message, value);
          }
        });
    return Json.write(message).getBytes(UTF_8);
  }

  /** What GitHub sends when a webhook was made: it decides nothing. */
  static byte[] ping(Ticket ticket) {
    return Json.write(Map.of("zen", ticket.text(), "hook_id", 1)).getBytes(UTF_8);
  }

  /** A javaagent's first words. */
  static byte[] hello(String service) {
    return Json.write(
        Map.of(
            "agent", "doctor", "service", service, "jvm",
            Map.of(
                "pid", ProcessHandle.current().pid(), "startedUnixMs", System.currentTimeMillis(),
                "version", String.valueOf(Runtime.version()), "main", CLASS)))
        .getBytes(UTF_8);
  }

  /** A javaagent's event, without captured values. */
  static byte[] agent(Ticket ticket) {
    Map<String, Object> exception = new LinkedHashMap<>();
    exception.put("type", exceptionType());
    exception.put("message", ticket.text());
    exception.put(
        "frames",
        METHODS.stream()
            .map(method -> Map.of("class", CLASS, "method", method, "file", FILE, "line", 1))
            .toList());
    exception.put("cause", null);
    exception.put("suppressed", List.of());
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("id", "probe-" + ticket.id());
    event.put("timeUnixMs", System.currentTimeMillis());
    event.put("kind", "uncaught");
    event.put("severity", "ERROR");
    event.put("logger", null);
    event.put("thread", "main");
    event.put("message", ticket.text());
    event.put("traceId", null);
    event.put("spanId", null);
    event.put("http", null);
    event.put("exception", exception);
    event.put("snapshot", null);
    return Json.write(Map.of("session", "probe", "dropped", 0, "events", List.of(event)))
        .getBytes(UTF_8);
  }
}
