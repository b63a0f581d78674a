package nexa.agent.notify;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.store.Courier.Answer;
import nexa.agent.store.Notice;
import nexa.event.Severity;

/**
 * Sends events to PagerDuty's Events API v2. An alert has one key from its trigger to its end, so a
 * repeated event makes no second one. An applied fix is a change, which wakes nobody.
 */
public final class PagerDutyMessenger implements Messenger {

  private static final String ALERTS = "/enqueue";
  private static final String CHANGES = "/change/enqueue";
  private static final int SUMMARY_CHARS_MAX = 1_024;
  private static final int VALUE_CHARS_MAX = 200;

  private final HttpPost http;
  private final URI url;
  private final String key;

  public PagerDutyMessenger(HttpPost http, Target target) {
    this.http = http;
    this.url = target.url();
    this.key = target.keys().getFirst();
  }

  @Override
  public Answer tell(Message message) throws IOException {
    Moment moment = message.notice().moment();
    if (moment == Moment.FIX_APPLIED || moment == Moment.TEST) {
      return message.ending() == null
          ? http.post(changes(), change(message))
          : new Answer.Unsaid();
    }
    return http.post(url, message.ending() == null ? trigger(message) : resolve(message));
  }

  /** Beside the address for alerts. */
  private URI changes() {
    String path = url.toString();
    return path.endsWith(ALERTS) && !path.endsWith(CHANGES)
        ? URI.create(path.substring(0, path.length() - ALERTS.length()) + CHANGES)
        : url;
  }

  private Map<String, Object> trigger(Message message) {
    Map<String, Object> payload = payload(message);
    payload.put("severity", severity(message.notice().severity()));
    return Map.of(
        "routing_key", key, "event_action", "trigger", "dedup_key", message.id(), "client", "Nexa",
        "client_url", message.page(), "links", links(message), "payload", payload);
  }

  private Map<String, Object> resolve(Message message) {
    return Map.of("routing_key", key, "event_action", "resolve", "dedup_key", message.id());
  }

  private Map<String, Object> change(Message message) {
    return Map.of("routing_key", key, "links", links(message), "payload", payload(message));
  }

  private static Map<String, Object> payload(Message message) {
    Notice notice = message.notice();
    Map<String, String> details = new LinkedHashMap<>();
    message.facts().forEach(
        fact -> details.put(fact.name(), PlainText.line(fact.value(), VALUE_CHARS_MAX)));
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put(
        "summary",
        PlainText.line(message.headline() + " " + notice.title(), SUMMARY_CHARS_MAX));
    String source = PlainText.line(notice.service(), VALUE_CHARS_MAX);
    payload.put("source", source.isEmpty() ? "unknown" : source);
    payload.put("timestamp", notice.time().toString());
    payload.put("custom_details", details);
    return payload;
  }

  private static List<Map<String, String>> links(Message message) {
    return List.of(Map.of("href", message.link(), "text", message.action()));
  }

  private static String severity(Severity severity) {
    return switch (severity) {
      case TRACE, DEBUG, INFO -> "info";
      case WARN -> "warning";
      case ERROR -> "error";
      case FATAL -> "critical";
    };
  }
}
