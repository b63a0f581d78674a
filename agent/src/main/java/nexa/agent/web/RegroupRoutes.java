package nexa.agent.web;

import io.javalin.http.Context;
import java.util.function.Consumer;
import nexa.agent.store.Regrouping;
import nexa.agent.store.Regrouping.Answer;
import nexa.agent.store.Regrouping.Word;
import tools.jackson.databind.JsonNode;

/** The routes by which people say which crashes are one issue, and which are not. */
final class RegroupRoutes {

  private static final int REASON_LENGTH_MAX = 500;

  private final Door door;
  private final Regrouping regrouping;
  private final IssueRoutes issues;
  private final Consumer<String> merged;

  /**
   * The routes over a store.
   *
   * @param merged told the id of an issue into which another one was merged
   */
  RegroupRoutes(
      Door door, Regrouping regrouping, IssueRoutes issues, Consumer<String> merged) {
    this.door = door;
    this.regrouping = regrouping;
    this.issues = issues;
    this.merged = merged;
  }

  void addTo(Routes routes) {
    String one = "/api/v1/issues/{id}";
    routes.post(
        one + "/merge", "Merges an issue into another one", door::requireDecide, this::merge);
    routes.post(
        one + "/split", "Makes an issue of its own of a part of one", door::requireDecide,
        this::split);
  }

  private Object merge(Context context) {
    JsonNode body = RequestBody.json(RequestBody.bytes(context));
    String into = named(body, "into", "Send into: the id of the issue that both are from now on.");
    Answer answer = regrouping.merge(context.pathParam("id"), into, word(context, body));
    if (answer instanceof Answer.Done done) {
      merged.accept(done.issue().id());
    }
    return answer(answer);
  }

  private Object split(Context context) {
    JsonNode body = RequestBody.json(RequestBody.bytes(context));
    String part =
        named(body, "part", "Send part: the id of one of parts in GET /api/v1/issues/{id}.");
    return answer(regrouping.split(context.pathParam("id"), part, word(context, body)));
  }

  private static String named(JsonNode body, String name, String hint) {
    String value = body.path(name).stringValue("");
    if (value.isEmpty()) {
      throw Problem.badRequest("The body has no " + name + ".", hint);
    }
    return value;
  }

  private Word word(Context context, JsonNode body) {
    String reason = body.path("reason").stringValue("").strip();
    if (reason.length() > REASON_LENGTH_MAX) {
      throw Problem.badRequest(
          "The reason is longer than " + REASON_LENGTH_MAX + " characters.", "Say it shorter.");
    }
    return new Word(door.actor(context), reason);
  }

  private Object answer(Answer answer) {
    return switch (answer) {
      case Answer.Done done -> issues.view(done.issue());
      case Answer.Refused(String reason) ->
          throw new Problem(
              409, "Not possible", reason, "GET /api/v1/issues/{id} lists the parts of an issue.");
      case Answer.Unknown(String id) ->
          throw Problem.notFound("issue " + id, "GET /api/v1/issues lists them.");
    };
  }
}
