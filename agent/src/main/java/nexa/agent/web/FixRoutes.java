package nexa.agent.web;

import io.javalin.http.Context;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nexa.agent.store.Effects;
import nexa.agent.store.Fixes;
import nexa.agent.store.Publications;
import nexa.agent.store.Reviews;
import nexa.agent.store.Runs;
import nexa.agent.store.Swaps;
import nexa.heal.apply.PatchMail;
import nexa.issue.Service;
import nexa.patch.Proof;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Plan;
import nexa.repair.Standing;
import nexa.repair.Trust;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The routes of fixes: read them with their proof, and decide them. */
final class FixRoutes {

  private static final int REASON_LENGTH_MAX = 2_000;

  private final Door door;
  private final Fixes fixes;
  private final Runs runs;
  private final Swaps swaps;
  private final Effects effects;
  private final Trust trust;
  private final Publications publications;
  private final Reviews reviews;
  private final List<Service> services;
  private final InstantSource clock;

  FixRoutes(Door door, WebServer.Parts parts) {
    this.door = door;
    this.fixes = parts.fixes();
    this.runs = parts.runs();
    this.swaps = parts.swaps();
    this.effects = parts.effects();
    this.trust = parts.trust();
    this.publications = parts.publications();
    this.reviews = new Reviews(parts.store(), parts.feed());
    this.services = parts.services();
    this.clock = parts.clock();
  }

  /** What a fix was seen to do. */
  private record Evidence(
      String testSource,
      String failure,
      String redLog,
      String greenLog,
      Proof.Suite before,
      Proof.Suite after,
      String sandbox) {

    static Evidence of(Plan plan) {
      Proof proof = plan.proof();
      return new Evidence(
          plan.reproduction().source(),
          plan.reproduction().failure(),
          proof.redLog(),
          proof.greenLog(),
          proof.before(),
          proof.after(),
          proof.sandbox());
    }
  }

  void addTo(Routes routes) {
    String one = "/api/v1/fixes/{id}";
    routes.get("/api/v1/fixes", "The fixes, newest first", door::requireRead, this::list);
    routes.get(one, "One fix", door::requireRead, context -> view(fix(context)));
    routes.text(
        one + "/diff",
        "A fix as a unified diff",
        "text/plain; charset=utf-8",
        door::requireRead,
        context -> fix(context).plan().diff());
    routes.text(
        one + "/patch",
        "A fix as a mail for git am",
        "text/plain; charset=utf-8",
        door::requireRead,
        this::patch);
    routes.get(
        one + "/evidence",
        "The proof of a fix",
        door::requireRead,
        context -> Evidence.of(fix(context).plan()));
    routes.post(
        one + "/publish", "Brings a fix to its forge again", door::requireDecide, this::publish);
    routes.post(one + "/decision", "Decides a fix", door::requireDecide, this::decide);
  }

  private Object list(Context context) {
    String status = context.queryParam("status");
    return Map.of(
        "schema",
        "nexa.fixes/1",
        "fixes",
        fixes.all().stream()
            .filter(fix -> status == null || fix.status().equals(status))
            .map(this::view)
            .toList());
  }

  private FixView view(Fixes.Fix fix) {
    return FixView.of(
        fix, change(fix), effects.of(fix.id()).orElse(null), swaps.ofFix(fix.id()),
        publications.find(fix.id())
            .map(PublicationView::of)
            .orElse(null),
        reviews.of(fix.id()));
  }

  /** The commit as a mail: what is not committed has no author and no approval that it could name. */
  private String patch(Context context) {
    Fixes.Fix fix = fix(context);
    Change change = change(fix);
    Path repository =
        services.stream()
            .filter(each -> each.name().equals(fix.plan().diagnosis().issue().service()))
            .map(Service::repository)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    if (change == null || repository == null) {
      throw new Problem(
          409, "Not committed", fix.id() + " is " + fix.status() + " and in no commit.",
          "Approve it first; nexa fix diff " + fix.id() + " shows what it would change.");
    }
    return PatchMail.of(repository, change.commit());
  }

  private Object publish(Context context) {
    Fixes.Fix fix = fix(context);
    if (!publications.again(fix.id(), door.actor(context))) {
      throw new Problem(
          409, "Nothing to publish",
          fix.id() + publications.find(fix.id())
              .map(publication -> " is " + publication.state().text() + ".")
              .orElse(" was not to be brought to a forge."),
          "Only what a remote or forge refused is published again.");
    }
    return view(fix);
  }

  /** The commit that holds a fix, null until it was carried out. */
  @Nullable Change change(Fixes.Fix fix) {
    return runs.change(fix).orElse(null);
  }

  private Object decide(Context context) {
    JsonNode body = RequestBody.json(RequestBody.bytes(context));
    String digest = body.path("digest").asString("");
    if (digest.isEmpty()) {
      throw Problem.badRequest(
          "A decision names the digest of what was shown.",
          "Take digest from GET /api/v1/fixes/{id}.");
    }
    if (body.path("decision").asString("").equals("request_changes")) {
      return requestChanges(fix(context), door.actor(context), digest, body);
    }
    Fixes.Fix shown = fix(context);
    if (shown.status().equals("waiting")
        && body.path("decision").asString("").equals("approve")) {
      requireTrust(shown);
      requireConfirmation(shown, body);
    }
    Fixes.Answer answer = fixes.decide(id(context), decision(context, body, digest), digest);
    return switch (answer) {
      case Fixes.Answer.Recorded recorded -> view(fix(context));
      case Fixes.Answer.AlreadyDecided(String by, String status) ->
          throw new Problem(
              409, "Already decided", id(context) + " is " + status + ", decided by " + by + ".",
              "Nothing is left to do.");
      case Fixes.Answer.DigestChanged(String current) ->
          throw new Problem(
              412, "Changed since you looked",
              "The digest of " + id(context) + " is " + current + ".",
              "Look at the fix again, then decide.");
      case Fixes.Answer.Unknown unknown -> throw unknown(context);
    };
  }

  /** A plan that would do more than is allowed by now is not carried out. */
  void requireTrust(Fixes.Fix fix) {
    Standing now = trust.of(fix.plan().diagnosis(), fix.plan().patch());
    if (!now.level().includes(fix.plan().standing().level())) {
      throw new Problem(
          403, "Trusted less by now",
          fix.id() + " was planned at " + fix.plan().standing().level().text() + "; now it is at "
              + now.level().text() + ": " + String.join("; ", now.because()) + ".",
          "Reject it, and heal the issue again for a plan at that level.");
    }
  }

  /** Kept beside the fix, which goes on waiting: nothing makes another candidate of it yet. */
  private Object requestChanges(Fixes.Fix fix, String by, String digest, JsonNode body) {
    String reason = reason(body);
    if (reason.isBlank()) {
      throw Problem.badRequest(
          "A request for changes says what should change.", "Send it as reason.");
    }
    if (!fix.status().equals("waiting") || !fix.digest().equals(digest)) {
      throw new Problem(
          fix.status().equals("waiting") ? 412 : 409, "Changed since you looked",
          fix.id() + " is " + fix.status() + ", with digest " + fix.digest() + ".",
          "Look at the fix again.");
    }
    Instant now = clock.instant();
    reviews.add(
        fix.id(),
        new Reviews.Review("nexa-" + now.toEpochMilli(), by, reason, null, true, now));
    return view(fix);
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
      default ->
          throw Problem.badRequest(
              "There is no decision \"" + decision + "\".",
              "Use approve, reject or request_changes.");
    };
  }

  /** The fix that a request names. */
  Fixes.Fix fix(Context context) {
    return fixes.find(id(context)).orElseThrow(() -> unknown(context));
  }

  private static String id(Context context) {
    return context.pathParam("id");
  }

  private static Problem unknown(Context context) {
    return Problem.notFound("fix " + id(context), "GET /api/v1/fixes lists them.");
  }
}
