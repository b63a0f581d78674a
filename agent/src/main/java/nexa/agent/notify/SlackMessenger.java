package nexa.agent.notify;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.store.Courier.Answer;

/**
 * Writes to an incoming webhook of Slack, Mattermost or Rocket.Chat. Slack shows the blocks, in which text
 * from outside is plain text; the others show {@code text}, in which it is code. A message cannot be
 * changed or followed up by such a webhook, so how it ended is not said.
 */
public final class SlackMessenger implements Messenger {

  private static final int TEXT_CHARS_MAX = 3_000;
  private static final int HEADER_CHARS_MAX = 150;
  private static final int VALUE_CHARS_MAX = 200;

  private final HttpPost http;
  private final URI url;

  public SlackMessenger(HttpPost http, Target target) {
    this.http = http;
    this.url = target.url();
  }

  @Override
  public Answer tell(Message message) throws IOException {
    if (message.ending() != null) {
      return new Answer.Unsaid();
    }
    return http.post(
        url,
        Map.of(
            "text", text(message), "unfurl_links", false, "unfurl_media", false, "blocks",
            List.of(
                Map.of(
                    "type", "header", "text",
                    plain(PlainText.cut(message.headline(), HEADER_CHARS_MAX))),
                Map.of("type", "section", "text", plain(facts(message))),
                Map.of(
                    "type", "section", "text",
                    Map.of(
                        "type", "mrkdwn", "text",
                        "<" + escaped(message.link()) + "|" + message.action() + ">")))));
  }

  private static Map<String, Object> plain(String text) {
    return Map.of("type", "plain_text", "text", text, "emoji", false);
  }

  private static String facts(Message message) {
    return PlainText.cut(
        message.facts().stream()
            .map(fact -> PlainText.line(fact, VALUE_CHARS_MAX))
            .collect(Collectors.joining("\n")),
        TEXT_CHARS_MAX);
  }

  private static String text(Message message) {
    return message.headline() + "\n"
        + message.facts().stream()
            .map(fact -> fact.name() + ": " + PlainText.code(fact.value(), VALUE_CHARS_MAX) + "\n")
            .collect(Collectors.joining())
        + message.action() + ": " + escaped(message.link());
  }

  private static String escaped(String link) {
    return link.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
