package nexa.agent;

import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import nexa.agent.config.Config;
import nexa.agent.config.NotifyConfig.Channel;
import nexa.agent.effect.FixEffects;
import nexa.agent.flow.SpannedThoughts;
import nexa.agent.flow.TracedJournal;
import nexa.agent.forge.ForgeCourier;
import nexa.agent.forge.ForgeNews;
import nexa.agent.forge.ForgePublisher;
import nexa.agent.forge.Mirrors;
import nexa.agent.notify.Notifier;
import nexa.agent.store.Alerts;
import nexa.agent.store.Cases;
import nexa.agent.store.ChangeRequests;
import nexa.agent.store.CommitsInUse;
import nexa.agent.store.Courier;
import nexa.agent.store.Effects;
import nexa.agent.store.EventStore;
import nexa.agent.store.Feed;
import nexa.agent.store.Fixes;
import nexa.agent.store.Grants;
import nexa.agent.store.Merges;
import nexa.agent.store.NoticeRecorder;
import nexa.agent.store.Outbox;
import nexa.agent.store.PausableJournal;
import nexa.agent.store.Provenance;
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
import nexa.agent.swap.Deployments;
import nexa.agent.swap.GitReleases;
import nexa.agent.swap.JvmSwapper;
import nexa.agent.swap.Jvms;
import nexa.agent.swap.Orders;
import nexa.agent.swap.Pause;
import nexa.agent.swap.SwapKey;
import nexa.agent.systemd.SdNotify;
import nexa.agent.task.PeriodicTask;
import nexa.agent.web.Inputs;
import nexa.agent.web.WebServer;
import nexa.event.EventSink;
import nexa.event.Trouble;
import nexa.heal.classify.Classifier;
import nexa.heal.model.ModelSettings;
import nexa.heal.route.Router;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.Workspace;
import nexa.issue.Issue;
import nexa.memory.Case;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Outcome;
import nexa.repair.Plan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon: inputs, store, healing runs and the page of one home folder, in one process. */
public final class Daemon implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Daemon.class);
  /** A trace ends after 250 ms of silence, which this is added to twice. */
  private static final long POLL_MILLIS = 50;

  private static final int POLLS_PER_SIGN_OF_LIFE = 20;
  private static final Duration ORDER_MAX = Duration.ofSeconds(30);
  private static final Duration EFFECTS_EVERY = Duration.ofSeconds(30);
  private static final Duration STOP_MAX = Duration.ofSeconds(5);

  private final Config config;
  private final SdNotify systemd = new SdNotify(System.getenv());
  private final Clock clock;
  private final Services services;
  private final Readiness readiness;
  private final Store store;
  private final Feed feed;
  private final Fixes fixes;
  private final Grants grants;
  private final Effects effects;
  private final Lessons lessons;
  private final PeriodicTask effectWatch;
  private final PatchTrust trust;
  private final Classifier classifier;
  private final EventStore events;
  private final Regrouping regrouping;
  private final Router router;
  private final Orders orders;
  private final Jvms jvms;
  private final Pause pause;
  private final Swaps swaps;
  private final Cases cases;
  private final JvmSwapper swapper;
  private final Publications publications;
  private final ChangeRequests requests;
  private final Merges merges;
  private final ForgeCourier forges;
  private final Mirrors mirrors;
  private final EventSink sink;
  private final Notifier notifier;
  private final Courier courier;
  private final WebServer web;
  private final Healing healing;
  private final Spans spans;
  private final Tracing tracing;
  private final Runs runs;
  private final UnaryOperator<Journal> journals;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread collecting =
      Thread.ofPlatform().name("nexa-collect").daemon()
          .uncaughtExceptionHandler((thread, why) -> collectingEnded(why))
          .unstarted(this::collect);

  private Daemon(Config config, UnaryOperator<Journal> journals) {
    this.config = config;
    this.clock = Clock.systemUTC();
    this.journals = journals;
    this.services = new Services(config.services());
    this.store = Store.open(config.home(), clock);
    this.mirrors = new Mirrors(config, this::considerAll, new CommitsInUse(store)::all);
    this.feed = new Feed(store, clock);
    this.spans = new Spans(store, feed);
    this.tracing = new Tracing(System.getenv(), spans);
    Outbox outbox = new Outbox(store, clock);
    List<Channel> channels = config.notices().channels();
    feed.record(new NoticeRecorder(outbox, channels, clock));
    this.notifier = new Notifier(Wiring.channels(config, clock), outbox, this::address, clock);
    this.courier =
        new Courier(
            store, feed, outbox, channels.stream().map(Channel::name).toList(), notifier, clock);
    this.pause = new Pause(config.home(), clock);
    this.swaps = new Swaps(store, feed, clock);
    this.orders =
        new Orders(SwapKey.of(config.home()), swaps::nextCounter, pause, clock, ORDER_MAX);
    this.cases = new Cases(store);
    GitReleases releases = new GitReleases(services::get);
    this.jvms = new Jvms(feed, swaps, orders, releases, this::distrust, clock);
    this.readiness = new Readiness(services, mirrors::isReady, jvms::runs);
    Workspace workspace = Wiring.workspace(config, services);
    this.swapper = Wiring.swapper(workspace, jvms, orders, swaps, clock);
    this.grants = new Grants(store, feed, clock);
    this.trust =
        new PatchTrust(
            services::get, grants::ofService, workspace::project,
            new Provenance(store)::isUnauthenticated,
            new SecondPerson(config.fourEyes(), services::besides));
    this.publications = new Publications(store, feed, clock);
    this.requests = new ChangeRequests(store, feed, clock, config.model() == null);
    ForgePublisher publisher =
        new ForgePublisher(services::get, config.forges(), publications);
    this.healing =
        Wiring.daemon(
            config, services, trust, workspace, cases, publisher, swapper, requests,
            new SpannedThoughts(tracing.tracer()), clock);
    this.runs = new Runs(store, feed, clock, this::heal);
    this.fixes = new Fixes(store, feed, clock, runs::wake);
    this.merges = new Merges(store, feed, clock, runs::wake);
    this.forges = new ForgeCourier(publisher, publications, fixes, merges, pause::holds, clock);
    this.classifier = new Classifier(new SqlCorrections(store));
    this.effects = new Effects(store, feed, clock);
    IssueGroups groups = new IssueGroups(services, classifier);
    this.events = new EventStore(store, feed, groups, this::consider);
    this.regrouping = new Regrouping(store, feed, groups, clock, this::consider);
    this.router = new Router(workspace, services::get, clock);
    regrouping.recall();
    this.lessons =
        new Lessons(fixes, events, cases, healing.memory(), trust, grants);
    this.effectWatch =
        new PeriodicTask(
            "nexa-effects", EFFECTS_EVERY,
            new FixEffects(
                fixes, events, effects, new Deployments(effects, runs, jvms, swaps, releases),
                lessons, clock)::look);
    this.web = web();
    List.of(effectWatch, forges.task(), mirrors.task()).forEach(web.metrics()::task);
    ModelSettings model = config.model();
    if (model != null) {
      web.metrics().model(model.name(), healing.usage());
    }
    this.sink = web.inputs().counted(events);
  }

  /** Opens the port; a daemon that cannot leaves nothing open. */
  private WebServer web() {
    try {
      return WebServer.start(
          new WebServer.Parts(
              config.home(), Version.current(), store, feed, events, regrouping,
              new Urgencies(store, clock), classifier, new Alerts(store),
              fixes, trust, grants, new TrackRecords(store), effects, runs, router,
              cases, publications, requests,
              new ForgeNews(
                  publications, new Reviews(store, feed), fixes, cases::find,
                  closed -> healing.memory().remember(closed), merges,
                  (fix, review) -> requests.askOfProposed(fix, review.actor(), review.text())
                      .ifPresent(runs::beginIfDue),
                  clock),
              services.all(), config.inputs(), jvms, orders, pause, swaps,
              swapper, notifier, healing.excerpts(), clock),
          config.port(), config.grpcPort());
    } catch (RuntimeException e) {
      courier.close();
      notifier.close();
      runs.close();
      healing.close();
      tracing.close();
      store.close();
      throw e instanceof JavalinBindException
          ? new PortTaken(config.port(), config.grpcPort(), e) : e;
    }
  }

  /** The port is not to be had; the message says what to do. */
  public static final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTaken(int port, @Nullable Integer grpcPort, Throwable cause) {
      super(
          "Port " + port + (grpcPort == null ? "" : " or grpcPort " + grpcPort)
              + " of 127.0.0.1 cannot be used, most likely another program listens there:"
              + " name another --port, or --port 0 for a free one.",
          cause);
    }
  }

  /**
   * Starts a daemon: what an earlier one left undone goes on.
   *
   * @throws Store.Unusable when the home cannot be used
   * @throws PortTaken when another program listens at its port
   */
  public static Daemon start(Config config) {
    return start(config, UnaryOperator.identity());
  }

  /** Starts a daemon whose journals are wrapped, which is how tests break a run at a step. */
  static Daemon start(Config config, UnaryOperator<Journal> journals) {
    Daemon daemon = new Daemon(config, journals);
    try {
      daemon.begin();
      return daemon;
    } catch (RuntimeException e) {
      daemon.close();
      throw e;
    }
  }

  private void begin() {
    reap();
    considerAll();
    runs.start();
    mirrors.start();
    courier.start();
    collecting.start();
    effectWatch.start();
    forges.start();
    write("port", Integer.toString(port()));
    write("pid", Long.toString(ProcessHandle.current().pid()));
    systemd.ready();
    log.info("msg=\"daemon up\" home={} port={}", config.home(), port());
  }

  /** Removes containers an earlier daemon left; without an engine there are none that could run. */
  private void reap() {
    try {
      healing.sandbox().reap();
    } catch (Sandbox.Unavailable e) {
      log.warn("msg=\"no sandbox\" reason=\"{}\"", e.getMessage());
    }
  }

  /** Polls every collector in turn until the daemon stops; systemd is told that this goes on. */
  private void collect() {
    Inputs inputs = web.inputs();
    Collecting collectors =
        new Collecting(
            Wiring.collectors(services, events, clock), sink,
            new Collecting.Ledger(inputs::lost, inputs::tallied, this::troubled), clock);
    boolean paused = false;
    long polls = 0;
    try {
      while (!stopped.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        boolean wasPaused = paused;
        paused = pause.holds();
        if (wasPaused && !paused) {
          considerAll();
        }
        collectors.poll();
        web.sourceChecks().answer(collectors::check);
        if (polls++ % POLLS_PER_SIGN_OF_LIFE == 0) {
          systemd.alive();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      collectors.close();
    }
  }

  /** Nothing is read any more, which must not go unnoticed; systemd is told of no life, and starts anew. */
  private void collectingEnded(Throwable why) {
    log.error("msg=\"collecting has ended\"", why);
    troubled(List.of(Collecting.ended(why)));
  }

  /** Tells what cannot be read, logs and repositories. */
  private void troubled(List<Trouble> ofLogs) {
    web.inputs()
        .troubled(Stream.concat(ofLogs.stream(), mirrors.troubles().stream()).toList());
  }

  private void considerAll() {
    events.issues().forEach(this::consider);
  }

  /** Begins a healing run for an issue that can be healed, unless one looked at it. */
  private void consider(Issue issue) {
    if (!pause.holds() && readiness.of(issue)) {
      runs.beginIfDue(issue.id());
    }
  }

  private Outcome heal(String runId, String issueId) {
    Issue issue = events.issue(issueId).orElseThrow();
    Journal journal =
        new TracedJournal(new SqlJournal(store, fixes, clock, runId), tracing.tracer());
    spans.cutShort(runId); // what a killed daemon left
    try {
      return healing.repair(issue, new PausableJournal(journals.apply(journal), pause::holds));
    } finally {
      spans.cutShort(runId);
    }
  }

  /** Told by the JVMs' reports, which come when everything stands. */
  private void distrust(String fixId) {
    lessons.failedInJvm(fixId);
  }

  /** The HTTP port. */
  public int port() {
    return web.port();
  }

  /** Where people find the page. */
  private String address() {
    String configured = config.notices().page();
    return configured == null ? "http://127.0.0.1:" + port() : configured;
  }

  /** The page's address with a key that works once, for some minutes. */
  public String page() {
    return web.page();
  }

  /** The javaagent's options for a service of this daemon; with the key for orders at hotswap. */
  public String agentOptions(String service) {
    return AgentOptions.of(config.home(), port(), services.get(service));
  }

  /** All issues, the last seen first. */
  public List<Issue> issues() {
    return events.issues();
  }

  /** The plan of an issue that waits for a decision. */
  public Optional<Plan> waitingPlan(String issueId) {
    return fixes.all().stream()
        .filter(fix -> fix.issue().equals(issueId) && fix.status().equals("waiting"))
        .map(Fixes.Fix::plan)
        .findFirst();
  }

  /** How the newest healing run of an issue ended, empty while it has not. */
  public Optional<Outcome> outcome(String issueId) {
    return runs.latest(issueId).map(Runs.Run::outcome);
  }

  /** How long an issue's healing took, from its first step to its last that ended. */
  public Duration healingTime(String issueId) {
    List<Spans.Thought> thoughts = spans.ofIssue(issueId);
    long start = thoughts.stream().mapToLong(Spans.Thought::started).min().orElse(0);
    long end =
        thoughts.stream()
            .map(Spans.Thought::ended)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .max()
            .orElse(start);
    return Duration.ofMillis(end - start);
  }

  /** Where a fix was swapped in, the newest first. */
  public List<Swaps.Entry> swaps(String fix) {
    return swaps.ofFix(fix);
  }

  /** Where a fix that did harm lowered trust by itself. */
  public List<Grants.Grant> lowered(String service) {
    return grants.ofService(service).stream().filter(grant -> grant.fix() != null).toList();
  }

  /** Trusts a class of patches again as it was before anybody set it. */
  public void trustAgain(Grants.PatchClass patches, String by, String reason) {
    grants.set(patches, null, by, reason);
  }

  /** Adds a case to those that are recalled. */
  public void remember(Case past) {
    healing.memory().remember(past);
  }

  /** Heals an issue again. */
  public void healAgain(String issueId) {
    runs.begin(issueId);
  }

  /** Decides a plan that waits. */
  public Fixes.Answer decide(Plan plan, Decision decision) {
    return fixes.decide(plan.id(), decision, plan.digest());
  }

  /** Writes a small file of the home, whole or not at all. */
  private void write(String name, String content) {
    Path file = config.home().resolve(name);
    Path fresh = config.home().resolve(name + ".new");
    try {
      Files.writeString(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  @Override
  public void close() {
    systemd.stopping();
    stopped.countDown();
    await(collecting);
    effectWatch.close();
    forges.close();
    mirrors.close();
    web.close();
    runs.close();
    courier.close();
    notifier.close();
    healing.close();
    tracing.close();
    store.close();
  }

  private static void await(Thread thread) {
    if (!thread.isAlive()) { // it may never have begun
      return;
    }
    try {
      thread.join(STOP_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
