package nexa.agent.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import nexa.agent.store.Cases;
import nexa.agent.store.DiskFailure;
import nexa.agent.store.EventStore;
import nexa.agent.store.Feed;
import nexa.agent.store.Fixes;
import nexa.agent.store.Runs;
import nexa.agent.store.Store;
import nexa.agent.store.Swaps;
import nexa.agent.swap.JvmSwapper;
import nexa.agent.swap.Jvms;
import nexa.agent.swap.Orders;
import nexa.agent.swap.Pause;
import nexa.issue.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon's HTTP server on 127.0.0.1: API, page, metrics and the agents' channel. */
public final class WebServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final String HOST = "127.0.0.1";
  private static final Duration SWEEP_PAUSE = Duration.ofSeconds(5);

  private final Javalin server;
  private final EventStream stream;
  private final Metrics metrics;
  private final Thread sweeper;

  /**
   * What the server shows and serves.
   *
   * @param home where the tokens lie
   * @param excerpts the source around a frame
   */
  public record Parts(
      Path home,
      String version,
      Store store,
      Feed feed,
      EventStore events,
      Fixes fixes,
      Runs runs,
      Cases cases,
      List<Service> services,
      Jvms jvms,
      Orders orders,
      Pause pause,
      Swaps swaps,
      JvmSwapper swapper,
      SourceExcerpts excerpts,
      InstantSource clock) {
    public Parts {
      services = List.copyOf(services);
    }
  }

  /** Starts a server; port 0 takes a free one. */
  public static WebServer start(Parts parts, int port) {
    return new WebServer(parts, port);
  }

  private WebServer(Parts parts, int port) {
    Door door = new Door(parts.home(), parts.clock());
    Jvms jvms = parts.jvms();
    this.stream = new EventStream(parts.feed());
    this.metrics =
        new Metrics(
            parts.feed(), parts.events(), parts.fixes(), parts.cases(),
            () -> jvms.all().size(), parts.version());
    this.server =
        Javalin.create(
            config -> {
              configure(config);
              config.routes.before(door::guard);
              addErrors(config);
              new Page(door).addTo(config.routes);
              addRoutes(config, parts, door);
            });
    server.start(HOST, port);
    this.sweeper = Thread.ofVirtual().name("nexa-jvms").start(() -> sweep(jvms));
  }

  private static void sweep(Jvms jvms) {
    try {
      while (true) {
        Thread.sleep(SWEEP_PAUSE);
        try {
          jvms.sweep();
        } catch (RuntimeException e) {
          log.warn("msg=\"cannot say that a JVM is lost\"", e); // as on a full disk: go on
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void configure(JavalinConfig config) {
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = RequestBody.BYTES_MAX;
    config.http.generateEtags = true;
    config.http.prefer405over404 = true;
  }

  private void addRoutes(JavalinConfig config, Parts parts, Door door) {
    Routes routes = new Routes(config.routes);
    new AgentRoutes(
        door, parts.jvms(), parts.orders(), parts.pause(), metrics.counted(parts.events()), metrics)
        .addTo(routes);
    new OverviewRoutes(door, parts).addTo(routes);
    new IssueRoutes(door, parts).addTo(routes);
    FixRoutes fixes = new FixRoutes(door, parts);
    fixes.addTo(routes);
    new SwapRoutes(door, fixes, parts).addTo(routes);
    new PauseRoutes(door, parts).addTo(routes);
    routes.text(
        "/metrics",
        "The metrics for Prometheus",
        "text/plain; version=0.0.4; charset=utf-8",
        context -> {},
        context -> metrics.scrape());
    config.routes.get(
        "/api/v1/events",
        context -> {
          door.requireAdmin(context);
          stream.serve(context);
        });
    routes.describe(HandlerType.GET, "/api/v1/events", "The feed as server-sent events",
        "text/event-stream");
    routes.get(
        "/api/v1/openapi.json",
        "This description",
        door::requireAdmin,
        context -> routes.openApi(parts.version()));
  }

  private static void addErrors(JavalinConfig config) {
    config.routes.exception(Problem.class, (problem, context) -> problem.answer(context));
    config.routes.exception(
        HttpResponseException.class, (e, context) -> framework(e, context).answer(context));
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          log.error("msg=\"request failed\" method={} path={}", context.method(), context.path(),
              e);
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

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** What the daemon counts. */
  public Metrics metrics() {
    return metrics;
  }

  @Override
  public void close() {
    sweeper.interrupt();
    stream.close();
    server.stop();
  }
}
