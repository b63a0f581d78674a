package nexa.agent.notify;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.store.Courier.Answer;
import nexa.agent.store.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Writes to a webhook of Discord, and changes the message when it ended. Nobody is mentioned, whatever a
 * text says.
 */
public final class DiscordMessenger implements Messenger {

  private static final int FIELDS_MAX = 25;
  private static final int VALUE_CHARS_MAX = 200;
  private static final int ID_DIGITS_MAX = 20;

  /** Of a message that somebody deleted, or a webhook that is no more. */
  private static final int NOT_FOUND = 404;

  private final HttpPost http;
  private final URI url;

  public DiscordMessenger(HttpPost http, Target target) {
    this.http = http;
    this.url = target.url();
  }

  @Override
  public Answer tell(Message message) throws IOException {
    String reference = message.reference();
    if (message.ending() == null) {
      HttpPost.Reply reply =
          http.send("POST", at("", "wait=true"), HttpPost.JSON, body(message));
      return reply.answer() instanceof Answer.Taken
          ? new Answer.Taken(id(reply.body()))
          : reply.answer();
    }
    if (reference == null) {
      return new Answer.Unsaid(); // nobody knows which message it was
    }
    HttpPost.Reply reply =
        http.send("PATCH", at("/messages/" + reference, null), HttpPost.JSON, body(message));
    return reply.status() == NOT_FOUND ? new Answer.Unsaid() : reply.answer();
  }

  /** The webhook's address with more of a path, and what its query says beside, such as a thread. */
  private URI at(String path, @Nullable String query) {
    String own = url.getRawQuery();
    String all = own == null ? query : query == null ? own : own + "&" + query;
    String base = url.toString();
    int end = base.indexOf('?');
    return URI.create(
        (end < 0 ? base : base.substring(0, end)) + path + (all == null ? "" : "?" + all));
  }

  private static String body(Message message) {
    return Json.write(
        Map.of(
            "content",
            message.headline() + "\n" + message.action() + ": <" + message.link() + ">",
            "allowed_mentions", Map.of("parse", List.of()),
            "embeds", List.of(Map.of("fields", fields(message)))));
  }

  private static List<Map<String, Object>> fields(Message message) {
    return message.facts().stream()
        .limit(FIELDS_MAX)
        .map(
            fact -> Map.<String, Object>of(
                "name", fact.name(), "value", PlainText.code(fact.value(), VALUE_CHARS_MAX)))
        .toList();
  }

  /** The id of the message that was made, null for an answer that names none. */
  private static @Nullable String id(String body) {
    try {
      String id = Json.MAPPER.readTree(body).path("id").asString("");
      return !id.isEmpty() && id.length() <= ID_DIGITS_MAX
          && id.chars().allMatch(c -> c >= '0' && c <= '9') ? id : null;
    } catch (JacksonException e) {
      return null; // it was taken all the same
    }
  }
}
