package nexa.agent.forge;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import nexa.agent.config.ForgeConfig;
import nexa.agent.forge.ForgeEvent.Decided;
import nexa.agent.forge.ForgeEvent.Other;
import nexa.agent.forge.ForgeEvent.Said;
import nexa.agent.forge.ForgeEvent.Subject;
import nexa.agent.store.Publications.State;
import nexa.agent.store.Reviews.Review;
import nexa.event.OneLine;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads the webhooks of forges. What an event is follows from its body alone, as the headers that name it
 * are not signed.
 */
final class ForgeEvents {

  private static final int TEXT_CHARS_MAX = 4_000;
  private static final int NAME_CHARS_MAX = 100;

  /** What GitHub calls those who may write to a repository; nothing where a forge does not say. */
  private static final Set<String> TEAM = Set.of("OWNER", "MEMBER", "COLLABORATOR", "");

  private final InstantSource clock;

  ForgeEvents(InstantSource clock) {
    this.clock = clock;
  }

  ForgeEvent of(ForgeConfig.Kind kind, JsonNode body) {
    return switch (kind) {
      case GITHUB -> gitHub(body);
      case GITLAB -> gitLab(body);
      case GITEA -> gitea(body);
    };
  }

  private ForgeEvent gitHub(JsonNode body) {
    String action = body.path("action").asString("");
    JsonNode pull = body.path("pull_request");
    if (pull.isObject()) {
      Subject subject = subject(body, pull);
      JsonNode review = body.path("review");
      JsonNode comment = body.path("comment");
      if (review.isObject()) {
        boolean asks = review.path("state").asString("").equals("changes_requested");
        return action.equals("submitted")
            ? said(
                subject, "review-" + id(review), review, review.path("body"), null,
                asks, review.path("submitted_at"))
            : new Other();
      }
      return comment.isObject()
          ? action.equals("created")
              ? said(
                  subject, "comment-" + id(comment), comment, comment.path("body"),
                  place(comment.path("path"), comment.path("line")), true,
                  comment.path("created_at"))
              : new Other()
          : decided(subject, action, pull, body.path("sender"));
    }
    return isRemark(body, action) && body.path("issue").path("pull_request").isObject()
        ? remark(body)
        : new Other();
  }

  private ForgeEvent gitea(JsonNode body) {
    String action = body.path("action").asString("");
    JsonNode pull = body.path("pull_request");
    JsonNode review = body.path("review");
    if (pull.isObject() && review.isObject()) {
      boolean asks = review.path("type").asString("").contains("rejected");
      String text = review.path("content").asString("");
      String named = body.path("sender").path("login").asString("") + "\n" + text;
      return said(
          subject(body, pull),
          "review-" + UUID.nameUUIDFromBytes(named.getBytes(StandardCharsets.UTF_8)),
          by(body.path("sender")), review.path("content"), null, asks, pull.path("updated_at"));
    }
    if (isRemark(body, action)
        && (body.path("is_pull").asBoolean(false)
            || body.path("issue").path("pull_request").isObject())) {
      return remark(body);
    }
    return pull.isObject()
        ? decided(subject(body, pull), action, pull, body.path("sender"))
        : new Other();
  }

  private static Subject subject(JsonNode body, JsonNode pull) {
    return new Subject(
        body.path("repository").path("full_name").asString(""), pull.path("number").asLong(0),
        pull.path("head").path("ref").asString(""));
  }

  private ForgeEvent decided(Subject subject, String action, JsonNode pull, JsonNode by) {
    State state = switch (action) {
      case "closed" -> pull.path("merged").asBoolean(false) ? State.MERGED : State.CLOSED;
      case "reopened" -> State.OPEN;
      default -> null;
    };
    return state == null
        ? new Other()
        : new Decided(
            subject, state, name(by.path("login")), time(pull.path("updated_at")));
  }

  /** Whether it is a new comment on an issue, which a pull request is too. */
  private static boolean isRemark(JsonNode body, String action) {
    return action.equals("created") && body.path("comment").isObject()
        && body.path("issue").isObject();
  }

  private ForgeEvent remark(JsonNode body) {
    JsonNode comment = body.path("comment");
    return said(
        new Subject(
            body.path("repository").path("full_name").asString(""),
            body.path("issue").path("number").asLong(0), ""),
        "comment-" + id(comment), comment, comment.path("body"), null, false,
        comment.path("created_at"));
  }

  private ForgeEvent gitLab(JsonNode body) {
    JsonNode about = body.path("object_attributes");
    String repository = body.path("project").path("path_with_namespace").asString("");
    return switch (body.path("object_kind").asString("")) {
      case "merge_request" -> {
        State state = switch (about.path("action").asString("")) {
          case "merge" -> State.MERGED;
          case "close" -> State.CLOSED;
          case "reopen" -> State.OPEN;
          default -> null;
        };
        yield state == null
            ? new Other()
            : new Decided(
                new Subject(
                    repository, about.path("iid").asLong(0),
                    about.path("source_branch").asString("")),
                state, name(body.path("user").path("username")), time(about.path("updated_at")));
      }
      case "note" -> gitLabNote(repository, body, about);
      default -> new Other();
    };
  }

  private ForgeEvent gitLabNote(String repository, JsonNode body, JsonNode note) {
    JsonNode request = body.path("merge_request");
    boolean isNew = note.path("action").asString("create").equals("create");
    if (!request.isObject() || !isNew || note.path("system").asBoolean(false)) {
      return new Other();
    }
    String place = place(
        note.path("position").path("new_path"), note.path("position").path("new_line"));
    return new Said(
        new Subject(
            repository, request.path("iid").asLong(0),
            request.path("source_branch").asString("")),
        new Review(
            "note-" + id(note), name(body.path("user").path("username")), text(note.path("note")),
            place, place != null, time(note.path("created_at"))),
        true);
  }

  /**
   * What somebody said.
   *
   * @param remark names its {@code user}, and on GitHub what they are to the repository
   */
  private ForgeEvent said(
      Subject subject, String id, JsonNode remark, JsonNode text, @Nullable String place,
      boolean asks, JsonNode time) {
    String said = text(text);
    String name = name(remark.path("user").path("login"));
    return said.isEmpty() && !asks
        ? new Other()
        : new Said(
            subject, new Review(id, name, said, place, asks, time(time)),
            TEAM.contains(remark.path("author_association").asString("")));
  }

  /** A remark by somebody, of a forge that says nothing more of them. */
  private static JsonNode by(JsonNode user) {
    return JsonNodeFactory.instance.objectNode().set("user", user);
  }

  private static long id(JsonNode node) {
    return node.path("id").asLong(0);
  }

  private static @Nullable String place(JsonNode path, JsonNode line) {
    String file = OneLine.of(path.asString(""), NAME_CHARS_MAX * 2);
    return file.isEmpty() ? null : file + (line.isIntegralNumber() ? ":" + line.asLong(0) : "");
  }

  private static String name(JsonNode login) {
    String name = OneLine.of(login.asString(""), NAME_CHARS_MAX);
    return name.isEmpty() ? "somebody" : name;
  }

  private static String text(JsonNode text) {
    return OneLine.of(text.asString(""), TEXT_CHARS_MAX);
  }

  /** GitLab writes {@code 2026-11-27 10:00:00 UTC}, too; what cannot be read is now. */
  private Instant time(JsonNode text) {
    String given = text.asString("");
    String iso =
        given.endsWith(" UTC")
            ? given.substring(0, given.length() - " UTC".length()).replace(' ', 'T') + "Z"
            : given;
    Instant now = clock.instant();
    try {
      Instant said = OffsetDateTime.parse(iso).toInstant();
      return said.isAfter(now) ? now : said;
    } catch (DateTimeException e) {
      return now;
    }
  }
}
