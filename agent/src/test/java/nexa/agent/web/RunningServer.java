package nexa.agent.web;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexa.agent.PatchTrust;
import nexa.agent.SecondPerson;
import nexa.agent.config.FourEyes;
import nexa.agent.config.InputsConfig;
import nexa.agent.flow.TracedJournal;
import nexa.agent.forge.ForgeNews;
import nexa.agent.notify.Notifier;
import nexa.agent.store.Alerts;
import nexa.agent.store.Cases;
import nexa.agent.store.ChangeRequests;
import nexa.agent.store.Crashes;
import nexa.agent.store.Effects;
import nexa.agent.store.EventStore;
import nexa.agent.store.Feed;
import nexa.agent.store.Fixes;
import nexa.agent.store.Grants;
import nexa.agent.store.Json;
import nexa.agent.store.Merges;
import nexa.agent.store.Outbox;
import nexa.agent.store.Publications;
import nexa.agent.store.Regrouping;
import nexa.agent.store.Reviews;
import nexa.agent.store.Runs;
import nexa.agent.store.Spans;
import nexa.agent.store.SqlCorrections;
import nexa.agent.store.SqlJournal;
import nexa.agent.store.Store;
import nexa.agent.store.Swaps;
import nexa.agent.store.TrackRecords;
import nexa.agent.store.Urgencies;
import nexa.agent.swap.FakeBuild;
import nexa.agent.swap.JvmSwapper;
import nexa.agent.swap.Jvms;
import nexa.agent.swap.Orders;
import nexa.agent.swap.Pause;
import nexa.agent.swap.SwapKey;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.heal.classify.Classifier;
import nexa.heal.route.Router;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;
import nexa.heal.source.Workspace;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Outcome;
import nexa.repair.Plan;
import nexa.repair.Standing;
import nexa.repair.Trust;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A started server over a store of its own, and a client that is let in. */
public final class RunningServer implements AutoCloseable {

  static final String DIGEST = "d1935700".repeat(8);
  static final String COMMIT = "abc123";

  private final HttpClient http = HttpClient.newHttpClient();
  final Path home;
  private final Trust trust;
  final Store store;
  final Feed feed;
  private final SdkTracerProvider tracing;
  final EventStore events;
  final Alerts alerts;
  final Fixes fixes;
  public final Runs runs;
  final Swaps swaps;
  final Publications publications;
  final ChangeRequests requests;
  final Jvms jvms;
  final Orders orders;
  final Pause pause;
  final FakeBuild build = new FakeBuild();
  final JvmSwapper swapper;
  public final WebServer web;
  private final Thread collecting;

  RunningServer(Path home) {
    this(home, 0);
  }

  RunningServer(Path home, int port) {
    this(home, port, List.of());
  }

  /** A server whose one service is at a trust level. */
  public RunningServer(Path home, TrustLevel trust) {
    this(home, 0, List.of(new Service("shop", null, "main", List.of(), trust, List.of())));
  }

  /** A server where two persons have to approve each fix. */
  public static RunningServer ofTwo(Path home) {
    return new RunningServer(
        home, 0, List.of(), InputsConfig.OPEN, null, Arrivals.USUAL,
        new SecondPerson(
            new FourEyes(Set.of(FourEyes.Kind.ALL), Map.of()), service -> List.of()));
  }

  RunningServer(Path home, int port, List<Service> services) {
    this(home, port, services, InputsConfig.OPEN, null);
  }

  /** A server that takes OTLP over gRPC too, where a port for it is given. */
  RunningServer(
      Path home, int port, List<Service> services, InputsConfig inputs,
      @Nullable Integer grpcPort) {
    this(home, port, services, inputs, grpcPort, Arrivals.USUAL);
  }

  /** A server that gives bodies another time to arrive in. */
  RunningServer(
      Path home, int port, List<Service> services, InputsConfig inputs,
      @Nullable Integer grpcPort, Arrivals.Limits limits) {
    this(home, port, services, inputs, grpcPort, limits, SecondPerson.NEVER);
  }

  private RunningServer(
      Path home, int port, List<Service> services, InputsConfig inputs,
      @Nullable Integer grpcPort, Arrivals.Limits limits, SecondPerson second) {
    Clock clock = Clock.systemUTC();
    this.home = home;
    this.store = Store.open(home, clock);
    this.feed = new Feed(store, clock);
    this.tracing =
        SdkTracerProvider.builder().addSpanProcessor(new Spans(store, feed)).build();
    this.events = new EventStore(store, feed, Crashes.BY_TYPE, issue -> {});
    this.alerts = new Alerts(store);
    Classifier classifier = new Classifier(new SqlCorrections(store));
    Grants grants = new Grants(store, feed, clock);
    this.trust =
        new PatchTrust(
            name -> service(services, name), grants::ofService,
            diagnosis -> new Project(
                new SourceTree(diagnosis.commit(), Map.of()), List.of("src/main/java"), List.of(),
                List.of(), List.of(), List.of(), 25),
            issue -> false, second);
    this.fixes = new Fixes(store, feed, clock, this::wake);
    this.runs = new Runs(store, feed, clock, this::heal);
    runs.start();
    this.publications = new Publications(store, feed, clock);
    this.requests = new ChangeRequests(store, feed, clock, true);
    this.swaps = new Swaps(store, feed, clock);
    this.pause = new Pause(home, clock);
    this.orders =
        new Orders(SwapKey.of(home), swaps::nextCounter, pause, clock, Duration.ofSeconds(2));
    this.jvms =
        new Jvms(feed, swaps, orders, (service, release, commit) -> false, fix -> {}, clock);
    this.swapper =
        new JvmSwapper(
            jvms, orders, swaps, build,
            new JvmSwapper.Limits(Duration.ofMinutes(10), Duration.ofSeconds(2)), clock);
    this.web =
        WebServer.start(
            new WebServer.Parts(
                home, "0.1.0", store, feed, events,
                new Regrouping(store, feed, Crashes.BY_TYPE, clock, issue -> {}),
                new Urgencies(store, clock), classifier, alerts, fixes, trust, grants,
                new TrackRecords(store), new Effects(store, feed, clock), runs, router(services),
                new Cases(store), publications, requests,
                new ForgeNews(
                    publications, new Reviews(store, feed), fixes, new Cases(store)::find,
                    new Cases(store)::keep, new Merges(store, feed, clock, this::wake),
                    (fix, review) -> requests.askOfProposed(fix, review.actor(), review.text())
                        .ifPresent(runs::beginIfDue),
                    clock),
                services, inputs,
                jvms, orders, pause, swaps,
                swapper,
                new Notifier(
                    List.of(), new Outbox(store, clock), () -> "http://127.0.0.1", clock),
                (issue, frame) -> Optional.of(
                    new SourceExcerpts.Excerpt(
                        "src/main/java/Cart.java",
                        frame.line() - 1,
                        List.of("    for (Item item : items) {", "      sum += item.price();",
                            "    }"))),
                clock),
            port, grpcPort, limits);
    this.collecting = Thread.ofVirtual().start(this::collect);
  }

  /** Has no logs to look at, and says so when it is asked. */
  private void collect() {
    try {
      while (true) {
        web.sourceChecks().answer(List::of);
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Router router(List<Service> services) {
    return new Router(
        Workspace.of(
            new GitProjects(),
            name -> services.stream().filter(each -> each.name().equals(name)).findFirst()),
        name -> service(services, name),
        Clock.systemUTC());
  }

  private static Service service(List<Service> services, String name) {
    return services.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(new Service(name, null, "main", List.of(), TrustLevel.PROPOSE, List.of()));
  }

  private void wake(String runId) {
    runs.wake(runId);
  }

  /** Plans at once, waits for a person, and swaps where the service is at hotswap. */
  private Outcome heal(String runId, String issueId) {
    Journal journal =
        new TracedJournal(new SqlJournal(store, fixes, Clock.systemUTC(), runId), tracer());
    Plan plan = journal.step("plan", () -> plan(events.issue(issueId).orElseThrow()));
    return switch (journal.decision(plan)) {
      case Decision.Approved approved -> {
        Change change = new Change(plan.branch(), COMMIT);
        if (plan.standing().swaps()) {
          journal.step("swap", () -> swapper.swap(plan, change, approved));
        }
        yield new Outcome.Fixed(plan, change);
      }
      case Decision.Declined declined -> new Outcome.Declined(plan, declined.reason());
      case Decision.Withdrawn(String reason) -> new Outcome.Declined(plan, reason);
    };
  }

  /** Makes spans that are kept as the daemon's are. */
  Tracer tracer() {
    return tracing.get("test");
  }

  private Plan plan(Issue issue) {
    Standing standing = trust.of(Crashes.diagnosis(issue), Crashes.patch());
    int refused = requests.refused(issue).size();
    return Crashes.plan(
        "F-" + issue.id() + (refused == 0 ? "" : "." + (refused + 1)), issue, DIGEST, standing,
        standing.swaps() ? List.of("Commit", FakeBuild.ACTION) : List.of("Commit"));
  }

  public void store(Event... batch) {
    events.accept(new Batch("test", List.of(batch), null));
  }

  /** Begins a run for an issue, and waits for its fix. */
  void begin(String issue) {
    runs.begin(issue);
    awaitFix("F-" + issue, "waiting");
  }

  /** Waits until a fix stands where a test wants it. */
  public void awaitFix(String id, String status) {
    Await.until(() -> fixes.find(id).filter(fix -> fix.status().equals(status)).isPresent());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + web.port() + path);
  }

  String key(String file) {
    try {
      return Files.readString(home.resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + key("token"));
  }

  HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  HttpResponse<String> post(String path, Object body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(Json.write(body))).build());
  }

  HttpResponse<String> agent(String path, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", "Bearer " + key("agent-token"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.MAPPER.readTree(response.body());
  }

  @Override
  public void close() {
    collecting.interrupt();
    web.close();
    runs.close();
    store.close();
  }
}
