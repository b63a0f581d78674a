package nexa.agent.web;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import nexa.agent.store.Feed;
import nexa.agent.store.Grants;
import nexa.agent.store.RecentEvents;
import nexa.agent.swap.Jvms;
import nexa.issue.Issue;
import nexa.issue.Service;
import org.jspecify.annotations.Nullable;

/** The routes that show the daemon as a whole: status, services, JVMs, cases, health. */
final class OverviewRoutes {

  private static final int LIMIT_DEFAULT = 100;
  private static final int LIMIT_MAX = 1_000;

  private final Door door;
  private final WebServer.Parts parts;
  private final Inputs inputs;
  private final RecentEvents recent;
  private final Jvms jvms;
  private final Instant started;

  OverviewRoutes(Door door, WebServer.Parts parts, Inputs inputs) {
    this.inputs = inputs;
    this.door = door;
    this.parts = parts;
    this.recent = new RecentEvents(parts.store());
    this.jvms = parts.jvms();
    this.started = parts.clock().instant();
  }

  /** The daemon in numbers. */
  private record Status(
      String schema,
      String version,
      Instant started,
      long uptimeSeconds,
      String home,
      long issuesOpen,
      long fixesWaiting,
      int jvms,
      int cases,
      boolean paused) {}

  /**
   * A watched service.
   *
   * @param repository null for a service that is only known by its events
   */
  private record ServiceView(
      String name,
      @Nullable String repository,
      @Nullable String branch,
      @Nullable String trust,
      long issuesOpen,
      long jvms) {}

  void addTo(Routes routes) {
    routes.get("/api/v1/status", "The daemon in numbers", door::requireRead, this::status);
    routes.get("/api/v1/services", "The services", door::requireRead, this::services);
    routes.get(
        "/api/v1/jvms",
        "The connected JVMs",
        door::requireRead,
        context -> Map.of(
            "schema", "nexa.jvms/1", "jvms", jvms.all().stream().map(JvmView::of).toList()));
    routes.get(
        "/api/v1/cases",
        "The remembered cases",
        door::requireRead,
        context -> Map.of("schema", "nexa.cases/1", "cases", parts.cases().all()));
    routes.get(
        "/api/v1/inputs",
        "What the inputs took in and what they did not",
        door::requireRead,
        context -> Map.of(
            "schema", "nexa.inputs/1", "inputs", inputs.all(),
            "ofNoIssue", recent.countsOfNoIssue()));
    routes.get(
        "/api/v1/inputs/{input}/events",
        "The newest events of an input that belong to no issue",
        door::requireRead,
        this::ofNoIssue);
    routes.get("/healthz", "The process is up", context -> {}, context -> Map.of("status", "ok"));
    routes.get("/readyz", "The daemon can work", context -> {}, this::ready);
  }

  /** Errors that are no crash: nobody is shown them elsewhere. */
  private Object ofNoIssue(Context context) {
    String input = context.pathParam("input");
    return Map.of(
        "schema", "nexa.input-events/1",
        "input", input,
        "total", recent.countsOfNoIssue().getOrDefault(input, 0L),
        "events",
        recent.ofNoIssue(input, Routes.number(context, "limit", LIMIT_DEFAULT, LIMIT_MAX)));
  }

  private Object status(Context context) {
    return new Status(
        "nexa.status/1",
        parts.version(),
        started,
        Duration.between(started, parts.clock().instant()).toSeconds(),
        parts.home().toString(),
        open(parts.events().issues()).size(),
        parts.fixes().all().stream().filter(fix -> fix.status().equals("waiting")).count(),
        jvms.all().size(),
        parts.cases().all().size(),
        parts.pause().holds());
  }

  private static List<Issue> open(List<Issue> issues) {
    return issues.stream().filter(issue -> issue.status() == Issue.Status.OPEN).toList();
  }

  private Object services(Context context) {
    List<Issue> open = open(parts.events().issues());
    TreeSet<String> unconfigured = new TreeSet<>();
    open.forEach(issue -> unconfigured.add(issue.service()));
    jvms.all().forEach(jvm -> unconfigured.add(jvm.service()));
    List<ServiceView> views = new ArrayList<>();
    for (Service service : parts.services()) {
      unconfigured.remove(service.name());
      views.add(
          view(
              service.name(),
              service.repository() == null ? null : service.repository().toString(),
              service.branch(),
              Grants.level(parts.grants().ofService(service.name()), service).text(),
              open));
    }
    unconfigured.forEach(name -> views.add(view(name, null, null, null, open)));
    return Map.of("schema", "nexa.services/1", "services", views);
  }

  private ServiceView view(
      String name,
      @Nullable String repository,
      @Nullable String branch,
      @Nullable String trust,
      List<Issue> open) {
    return new ServiceView(
        name,
        repository,
        branch,
        trust,
        open.stream().filter(issue -> issue.service().equals(name)).count(),
        jvms.all().stream().filter(jvm -> jvm.service().equals(name)).count());
  }

  private Object ready(Context context) {
    Feed feed = parts.feed();
    return Map.of("status", "ok", "components", Map.of("store", "ok", "feed", feed.newest()));
  }
}
