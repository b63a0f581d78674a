package nexa.collect;

import java.time.Clock;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decodes what a Sentry SDK sends: an envelope of items, or one bare event to the older store
 * endpoint.
 *
 * <p>An envelope is {@code headers \n (item headers \n payload)*}. A payload's {@code length} in bytes
 * is optional; without it the payload goes to the next line break. An item of an unknown kind is
 * passed over and counted, as SDKs are ahead of every server.
 *
 * @see <a href="https://develop.sentry.dev/sdk/data-model/envelopes/">Envelopes</a>
 */
public final class SentryEnvelope {

  /** The name of this input in events and metrics. */
  public static final String INPUT = "sentry";

  private static final int ITEMS_MAX = 1_000;

  /** What SDKs send beside errors; the name of any other kind is the client's, so it is not a reason. */
  private static final Set<String> OTHER_KINDS =
      Set.of(
          "transaction", "session", "sessions", "span", "user_report", "attachment", "profile",
          "profile_chunk", "client_report", "replay_event", "replay_recording", "replay_video",
          "check_in", "feedback", "trace_metric", "statsd", "metric_buckets", "raw_security");

  private final byte[] body;
  private final SentryEvents events;
  private final Decoded.Builder decoded = new Decoded.Builder();
  private int at;

  private SentryEnvelope(byte[] body, SentryEvents events) {
    this.body = body;
    this.events = events;
  }

  /**
   * Decodes an envelope.
   *
   * @throws MalformedEventException when its headers are no JSON object or a length is wrong: then
   *     nothing behind that place can be told apart
   */
  public static Envelope decode(byte[] body, String service, Clock clock) {
    SentryEnvelope envelope = new SentryEnvelope(body, new SentryEvents(service, clock));
    return envelope.read();
  }

  /**
   * Decodes the body of the store endpoint.
   *
   * @throws MalformedEventException when it is no event
   */
  public static Envelope decodeStore(byte[] body, String service, Clock clock) {
    JsonNode event = BoundedJson.object(body, 0, body.length, "event");
    Decoded.Builder decoded = new Decoded.Builder();
    new SentryEvents(service, clock).add(event, null, decoded);
    return new Envelope(SentryEvents.id(event, null), decoded.build());
  }

  /**
   * A decoded envelope.
   *
   * @param eventId what the answer repeats, null when the envelope names no event
   */
  public record Envelope(@Nullable String eventId, Decoded content) {}

  private Envelope read() {
    int headersEnd = lineEnd();
    JsonNode headers = BoundedJson.object(body, at, headersEnd, "envelope");
    at = headersEnd + 1;
    String eventId = headers.path("event_id").stringValue(null);
    for (int items = 0; at < body.length; items++) {
      if (items == ITEMS_MAX) {
        throw new MalformedEventException("envelope: more than " + ITEMS_MAX + " items");
      }
      readItem(eventId);
    }
    return new Envelope(eventId, decoded.build());
  }

  private void readItem(@Nullable String eventId) {
    int headersEnd = lineEnd();
    if (headersEnd == at) {
      at++; // an empty line behind the last item
      return;
    }
    JsonNode headers = BoundedJson.object(body, at, headersEnd, "item");
    int start = Math.min(headersEnd + 1, body.length);
    int end = payloadEnd(headers, start);
    at = end + 1;
    add(headers.path("type").stringValue(""), start, end, eventId);
  }

  private int payloadEnd(JsonNode headers, int start) {
    JsonNode length = headers.path("length");
    if (!length.isIntegralNumber()) {
      at = start;
      return lineEnd();
    }
    long end = start + length.longValue();
    boolean fits = length.longValue() >= 0 && end <= body.length;
    if (!fits || (end < body.length && body[(int) end] != '\n')) {
      throw new MalformedEventException("item.length: does not end at a line break");
    }
    return (int) end;
  }

  private void add(String kind, int start, int end, @Nullable String eventId) {
    switch (kind) {
      case "event" -> addItem(start, end, item -> events.add(item, eventId, decoded));
      case "log" -> addItem(start, end, item -> events.addLogs(item, decoded));
      default -> {
        if (OTHER_KINDS.contains(kind)) {
          decoded.skip(kind);
        } else {
          decoded.refuse("unknown kind of item", kind);
        }
      }
    }
  }

  /** What is wrong within one item does not spoil the others. */
  private void addItem(int start, int end, Consumer<JsonNode> take) {
    try {
      take.accept(BoundedJson.object(body, start, end, "item"));
    } catch (MalformedEventException e) {
      decoded.refuse("malformed item", String.valueOf(e.getMessage()));
    }
  }

  private int lineEnd() {
    int end = at;
    while (end < body.length && body[end] != '\n') {
      end++;
    }
    return end;
  }
}
