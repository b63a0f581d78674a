package nexa.agent.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.config.SigningKey;
import nexa.agent.store.Courier.Answer;
import nexa.agent.store.Json;
import nexa.agent.store.Notice;

/**
 * Sends CloudEvents to a program, signed with every key by Standard Webhooks. A repeated one has the id
 * of the first, by which the receiver takes it once.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 * @see <a href="https://cloudevents.io">CloudEvents 1.0</a>
 */
public final class WebhookMessenger implements Messenger {

  private static final int VALUE_CHARS_MAX = 1_000;

  private final HttpPost http;
  private final URI url;
  private final List<SigningKey> keys;
  private final InstantSource clock;

  public WebhookMessenger(HttpPost http, Target target, InstantSource clock) {
    this.http = http;
    this.url = target.url();
    this.keys = target.keys().stream().map(SigningKey::new).toList();
    this.clock = clock;
  }

  @Override
  public Answer tell(Message message) throws IOException {
    if (message.isEndedByThread()) {
      return new Answer.Unsaid(); // a decision is one event
    }
    String id = message.ending() == null ? message.id() : message.id() + "_ended";
    String body = Json.write(event(id, message));
    String time = Long.toString(clock.instant().getEpochSecond());
    byte[] signed = (id + "." + time + "." + body).getBytes(UTF_8);
    String signatures =
        keys.stream()
            .map(key -> "v1," + Base64.getEncoder().encodeToString(key.sha256(signed)))
            .collect(Collectors.joining(" "));
    return http.send(
        "POST", url,
        Map.of(
            "Content-Type", "application/cloudevents+json",
            "webhook-id", id,
            "webhook-timestamp", time,
            "webhook-signature", signatures),
        body)
        .answer();
  }

  private static Map<String, Object> event(String id, Message message) {
    Notice notice = message.notice();
    Notice.Ending ending = message.ending();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("specversion", "1.0");
    event.put("id", id);
    event.put("source", message.page());
    event.put("type", "nexa." + (ending == null ? notice.moment().word() : ending.event()));
    event.put("subject", notice.issue());
    event.put("time", notice.time().toString());
    event.put("datacontenttype", "application/json");
    event.put("data", data(message));
    return event;
  }

  private static Map<String, Object> data(Message message) {
    Notice notice = message.notice();
    Map<String, String> facts = new LinkedHashMap<>();
    message.facts().forEach(
        fact -> facts.put(fact.name(), PlainText.line(fact.value(), VALUE_CHARS_MAX)));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("schema", "nexa.notice/1");
    data.put("moment", notice.moment().word());
    data.put("message", message.id());
    data.put("issue", notice.issue());
    data.put("fix", notice.fix());
    data.put("service", notice.service());
    data.put("severity", notice.severity().name().toLowerCase(Locale.ROOT));
    data.put("link", message.link());
    data.put("ended", message.ending() != null);
    data.put("facts", facts);
    return data;
  }
}
