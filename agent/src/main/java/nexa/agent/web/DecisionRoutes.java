package nexa.agent.web;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import nexa.agent.store.Fixes;
import nexa.agent.store.Person;
import nexa.agent.store.Reviews;
import nexa.repair.Decision;
import tools.jackson.databind.JsonNode;

/** The route by which people decide a fix. */
final class DecisionRoutes {

  private static final int REASON_LENGTH_MAX = 2_000;

  private final Door door;
  private final FixRoutes views;
  private final Fixes fixes;
  private final Reviews reviews;
  private final InstantSource clock;

  DecisionRoutes(Door door, FixRoutes views, WebServer.Parts parts) {
    this.door = door;
    this.views = views;
    this.fixes = parts.fixes();
    this.reviews = new Reviews(parts.store(), parts.feed());
    this.clock = parts.clock();
  }

  void addTo(Routes routes) {
    routes.post(
        "/api/v1/fixes/{id}/decision", "Decides a fix", door::requireDecide, this::decide);
  }

  private Object decide(Context context) {
    JsonNode body = RequestBody.json(RequestBody.bytes(context));
    String digest = body.path("digest").asString("");
    if (digest.isEmpty()) {
      throw Problem.badRequest(
          "A decision names the digest of what was shown.",
          "Take digest from GET /api/v1/fixes/{id}.");
    }
    Fixes.Fix shown = views.fix(context);
    if (shown.status().equals("waiting")
        && body.path("decision").asString("").equals("approve")) {
      views.requireTrust(shown);
      requireConfirmation(shown, body);
    }
    Decision decision = decision(context, body, digest);
    Fixes.Answer answer =
        fixes.decide(shown.id(), decision, digest, Person.of(door.admitted(context)));
    return switch (answer) {
      case Fixes.Answer.Recorded recorded -> {
        remember(shown, decision);
        yield views.view(views.fix(context), context);
      }
      case Fixes.Answer.FirstOfTwo first -> views.view(views.fix(context), context);
      case Fixes.Answer.NeedsAnother(String why) ->
          throw new Problem(
              403, "Another person has to", shown.id() + " needs two persons: " + why,
              "Ask somebody with a token of their own: nexa token create NAME --scope decide. Where one"
                  + " person runs it all, fourEyes: [] in nexa.yaml says so; then heal the issue again.");
      case Fixes.Answer.AlreadyDecided(String by, String status) ->
          throw new Problem(
              409, "Already decided", shown.id() + " is " + status + ", decided by " + by + ".",
              "Nothing is left to do.");
      case Fixes.Answer.AskedEnough(int max) ->
          throw new Problem(
              409, "Asked often enough",
              "For " + max + " fixes of " + shown.issue() + " another candidate was asked for.",
              "Approve " + shown.id() + ", reject it, or mend the code by hand.");
      case Fixes.Answer.DigestChanged(String current) ->
          throw new Problem(
              412, "Changed since you looked",
              "The digest of " + shown.id() + " is " + current + ".",
              "Look at the fix again, then decide.");
      case Fixes.Answer.Unknown unknown -> throw FixRoutes.unknown(context);
    };
  }

  /** What should change is shown with what else people said of the fix. */
  private void remember(Fixes.Fix fix, Decision decision) {
    if (decision instanceof Decision.Declined declined && declined.another()) {
      Instant now = clock.instant();
      reviews.add(
          fix.id(),
          new Reviews.Review(
              "nexa-" + now.toEpochMilli(), declined.by(), declined.reason(), null, true, now));
    }
  }

  private static String reason(JsonNode body) {
    String reason = body.path("reason").asString("");
    if (reason.length() > REASON_LENGTH_MAX) {
      throw Problem.badRequest(
          "The reason is longer than " + REASON_LENGTH_MAX + " characters.", "Say it shorter.");
    }
    return reason;
  }

  /** What goes into running JVMs is approved by typing its name. */
  private static void requireConfirmation(Fixes.Fix fix, JsonNode body) {
    if (fix.plan().standing().swaps()
        && !body.path("confirm").asString("").equals(fix.id())) {
      throw new Problem(
          403, "Not confirmed",
          fix.id() + " would be swapped into running JVMs, so its approval must be confirmed.",
          "Send \"confirm\": \"" + fix.id() + "\", or nexa approve " + fix.id() + " --confirm "
              + fix.id() + ".");
    }
  }

  private Decision decision(Context context, JsonNode body, String digest) {
    String by = door.actor(context);
    String reason = reason(body);
    String decision = body.path("decision").asString("");
    return switch (decision) {
      case "approve" ->
          new Decision.Approved(by, digest, null, body.path("signoff").asBoolean(false));
      case "reject" -> new Decision.Declined(by, reason);
      case "request_changes" -> {
        if (reason.isBlank()) {
          throw Problem.badRequest(
              "A request for changes says what should change.", "Send it as reason.");
        }
        yield new Decision.Declined(by, reason, true);
      }
      default ->
          throw Problem.badRequest(
              "There is no decision \"" + decision + "\".",
              "Use approve, reject or request_changes.");
    };
  }
}
