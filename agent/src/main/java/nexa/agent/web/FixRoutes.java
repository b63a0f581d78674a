package nexa.agent.web;

import io.javalin.http.Context;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nexa.agent.store.ChangeRequests;
import nexa.agent.store.Effects;
import nexa.agent.store.Fixes;
import nexa.agent.store.Person;
import nexa.agent.store.Publications;
import nexa.agent.store.Reviews;
import nexa.agent.store.Runs;
import nexa.agent.store.Swaps;
import nexa.heal.apply.PatchMail;
import nexa.issue.Service;
import nexa.patch.Proof;
import nexa.repair.Change;
import nexa.repair.Outcome;
import nexa.repair.Plan;
import nexa.repair.Standing;
import nexa.repair.Trust;
import org.jspecify.annotations.Nullable;

/** The routes of fixes: read them with their proof, and bring them to their forge. */
final class FixRoutes {

  private final Door door;
  private final Fixes fixes;
  private final Runs runs;
  private final Swaps swaps;
  private final Effects effects;
  private final Trust trust;
  private final Publications publications;
  private final Reviews reviews;
  private final ChangeRequests requests;
  private final List<Service> services;

  FixRoutes(Door door, WebServer.Parts parts) {
    this.door = door;
    this.fixes = parts.fixes();
    this.runs = parts.runs();
    this.swaps = parts.swaps();
    this.effects = parts.effects();
    this.trust = parts.trust();
    this.publications = parts.publications();
    this.reviews = new Reviews(parts.store(), parts.feed());
    this.requests = parts.requests();
    this.services = parts.services();
  }

  /** What a fix was seen to do. */
  private record Evidence(
      String testSource,
      String failure,
      String redLog,
      String greenLog,
      Proof.Suite before,
      Proof.Suite after,
      String sandbox,
      @Nullable String jdk) {

    static Evidence of(Plan plan) {
      Proof proof = plan.proof();
      return new Evidence(
          plan.reproduction().source(),
          plan.reproduction().failure(),
          proof.redLog(),
          proof.greenLog(),
          proof.before(),
          proof.after(),
          proof.sandbox(),
          proof.jdk());
    }
  }

  void addTo(Routes routes) {
    String one = "/api/v1/fixes/{id}";
    routes.get("/api/v1/fixes", "The fixes, newest first", door::requireRead, this::list);
    routes.get(one, "One fix", door::requireRead, context -> view(fix(context), context));
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
  }

  private Object list(Context context) {
    String status = context.queryParam("status");
    return Map.of(
        "schema",
        "nexa.fixes/1",
        "fixes",
        fixes.all().stream()
            .filter(fix -> status == null || fix.status().equals(status))
            .map(fix -> view(fix, context))
            .toList());
  }

  /** A fix as it is shown to whoever asks. */
  FixView view(Fixes.Fix fix, Context context) {
    return FixView.of(
        fix, change(fix), effects.of(fix.id()).orElse(null), swaps.ofFix(fix.id()),
        publications.find(fix.id())
            .map(PublicationView::of)
            .orElse(null),
        reviews.of(fix.id()),
        fixes.refusal(fix, Person.of(door.admitted(context))),
        requests.before(fix.id()).map(ChangeRequests.Request::fix).orElse(null),
        requests.of(fix.id()).map(this::successor).orElse(null));
  }

  private FixView.SuccessorView successor(ChangeRequests.Request request) {
    if (request.moot() != null) {
      return new FixView.SuccessorView(
          request.by(), request.reason(), request.time(), request.next(), "moot", request.moot());
    }
    Runs.Run run = request.run() == null ? null : runs.find(request.run()).orElse(null);
    Outcome outcome = run == null ? null : run.outcome();
    return new FixView.SuccessorView(
        request.by(), request.reason(), request.time(), request.next(),
        run == null || outcome == null ? "sought" : request.next() == null ? "none" : "found",
        outcome == null || request.next() != null ? null : OutcomeText.reason(outcome));
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
    return view(fix, context);
  }

  /** The commit that holds a fix, null until it was carried out. */
  @Nullable Change change(Fixes.Fix fix) {
    return runs.change(fix).orElse(null);
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
    if (now.needsTwo() && !fix.plan().standing().needsTwo()) {
      throw new Problem(
          403, "Two persons by now",
          fix.id()
              + " was planned when one person was enough to approve it; by now two are needed: "
              + String.join("; ", now.fourEyes()) + ".",
          "Reject it, and heal the issue again for a plan that says so.");
    }
  }

  /** The fix that a request names. */
  Fixes.Fix fix(Context context) {
    return fixes.find(id(context)).orElseThrow(() -> unknown(context));
  }

  /** There is none such. */
  static Problem unknown(Context context) {
    return Problem.notFound("fix " + id(context), "GET /api/v1/fixes lists them.");
  }

  private static String id(Context context) {
    return context.pathParam("id");
  }
}
