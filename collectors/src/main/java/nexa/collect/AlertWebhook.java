package nexa.collect;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import nexa.event.Alert;
import nexa.event.EventTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decodes the webhook message of Alertmanager, version 4, and of Grafana, which has the same form with
 * more fields. An alert is known by its fingerprint and start: a resolved one may lack everything else.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">webhook_config</a>
 */
public final class AlertWebhook {

  /** The names of the two inputs in metrics. */
  public static final String ALERTMANAGER = "alertmanager";

  /** Grafana tells itself apart by the organisation it names. */
  public static final String GRAFANA = "grafana";

  private static final int ALERTS_MAX = 1_000;
  private static final int TEXT_LENGTH_MAX = 1_024;

  /** What labels call a service, the surest first. */
  private static final List<String> SERVICE_LABELS =
      List.of("service", "service_name", "app", "application", "job");

  private AlertWebhook() {}

  /**
   * The alerts of a message.
   *
   * @param names which service a label's value is
   * @throws MalformedEventException when it is no such message
   */
  public static List<Alert> decode(byte[] body, UnaryOperator<String> names, Clock clock) {
    JsonNode message = BoundedJson.object(body, 0, body.length, "message");
    JsonNode alerts = message.path("alerts");
    if (!alerts.isArray()) {
      throw new MalformedEventException("message.alerts: expected an array");
    }
    if (alerts.size() > ALERTS_MAX) {
      throw new MalformedEventException("message.alerts: more than " + ALERTS_MAX + " alerts");
    }
    String input = message.has("orgId") ? GRAFANA : ALERTMANAGER;
    List<Alert> decoded = new ArrayList<>();
    for (JsonNode alert : alerts) {
      decoded.add(alert(alert, message, input, names, clock));
    }
    return List.copyOf(decoded);
  }

  private static Alert alert(
      JsonNode alert, JsonNode message, String input, UnaryOperator<String> names, Clock clock) {
    String starts = alert.path("startsAt").stringValue("");
    String fingerprint = alert.path("fingerprint").stringValue("");
    if (fingerprint.isEmpty()) {
      throw new MalformedEventException("alert.fingerprint: expected a string");
    }
    JsonNode labels = alert.path("labels");
    JsonNode annotations = alert.path("annotations");
    boolean firing = alert.path("status").stringValue("").equals("firing");
    String service = service(labels, message.path("commonLabels"));
    return new Alert(
        cut(fingerprint + "@" + starts),
        input,
        service.isEmpty() ? "" : names.apply(service),
        cut(labels.path("alertname").stringValue("alert")),
        summary(annotations, message.path("commonAnnotations")),
        time(starts, clock),
        firing ? null : time(alert.path("endsAt").stringValue(""), clock),
        link(alert));
  }

  private static String service(JsonNode labels, JsonNode commonLabels) {
    for (String label : SERVICE_LABELS) {
      String value = labels.path(label).stringValue(commonLabels.path(label).stringValue(""));
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private static String summary(JsonNode annotations, JsonNode commonAnnotations) {
    for (String name : List.of("summary", "description", "message")) {
      String text =
          annotations.path(name).stringValue(commonAnnotations.path(name).stringValue(""));
      if (!text.isEmpty()) {
        return cut(text);
      }
    }
    return "";
  }

  /** Only an address a browser may open; the text is the sender's. */
  private static @Nullable String link(JsonNode alert) {
    for (String name : List.of("panelURL", "dashboardURL", "generatorURL")) {
      String address = alert.path(name).stringValue("");
      if (address.startsWith("http://") || address.startsWith("https://")) {
        return cut(address);
      }
    }
    return null;
  }

  /** The time, or now: an alert that fires has the year 1 as its end. */
  private static Instant time(String text, Clock clock) {
    try {
      return EventTime.believed(OffsetDateTime.parse(text).toInstant(), clock.instant());
    } catch (DateTimeException e) {
      return clock.instant(); // a message without the time tells of what has just happened
    }
  }

  private static String cut(String text) {
    return Printable.text(text, TEXT_LENGTH_MAX);
  }
}
