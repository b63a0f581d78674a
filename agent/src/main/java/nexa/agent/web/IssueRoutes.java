package nexa.agent.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import nexa.agent.store.Alerts;
import nexa.agent.store.Classifications;
import nexa.agent.store.EventStore;
import nexa.agent.store.Fixes;
import nexa.agent.store.IssueParts;
import nexa.agent.store.Provenance;
import nexa.agent.store.RecentEvents;
import nexa.agent.store.Regrouping;
import nexa.agent.store.Runs;
import nexa.agent.store.Urgencies;
import nexa.agent.swap.Jvms;
import nexa.agent.swap.Pause;
import nexa.collect.AgentEvents;
import nexa.collect.template.Template;
import nexa.event.Alert;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.heal.classify.Classifier;
import nexa.heal.classify.Urgency;
import nexa.heal.route.Router;
import nexa.issue.Category;
import nexa.issue.Classification;
import nexa.issue.Issue;
import nexa.repair.Outcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The routes of issues: read them, heal them, set where they stand. */
final class IssueRoutes {

  private static final int LIMIT_DEFAULT = 100;
  private static final int LIMIT_MAX = 1_000;

  private final Door door;
  private final EventStore events;
  private final RecentEvents recent;
  private final Classifications classifications;
  private final Regrouping regrouping;
  private final Urgencies urgencies;
  private final Provenance provenance;
  private final Classifier classifier;
  private final Alerts alerts;
  private final Runs runs;
  private final Fixes fixes;
  private final Router router;
  private final SourceExcerpts excerpts;
  private final Jvms jvms;
  private final Pause pause;

  IssueRoutes(Door door, WebServer.Parts parts) {
    this.door = door;
    this.events = parts.events();
    this.recent = new RecentEvents(parts.store());
    this.classifications = new Classifications(parts.store());
    this.regrouping = parts.regrouping();
    this.urgencies = parts.urgencies();
    this.provenance = new Provenance(parts.store());
    this.classifier = parts.classifier();
    this.alerts = parts.alerts();
    this.runs = parts.runs();
    this.fixes = parts.fixes();
    this.router = parts.router();
    this.excerpts = parts.excerpts();
    this.jvms = parts.jvms();
    this.pause = parts.pause();
  }

  /** An issue with all that belongs to it, and where it was seen last. */
  private record WholeIssue(
      String schema,
      @JsonUnwrapped IssueView issue,
      @JsonUnwrapped @Nullable EventContext context,
      RouteView route,
      List<TraceView> traces,
      List<CapturedView> snapshot,
      @Nullable String capturedBecause,
      List<String> joined,
      List<TemplateView> templates,
      List<IssueParts.Part> parts,
      List<Alert> alerts,
      List<RunView> runs,
      List<FixNote> fixes) {}

  /** An event, and the template of its message. */
  private record SeenEvent(@JsonUnwrapped Event event, @Nullable TemplateView template) {}

  /**
   * A fix of an issue, by name.
   *
   * @param reason why it was turned down, null while it was not
   */
  private record FixNote(String id, String status, @Nullable String reason) {}

  void addTo(Routes routes) {
    String one = "/api/v1/issues/{id}";
    routes.get("/api/v1/issues", "The issues, last seen first, or the most urgent",
        door::requireRead, this::list);
    routes.get(one, "One issue", door::requireRead, this::one);
    routes.get(one + "/events", "The newest events of an issue", door::requireRead, this::events);
    routes.post(one + "/resolve", "Closes an issue", door::requireDecide,
        to(Issue.Status.RESOLVED));
    routes.post(one + "/ignore", "Silences an issue", door::requireDecide,
        to(Issue.Status.IGNORED));
    routes.post(one + "/reopen", "Opens an issue again", door::requireDecide,
        to(Issue.Status.OPEN));
    routes.post(one + "/classify", "Says what kind of failure it really is", door::requireDecide,
        this::classify);
    routes.post(one + "/heal", "Begins a healing run", door::requireDecide, this::heal);
  }

  private Object list(Context context) {
    int limit = Routes.number(context, "limit", LIMIT_DEFAULT, LIMIT_MAX);
    int cursor = Routes.number(context, "cursor", 0, Integer.MAX_VALUE);
    Set<String> suffering = alerts.firingServices();
    Map<String, Classification> kinds = classifications.all();
    List<Issue> issues = events.issues();
    Map<String, Urgency> urgent = urgencies.of(issues, kinds);
    Set<String> unauthenticated = provenance.unauthenticated(issues);
    List<IssueView> found =
        issues.stream()
            .map(
                issue -> IssueView.of(
                    issue, kinds.get(issue.id()),
                    Objects.requireNonNull(urgent.get(issue.id())), suffering,
                    unauthenticated.contains(issue.id())))
            .filter(issue -> isWanted(issue, context))
            .sorted(order(context))
            .toList();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("schema", "nexa.issues/1");
    page.put("issues", found.stream().skip(cursor).limit(limit).toList());
    page.put("total", found.size());
    if (found.size() - (long) cursor > limit) {
      page.put("cursor", cursor + limit);
    }
    return page;
  }

  /** Sorting is stable: of equals, the last seen stays first. */
  private static Comparator<IssueView> order(Context context) {
    String sort = context.queryParam("sort");
    return switch (sort == null ? "seen" : sort) {
      case "seen" -> Comparator.comparing(IssueView::lastSeen).reversed();
      case "urgency" -> Comparator.comparingInt(IssueView::urgencyScore).reversed();
      default ->
          throw Problem.badRequest("There is no order '" + sort + "'.", "Use seen or urgency.");
    };
  }

  private static boolean isWanted(IssueView issue, Context context) {
    String text = context.queryParam("q");
    String status = context.queryParam("status");
    String service = context.queryParam("service");
    return (status == null || issue.status().equals(status))
        && (service == null || issue.service().equals(service))
        && (text == null
            || (issue.id() + " " + issue.title() + " " + issue.exceptionType() + " "
                + issue.topFrame())
                .toLowerCase(Locale.ROOT)
                .contains(text.toLowerCase(Locale.ROOT)));
  }

  private Object one(Context context) {
    Issue issue = issue(context);
    return new WholeIssue(
        "nexa.issue/1",
        view(issue),
        recent.context(issue.id()).orElse(null),
        RouteView.of(router.route(issue, kind(issue), outcome(issue))),
        TraceView.chain(issue, excerpts),
        CapturedView.of(issue.snapshot()),
        CapturedView.because(issue, isWatched(issue)),
        events.joined(issue),
        events.templates(issue.id()).stream().map(TemplateView::of).toList(),
        regrouping.parts(issue),
        alerts.around(issue),
        runs.ofIssue(issue.id()).stream().map(RunView::of).toList(),
        fixes.all().stream()
            .filter(fix -> fix.issue().equals(issue.id()))
            .map(fix -> new FixNote(fix.id(), fix.status(), fix.reason()))
            .toList());
  }

  private boolean isWatched(Issue issue) {
    return issue.inputs().contains(AgentEvents.INPUT) || jvms.runs(issue.service());
  }

  private Object events(Context context) {
    Issue issue = issue(context);
    Map<String, Template> templates = events.templatesByEvent(issue.id());
    return Map.of(
        "issue", issue.id(),
        "events",
        recent.ofIssue(issue.id()).stream()
            .map(event -> new SeenEvent(event, TemplateView.ofNullable(templates.get(event.id()))))
            .toList());
  }

  private Function<Context, Object> to(Issue.Status status) {
    return context -> view(
        events.setStatus(id(context), status).orElseThrow(() -> unknown(context)));
  }

  /** An issue as the API shows it. */
  IssueView view(Issue issue) {
    Classification kind = kind(issue);
    return IssueView.of(
        issue, kind, urgencies.of(issue, kind), alerts.firingServices(),
        provenance.isUnauthenticated(issue));
  }

  private @Nullable Classification kind(Issue issue) {
    return classifications.of(issue.id()).orElse(null);
  }

  private @Nullable Outcome outcome(Issue issue) {
    return runs.latest(issue.id()).map(Runs.Run::outcome).orElse(null);
  }

  /** What a person says counts for this issue, and for what is like it from now on. */
  private Object classify(Context context) {
    Issue issue = issue(context);
    Category category = category(RequestBody.json(RequestBody.bytes(context)));
    Event newest =
        recent.ofIssue(issue.id()).stream()
            .filter(event -> event.stackTrace() != null)
            .findFirst()
            .orElseThrow(() -> unknown(context));
    classifier.correct(newest, category);
    classifications.set(issue.id(), classifier.classify(newest));
    return view(issue);
  }

  private static Category category(JsonNode request) {
    String name = request.path("category").stringValue("");
    return Stream.of(Category.values())
        .filter(category -> category.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> Problem.badRequest(
                "There is no category '" + name + "'.",
                "Send category as one of " + Arrays.toString(Category.values())
                    .toLowerCase(Locale.ROOT) + "."));
  }

  private Object heal(Context context) {
    Issue issue = issue(context);
    if (pause.holds()) {
      throw new Problem(
          409, "Paused", "Nexa is paused: no healing run begins.", "End the pause by nexa resume.");
    }
    runs.begin(issue.id());
    return Map.of("runs", runs.ofIssue(issue.id()).stream().map(RunView::of).toList());
  }

  /** The issue that a request names. */
  Issue issue(Context context) {
    return events.issue(id(context)).orElseThrow(() -> unknown(context));
  }

  private static String id(Context context) {
    return context.pathParam("id");
  }

  private static Problem unknown(Context context) {
    return Problem.notFound("issue " + id(context), "GET /api/v1/issues lists them.");
  }
}
