package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import nexa.collect.WebhookMapping.Field;
import nexa.event.Alert;
import nexa.event.Event;
import nexa.event.EventTime;
import nexa.event.Severity;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Decodes the JSON messages of any program by a mapping. A message with a stack trace is a crash; else
 * one with a status is an alert that fires or is over; else it is an error without a trace, or tells
 * of none.
 */
public final class MappedWebhook {

  private static final int TEXT_LENGTH_MAX = 4_096;
  private static final int ALERT_LENGTH_MAX = 1_024;

  /** As a number of seconds this is the year 5138, as one of milliseconds 1973. */
  private static final double MILLIS_FROM = 1e11;

  private final JsonNode message;
  private final WebhookMapping mapping;
  private final String input;
  private final Clock clock;

  private MappedWebhook(JsonNode message, WebhookMapping mapping, String input, Clock clock) {
    this.message = message;
    this.mapping = mapping;
    this.input = input;
    this.clock = clock;
  }

  /** What a message holds: at most one event or one alert. */
  public record Content(Decoded events, List<Alert> alerts) {
    public Content {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * Decodes a message. The same body gives an event with the same id.
   *
   * @param input the road it came by, as in {@link Event#input()}
   * @param names which service a name in a message is
   * @throws MalformedEventException when it is no JSON object, or lacks what it must have; the error
   *     names the place
   */
  public static Content decode(
      byte[] body, WebhookMapping mapping, String input, UnaryOperator<String> names,
      Clock clock) {
    JsonNode message = BoundedJson.object(body, 0, body.length, "message");
    MappedWebhook webhook = new MappedWebhook(message, mapping, input, clock);
    String service = names.apply(webhook.service());
    boolean isOver =
        mapping.resolved().contains(webhook.text(Field.STATUS).toLowerCase(Locale.ROOT));
    StackTrace trace = isOver ? null : webhook.trace();
    if (trace == null && mapping.has(Field.STATUS)) {
      return new Content(
          new Decoded.Builder().build(), List.of(webhook.alert(service, isOver)));
    }
    Decoded.Builder decoded = new Decoded.Builder();
    webhook.add(service, trace, EventId.of(input, new String(body, UTF_8)), decoded);
    return new Content(decoded.build(), List.of());
  }

  private String service() {
    String named = text(Field.SERVICE);
    return named.isBlank() && mapping.service() != null ? mapping.service()
        : required(Field.SERVICE);
  }

  private @Nullable StackTrace trace() {
    return StackTraces.find(text(Field.STACK)).stream().findFirst().orElse(null);
  }

  private Alert alert(String service, boolean isOver) {
    Instant time = EventTime.believed(time(), clock.instant());
    String link = text(Field.LINK);
    return new Alert(
        input + ":" + cut(required(Field.FINGERPRINT)),
        input,
        service,
        cut(isOver ? text(Field.MESSAGE) : required(Field.MESSAGE)),
        "",
        time,
        isOver ? time : null,
        link.startsWith("http://") || link.startsWith("https://") ? cut(link) : null);
  }

  private void add(
      String service, @Nullable StackTrace trace, String id, Decoded.Builder decoded) {
    Severity severity = severity();
    if (trace == null && severity.compareTo(Severity.ERROR) < 0) {
      decoded.skip("below error");
      return;
    }
    String said = text(Field.MESSAGE);
    String words = trace == null ? required(Field.MESSAGE) : trace.messageOrType();
    String release = text(Field.RELEASE);
    decoded.add(
        new Event(
            input + ":" + id,
            service,
            time(),
            severity,
            input,
            Printable.text(said.isBlank() ? words : said, TEXT_LENGTH_MAX),
            release.isBlank() ? null : Printable.text(release, TEXT_LENGTH_MAX),
            trace,
            null,
            null));
  }

  private Severity severity() {
    JsonNode level = at(Field.LEVEL);
    Severity severity =
        level.isIntegralNumber()
            ? Levels.numbered(level.asLong(-1))
            : Levels.named(level.asString(""));
    return severity == null ? Severity.ERROR : severity;
  }

  /** When it happened; now when the message does not say. */
  private Instant time() {
    JsonNode time = at(Field.TIME);
    if (time.isNumber()) {
      double number = time.asDouble(0);
      return Instant.ofEpochMilli(Math.round(number < MILLIS_FROM ? number * 1_000 : number));
    }
    Instant stamp = Timestamp.parse(time.asString(""), clock);
    return stamp == null ? clock.instant() : stamp;
  }

  private String required(Field field) {
    String text = text(field);
    if (text.isBlank()) {
      JsonPath path = mapping.paths().get(field);
      throw new MalformedEventException(
          path == null
              ? "message: mapping." + field.key() + " is not set, and this message needs it"
              : "message." + path + ": there is no text, where mapping." + field.key() + " has it");
    }
    return text;
  }

  private String text(Field field) {
    JsonNode node = at(field);
    return node.isValueNode() ? node.asString("") : "";
  }

  private JsonNode at(Field field) {
    JsonPath path = mapping.paths().get(field);
    return path == null ? MissingNode.getInstance() : path.in(message);
  }

  private static String cut(String text) {
    return Printable.text(text, ALERT_LENGTH_MAX);
  }
}
