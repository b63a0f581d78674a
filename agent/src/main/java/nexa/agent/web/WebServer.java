package nexa.agent.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import nexa.agent.config.InputsConfig;
import nexa.agent.forge.ForgeNews;
import nexa.agent.notify.Notifier;
import nexa.agent.store.Alerts;
import nexa.agent.store.Cases;
import nexa.agent.store.ChangeRequests;
import nexa.agent.store.Classifications;
import nexa.agent.store.Deliveries;
import nexa.agent.store.DiskFailure;
import nexa.agent.store.Effects;
import nexa.agent.store.EventStore;
import nexa.agent.store.Feed;
import nexa.agent.store.Fixes;
import nexa.agent.store.Grants;
import nexa.agent.store.Publications;
import nexa.agent.store.Regrouping;
import nexa.agent.store.Runs;
import nexa.agent.store.SharedUpdates;
import nexa.agent.store.Shedding;
import nexa.agent.store.Store;
import nexa.agent.store.Swaps;
import nexa.agent.store.TrackRecords;
import nexa.agent.store.Urgencies;
import nexa.agent.store.Visitor;
import nexa.agent.swap.JvmSwapper;
import nexa.agent.swap.Jvms;
import nexa.agent.swap.Orders;
import nexa.agent.swap.Pause;
import nexa.agent.sync.Rooms;
import nexa.agent.task.PeriodicTask;
import nexa.event.EventSink;
import nexa.heal.classify.Classifier;
import nexa.heal.route.Router;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.repair.Trust;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon's HTTP server on 127.0.0.1: API, page, metrics and the agents' channel. */
public final class WebServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final Duration SWEEP_PAUSE = Duration.ofSeconds(5);

  private final Javalin server;
  private final Door door;
  private final EventStream stream;
  private final SyncRoutes rooms;
  private final Metrics metrics;
  private final Inputs inputs;
  private final Shedding shedding;
  private final Places places = new Places();
  private final SourceChecks sourceChecks = new SourceChecks();
  private final PeriodicTask sweeper;
  private volatile boolean closing;

  /**
   * What the server shows and serves.
   *
   * @param home where the tokens lie
   * @param inputs who may send
   * @param excerpts the source around a frame
   */
  public record Parts(
      Path home,
      String version,
      Store store,
      Feed feed,
      EventStore events,
      Regrouping regrouping,
      Urgencies urgencies,
      Classifier classifier,
      Alerts alerts,
      Fixes fixes,
      Trust trust,
      Grants grants,
      TrackRecords tracks,
      Effects effects,
      Runs runs,
      Router router,
      Cases cases,
      Publications publications,
      ChangeRequests requests,
      ForgeNews forgeNews,
      List<Service> services,
      InputsConfig inputs,
      Jvms jvms,
      Orders orders,
      Pause pause,
      Swaps swaps,
      JvmSwapper swapper,
      Notifier notifier,
      SourceExcerpts excerpts,
      Clock clock) {
    public Parts {
      services = List.copyOf(services);
    }
  }

  /** Starts a server; port 0 takes a free one. */
  public static WebServer start(Parts parts, int port) {
    return start(parts, port, null);
  }

  /** Starts a server that takes OTLP over gRPC too, at a port of its own. */
  public static WebServer start(Parts parts, int port, @Nullable Integer grpcPort) {
    return new WebServer(parts, port, grpcPort, Arrivals.USUAL);
  }

  /** Starts a server that gives bodies another time to arrive in. */
  static WebServer start(
      Parts parts, int port, @Nullable Integer grpcPort, Arrivals.Limits limits) {
    return new WebServer(parts, port, grpcPort, limits);
  }

  private WebServer(
      Parts parts, int port, @Nullable Integer grpcPort, Arrivals.Limits limits) {
    this.door = new Door(parts.home(), parts.store(), parts.clock());
    Jvms jvms = parts.jvms();
    this.stream = new EventStream(parts.feed());
    this.metrics =
        new Metrics(
            parts.feed(), parts.events(), new Classifications(parts.store()), parts.fixes(),
            parts.cases(),
            () -> jvms.all().size(), parts.version());
    this.inputs = new Inputs(metrics, parts.feed(), parts.inputs(), parts.clock());
    this.shedding = new Shedding(parts.events(), inputs.counted(parts.events()));
    Connections connections = new Connections(limits.head());
    this.rooms =
        new SyncRoutes(
            door,
            new Rooms(
                new SharedUpdates(parts.store()), id -> parts.events().issue(id).map(Issue::id)),
            inputs);
    this.server =
        Javalin.create(
            config -> {
              configure(config);
              Ports.open(config, door, parts.home(), port, grpcPort, connections);
              addErrors(config);
              new Page(door).addTo(config.routes);
              addRoutes(config, parts, door, new Arrivals(limits));
            });
    server.start();
    this.sweeper =
        new PeriodicTask(
            "nexa-sweep", SWEEP_PAUSE,
            () -> {
              connections.endTrickled();
              jvms.sweep();
              parts.fixes().expireFirsts();
            });
    metrics.task(sweeper);
    sweeper.start();
  }

  private static void configure(JavalinConfig config) {
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = RequestBody.BYTES_MAX;
    config.http.generateEtags = true;
    config.http.prefer405over404 = true;
    config.jetty.modifyWebSocketServletFactory(
        sockets -> sockets.setMaxBinaryMessageSize(SyncRoutes.MESSAGE_BYTES_MAX));
  }

  private void addRoutes(
      JavalinConfig config, Parts parts, Door door, Arrivals arrivals) {
    Routes routes = new Routes(config.routes);
    EventSink sink = inputs.counted(parts.events());
    Probes probes = new Probes(parts.clock(), parts.events()::preview);
    new ProbeRoutes(door, probes, sourceChecks, parts.inputs()).addTo(routes);
    new AgentRoutes(door, parts.jvms(), parts.orders(), parts.pause(), sink, inputs, probes)
        .addTo(routes);
    Deliveries deliveries = new Deliveries(parts.store(), parts.clock());
    Senders senders = new Senders(parts.inputs(), deliveries, door, parts.clock());
    Intake intake = new Intake(senders, sink, shedding, inputs, arrivals, places, probes);
    ServiceNames names = new ServiceNames(parts.services());
    new SentryRoutes(intake, names, parts.clock()).addTo(routes);
    new OtlpRoutes(intake, names, parts.clock()).addTo(routes);
    new LogRoutes(intake, names, parts.clock()).addTo(routes);
    new AlertRoutes(intake, parts.alerts(), names, parts.clock()).addTo(routes);
    new WebhookRoutes(
        intake, parts.alerts(), names, parts.inputs().webhooks(), parts.clock())
        .addTo(routes);
    new ForgeRoutes(intake, deliveries, parts.forgeNews()).addTo(routes);
    new OverviewRoutes(door, parts, inputs).addTo(routes);
    IssueRoutes issues = new IssueRoutes(door, parts);
    issues.addTo(routes);
    new ThoughtRoutes(door, issues, parts).addTo(routes);
    new RegroupRoutes(door, parts.regrouping(), issues, rooms::merged).addTo(routes);
    FixRoutes fixes = new FixRoutes(door, parts);
    fixes.addTo(routes);
    new DecisionRoutes(door, fixes, parts).addTo(routes);
    new SwapRoutes(door, fixes, parts).addTo(routes);
    new PauseRoutes(door, parts).addTo(routes);
    new TrustRoutes(door, parts).addTo(routes);
    new AuditRoutes(door, parts).addTo(routes);
    new NotifyRoutes(door, parts.notifier()).addTo(routes);
    rooms.addTo(routes, config.routes);
    new SessionRoutes(door).addTo(routes);
    new TokenRoutes(door, parts.clock()).addTo(routes);
    routes.text(
        "/metrics",
        "The metrics for Prometheus",
        "text/plain; version=0.0.4; charset=utf-8",
        context -> {},
        context -> metrics.scrape());
    config.routes.get(
        "/api/v1/events",
        context -> {
          door.requireRead(context);
          stream.serve(context, () -> door.isWelcome(context));
        });
    routes.describe(HandlerType.GET, "/api/v1/events", "The feed as server-sent events",
        "text/event-stream");
    routes.get(
        "/api/v1/openapi.json",
        "This description",
        door::requireRead,
        context -> routes.openApi(parts.version()));
  }

  private void addErrors(JavalinConfig config) {
    config.routes.exception(Problem.class, (problem, context) -> problem.answer(context));
    config.routes.exception(
        HttpResponseException.class, (e, context) -> framework(e, context).answer(context));
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          if (closing) { // what it needs may be gone already: the end of the daemon is no failure
            log.debug("msg=\"request cut off\" method={} path={}", context.method(),
                context.path());
          } else {
            log.error("msg=\"request failed\" method={} path={}", context.method(), context.path(),
                e);
          }
          new Problem(
              503, "Failed", "The daemon could not do this: " + reason(e),
              "Try again; the daemon's log has the details.")
              .answer(context);
        });
  }

  private static String reason(Exception failure) {
    return failure instanceof UncheckedIOException disk
        ? DiskFailure.message(disk)
        : String.valueOf(failure.getMessage());
  }

  /** What the framework itself refuses: no such route, wrong method, too large. */
  private static Problem framework(HttpResponseException e, Context context) {
    return switch (e.getStatus()) {
      case 404 ->
          Problem.notFound("page " + context.path(), "GET /api/v1/openapi.json lists the routes.");
      case 405 ->
          new Problem(
              405, "Wrong method", context.path() + " does not take " + context.method() + ".",
              "GET /api/v1/openapi.json lists the methods.");
      default ->
          new Problem(
              e.getStatus(), "Refused", String.valueOf(e.getMessage()),
              "GET /api/v1/openapi.json describes the API.");
    };
  }

  /** The page's address with a key of the daemon's user, which opens it once. */
  public String page() {
    String key = door.link(Visitor.owner(Door.daemonUser()));
    return "http://" + Ports.HOST + ":" + port() + SessionRoutes.path(key);
  }

  /** Every route there is, as {@code GET /path/{parameter}}. */
  List<String> routes() {
    return server.unsafe.internalRouter.allHttpHandlers().stream()
        .map(route -> route.endpoint.method.name() + " " + route.endpoint.path)
        .toList();
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** What came in, and what did not. */
  public Inputs inputs() {
    return inputs;
  }

  /** Who asks what the sources look like. */
  public SourceChecks sourceChecks() {
    return sourceChecks;
  }

  /** Where what clients send is looked at. */
  Places places() {
    return places;
  }

  /** What the daemon counts. */
  public Metrics metrics() {
    return metrics;
  }

  @Override
  public void close() {
    closing = true;
    sweeper.close();
    stream.close();
    rooms.close();
    server.stop();
    shedding.close();
  }
}
