package nexa.agent.notify;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.store.Courier.Answer;

/**
 * Posts an Adaptive Card by a workflow of Microsoft Teams. Text from outside stands in runs of a rich text
 * block, where no markup is read. A workflow cannot change what it posted, so how it ended is not said.
 */
public final class TeamsMessenger implements Messenger {

  private static final String CARD = "application/vnd.microsoft.card.adaptive";
  private static final int VALUE_CHARS_MAX = 200;

  private final HttpPost http;
  private final URI url;

  public TeamsMessenger(HttpPost http, Target target) {
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
            "type", "message", "attachments",
            List.of(Map.of("contentType", CARD, "content", card(message)))));
  }

  private static Map<String, Object> card(Message message) {
    List<Map<String, Object>> body = new ArrayList<>();
    body.add(
        Map.of(
            "type", "TextBlock", "text", message.headline(), "weight", "Bolder", "size", "Medium",
            "wrap", true));
    message.facts().forEach(
        fact -> body.add(
            Map.of(
                "type", "RichTextBlock", "spacing", "Small", "inlines",
                List.of(
                    Map.of("type", "TextRun", "text", fact.name() + ": ", "weight", "Bolder"),
                    Map.of(
                        "type", "TextRun", "text",
                        PlainText.line(fact.value(), VALUE_CHARS_MAX))))));
    return Map.of(
        "$schema", "http://adaptivecards.io/schemas/adaptive-card.json",
        "type", "AdaptiveCard",
        "version", "1.4",
        "body", body,
        "actions",
        List.of(
            Map.of("type", "Action.OpenUrl", "title", message.action(), "url", message.link())));
  }
}
