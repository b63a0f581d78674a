package nexa.agent.notify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import nexa.agent.notify.VendorStub.Reply;
import nexa.agent.notify.VendorStub.Request;
import tools.jackson.databind.JsonNode;

/** What the vendors take, and what they refuse and how: by their documentation, each a function. */
public final class Vendors {

  /** A thing a vendor would not take. */
  private static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Wrong(String what) {
      super(what, null, false, false);
    }
  }

  private Vendors() {}

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new Wrong(what);
    }
  }

  private static void only(JsonNode object, String... names) {
    object.propertyNames().forEach(name -> require(List.of(names).contains(name), "field " + name));
  }

  private static String text(JsonNode node, int min, int max) {
    require(node.isString(), "a string");
    String text = node.stringValue();
    require(text.length() >= min && text.length() <= max, "length " + text.length());
    require(
        StandardCharsets.UTF_8.newEncoder().canEncode(text), "whole characters");
    return text;
  }

  private static void post(Request request, String contentType) {
    require(request.method().equals("POST"), "method");
    require(request.header("Content-type").startsWith(contentType), "content type");
  }

  /** Slack's incoming webhooks, with Block Kit's limits. */
  public static Function<Request, Reply> slack() {
    return request -> {
      try {
        post(request, "application/json");
        JsonNode message = request.json();
        only(message, "text", "blocks", "unfurl_links", "unfurl_media");
        text(message.path("text"), 1, 4_000);
        require(message.path("blocks").size() <= 50, "blocks");
        message.path("blocks").forEach(Vendors::slackBlock);
        return new Reply(200, "ok");
      } catch (Wrong e) {
        return new Reply(400, "invalid_blocks: " + e.getMessage());
      }
    };
  }

  private static void slackBlock(JsonNode block) {
    only(block, "type", "text");
    JsonNode text = block.path("text");
    boolean isPlain = text.path("type").asString("").equals("plain_text");
    require(isPlain || text.path("type").asString("").equals("mrkdwn"), "text type");
    if (isPlain) {
      only(text, "type", "text", "emoji");
    } else {
      only(text, "type", "text", "verbatim");
    }
    switch (block.path("type").asString("")) {
      case "header" -> {
        require(isPlain, "header is plain");
        text(text.path("text"), 1, 150);
      }
      case "section" -> text(text.path("text"), 1, 3_000);
      default -> throw new Wrong("block type");
    }
  }

  /** Discord's webhooks: what is told under an id can be changed under it. */
  static Function<Request, Reply> discord(Map<String, JsonNode> messages) {
    return request -> {
      try {
        JsonNode message = request.json();
        only(message, "content", "allowed_mentions", "embeds");
        text(message.path("content"), 1, 2_000);
        require(message.path("allowed_mentions").path("parse").isArray(), "allowed_mentions");
        require(message.path("embeds").size() <= 10, "embeds");
        message.path("embeds").forEach(Vendors::discordEmbed);
        return discord(messages, request, message);
      } catch (Wrong e) {
        return new Reply(400, "{\"code\":50035,\"message\":\"Invalid Form Body\"}");
      }
    };
  }

  private static Reply discord(
      Map<String, JsonNode> messages, Request request, JsonNode message) {
    if (request.method().equals("POST")) {
      String id = "11223344556677889" + messages.size();
      messages.put(id, message);
      return String.valueOf(request.query()).contains("wait=true")
          ? new Reply(200, "{\"id\":\"" + id + "\",\"type\":0}")
          : new Reply(204, "");
    }
    require(request.method().equals("PATCH"), "method");
    String id = request.path().substring(request.path().lastIndexOf("/messages/") + 10);
    return messages.replace(id, message) == null
        ? new Reply(404, "{\"message\":\"Unknown Message\",\"code\":10008}")
        : new Reply(200, "{\"id\":\"" + id + "\",\"type\":0}");
  }

  private static void discordEmbed(JsonNode embed) {
    only(embed, "title", "description", "url", "fields");
    require(embed.path("fields").size() <= 25, "fields");
    int all = 0;
    for (JsonNode field : embed.path("fields")) {
      only(field, "name", "value", "inline");
      all +=
          text(field.path("name"), 1, 256).length() + text(field.path("value"), 1, 1_024).length();
    }
    require(all <= 6_000, "embed of " + all);
  }

  /** A workflow of Teams that posts the card of what it was sent. */
  static Function<Request, Reply> teams() {
    return request -> {
      try {
        post(request, "application/json");
        require(request.body().getBytes(StandardCharsets.UTF_8).length <= 28 << 10, "28 KB");
        JsonNode message = request.json();
        only(message, "type", "attachments");
        require(message.path("type").asString("").equals("message"), "type");
        require(message.path("attachments").size() == 1, "attachments");
        JsonNode attachment = message.path("attachments").path(0);
        only(attachment, "contentType", "contentUrl", "content");
        require(
            attachment.path("contentType").asString("")
                .equals("application/vnd.microsoft.card.adaptive"),
            "contentType");
        card(attachment.path("content"));
        return new Reply(202, "");
      } catch (Wrong e) {
        return new Reply(400, "{\"error\":{\"code\":\"BadRequest\",\"message\":\"" + e.getMessage()
            + "\"}}");
      }
    };
  }

  private static void card(JsonNode card) {
    only(card, "$schema", "type", "version", "body", "actions");
    require(card.path("type").asString("").equals("AdaptiveCard"), "card type");
    require(Set.of("1.2", "1.3", "1.4", "1.5").contains(card.path("version").asString("")),
        "version");
    for (JsonNode element : card.path("body")) {
      switch (element.path("type").asString("")) {
        case "TextBlock" -> {
          only(element, "type", "text", "weight", "size", "wrap", "spacing");
          text(element.path("text"), 1, 1_000);
        }
        case "RichTextBlock" -> {
          only(element, "type", "inlines", "spacing");
          element.path("inlines").forEach(run -> {
            only(run, "type", "text", "weight");
            require(run.path("type").asString("").equals("TextRun"), "inline");
            text(run.path("text"), 0, 5_000);
          });
        }
        default -> throw new Wrong("element");
      }
    }
    for (JsonNode action : card.path("actions")) {
      only(action, "type", "title", "url");
      require(action.path("type").asString("").equals("Action.OpenUrl"), "action");
      require(text(action.path("url"), 1, 2_000).startsWith("http"), "url");
    }
  }

  /** PagerDuty's Events API v2, its alerts by key: each holds how often it woke somebody. */
  static final class PagerDuty implements Function<Request, Reply> {

    final Map<String, Integer> open = new LinkedHashMap<>();
    final Map<String, Integer> woken = new HashMap<>();
    int changes;

    @Override
    public synchronized Reply apply(Request request) {
      try {
        post(request, "application/json");
        JsonNode event = request.json();
        require(text(event.path("routing_key"), 32, 32).length() == 32, "routing_key");
        return switch (request.path()) {
          case "/v2/enqueue" -> alert(event);
          case "/v2/change/enqueue" -> change(event);
          default -> new Reply(404, "");
        };
      } catch (Wrong e) {
        return new Reply(
            400,
            "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":[\""
                + e.getMessage() + "\"]}");
      }
    }

    private Reply alert(JsonNode event) {
      only(
          event, "routing_key", "event_action", "dedup_key", "client", "client_url", "links",
          "images", "payload");
      String key = text(event.path("dedup_key"), 1, 255);
      switch (event.path("event_action").asString("")) {
        case "trigger" -> {
          payload(event.path("payload"), true);
          if (open.merge(key, 1, Integer::sum) == 1) {
            woken.merge(key, 1, Integer::sum);
          }
        }
        case "resolve" -> open.remove(key);
        default -> throw new Wrong("event_action");
      }
      return new Reply(
          202, "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"" + key
              + "\"}");
    }

    private Reply change(JsonNode event) {
      only(event, "routing_key", "links", "payload");
      payload(event.path("payload"), false);
      changes++;
      return new Reply(202, "{\"status\":\"success\",\"message\":\"Change event processed\"}");
    }

    private static void payload(JsonNode payload, boolean isAlert) {
      only(
          payload, "summary", "source", isAlert ? "severity" : "source", "timestamp", "component",
          "group", "class", "custom_details");
      text(payload.path("summary"), 1, 1_024);
      text(payload.path("source"), 1, 1_024);
      Instant.parse(text(payload.path("timestamp"), 1, 40));
      require(
          !isAlert || Set.of("critical", "error", "warning", "info")
              .contains(payload.path("severity").asString("")),
          "severity");
    }
  }
}
