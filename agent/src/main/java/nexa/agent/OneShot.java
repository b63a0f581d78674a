package nexa.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import nexa.agent.config.Config;
import nexa.agent.store.Cases;
import nexa.agent.store.Store;
import nexa.collect.AgentEvents;
import nexa.collect.JavaStackTraces;
import nexa.collect.MalformedEventException;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.event.Severity;
import nexa.event.StackTrace;
import nexa.heal.apply.UnifiedDiff;
import nexa.heal.group.Fingerprints;
import nexa.heal.reproduce.Bisection;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.DeclaredClasses;
import nexa.heal.source.GeneratedClasses;
import nexa.heal.source.GitBlame;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;
import nexa.heal.source.Workspace;
import nexa.heal.swap.SwapBuilder;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.memory.Case;
import nexa.patch.Patch;
import nexa.repair.Journal;
import nexa.repair.Outcome;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Heals one crash of one repository in this process, with no daemon and no store. */
public final class OneShot implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OneShot.class);
  private static final String INPUT_TRACE = "trace";
  private static final int BLAMED_MAX = 3;

  private final Service service;
  private final SourceTree tree;
  private final DeclaredClasses declared;
  private final Workspace workspace;
  private final SwapBuilder builder;
  private final Healing healing;
  private final Path scratch;

  /** Nothing to heal; the message says what was seen and what to do. */
  public static final class NoCrash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoCrash(String reason) {
      super(reason);
    }
  }

  private OneShot(
      Service service, SourceTree tree, DeclaredClasses declared, Workspace workspace,
      Healing healing, Path scratch) {
    this.workspace = workspace;
    this.service = service;
    this.tree = tree;
    this.declared = declared;
    this.builder = new SwapBuilder(workspace::project);
    this.healing = healing;
    this.scratch = scratch;
  }

  /**
   * Reads the deployed commit.
   *
   * @param built folders of classes that were built of it
   * @param latest when no more candidates are started, so that what is found by then is told
   * @throws nexa.heal.source.Projects.UnreadableProject when it cannot be read
   */
  public static OneShot open(
      Config config, Path repository, String revision, List<Path> built, Instant latest) {
    Project project = new GitProjects().read(repository, revision);
    DeclaredClasses declared = new DeclaredClasses(project);
    Service service =
        new Service(
            String.valueOf(repository.getFileName()),
            repository,
            revision,
            declared.prefixes(),
            TrustLevel.PROPOSE,
            List.of());
    Path scratch = scratch();
    Workspace workspace =
        Workspace.of(
            new GeneratedClasses(new GitProjects(), built, scratch.resolve("generated")),
            name -> Optional.of(service));
    try {
      return new OneShot(
          service,
          project.tree(),
          declared,
          workspace,
          Wiring.oneShot(
              config.only(service), workspace, remembered(config.home()), scratch,
              Clock.systemUTC(), latest),
          scratch);
    } catch (RuntimeException e) {
      remove(scratch);
      throw e;
    }
  }

  /** What the daemon or {@code nexa learn} keeps in a home; a run can do without. */
  private static List<Case> remembered(Path home) {
    if (!Store.exists(home)) {
      return List.of();
    }
    try (Store store = Store.visit(home)) {
      return new Cases(store).all();
    } catch (Store.Unusable e) {
      log.warn("msg=\"healing without memory\" reason=\"{}\"", e.getMessage());
      return List.of();
    }
  }

  /** A temporary folder, to be removed. */
  static Path scratch() {
    try {
      return Files.createTempDirectory("nexa-heal");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a temporary folder", e);
    }
  }

  /** Heals an issue by the daemon's own flow. */
  public Outcome heal(Issue issue, Journal journal) {
    Path repository = Optional.ofNullable(service.repository()).orElseThrow();
    return new Uncommitted(repository, tree)
        .noted(healed(() -> healing.repair(issue, journal)), issue.inAppFrames());
  }

  /** A daemon tries again once there is a sandbox; one shot says what is missing. */
  static Outcome healed(Supplier<Outcome> repair) {
    try {
      return repair.get();
    } catch (Sandbox.Unavailable e) {
      return new Outcome.Abstained(String.valueOf(e.getMessage()));
    }
  }

  /** The diff of a patch alone. */
  public String diff(Patch patch) {
    return UnifiedDiff.of(tree, patch);
  }

  /** The commits that last changed the lines of the crash, each once, the innermost line's first. */
  public List<GitBlame.Change> suspects(Diagnosis diagnosis) {
    GitBlame blame =
        new GitBlame(Optional.ofNullable(service.repository()).orElseThrow(), Clock.systemUTC());
    Map<String, GitBlame.Change> suspects = new LinkedHashMap<>();
    for (Location place : diagnosis.locations().stream().limit(BLAMED_MAX).toList()) {
      blame
          .changes(diagnosis.commit(), place.file(), place.line())
          .forEach(change -> suspects.putIfAbsent(change.commit(), change));
    }
    return List.copyOf(suspects.values());
  }

  /**
   * The commit that brought the crash, found by running its reproduction on older ones.
   *
   * @param likely commits to ask first
   */
  public Bisection.Answer introduced(
      Diagnosis diagnosis, Reproduction reproduction, List<String> likely, Duration timeMax) {
    return new Bisection(workspace, healing.sandbox(), Clock.systemUTC())
        .find(diagnosis, reproduction, likely, timeMax);
  }

  /** Whether a patch could go into a running JVM. */
  public boolean isHotSwappable(Diagnosis diagnosis, Patch patch) {
    return builder.changed(diagnosis, patch) instanceof SwapBuilder.Changed.Bodies;
  }

  /** The issue one event alone makes. */
  public Issue issue(Event event) {
    StackTrace trace = Optional.ofNullable(event.stackTrace()).orElseThrow();
    List<Frame> declaredFrames = ownFrames(trace);
    List<Frame> frames = // by package only, those of another commit: the locator says so
        declaredFrames.isEmpty()
            ? Fingerprints.inAppFrames(trace, service.inApp())
            : declaredFrames;
    if (frames.isEmpty()) {
      throw new NoCrash(
          "No frame of the " + trace.simpleType() + " is in the main code of "
              + service.repository() + "; name the repository whose code crashed.");
    }
    Fingerprint fingerprint = Fingerprints.of(trace, service.inApp());
    return new Issue(
        fingerprint.value().substring(0, 8),
        service.name(),
        fingerprint,
        Fingerprints.title(trace, service.inApp()),
        trace.root().exceptionType(),
        frames.getFirst(),
        Issue.Status.OPEN,
        1,
        event.time(),
        event.time(),
        Set.of(event.input()),
        Fingerprints.because(trace, service.inApp()),
        tree.commit(),
        trace,
        frames,
        event.snapshot());
  }

  /** The first stack trace of a text. */
  public Event eventOfTrace(String text) {
    StackTrace trace =
        JavaStackTraces.find(text).stream()
            .findFirst()
            .orElseThrow(() -> new NoCrash("There is no Java stack trace in that file."));
    return new Event(
        UUID.randomUUID().toString(), service.name(), Instant.now(), Severity.ERROR, INPUT_TRACE,
        String.valueOf(trace.message()), tree.commit(), trace, null, null);
  }

  /**
   * An event as the javaagent wrote it: one JSON document, or several, of which the last one with
   * captured values counts.
   *
   * @throws MalformedEventException when it is something else
   */
  public Event eventOfSnapshot(String json) {
    return AgentEvents.decodeEvents(json, service.name(), tree.commit()).stream()
        .filter(event -> event.stackTrace() != null && event.snapshot() != null)
        .reduce((first, second) -> second)
        .orElseThrow(
            () -> new NoCrash(
                "There is no event with captured values in that file; a service that runs with"
                    + " the Nexa agent makes one at its second crash, or use --run."));
  }

  /**
   * Runs a command with the javaagent until the first crash in the repository's own code has its
   * values captured.
   *
   * @param classpath the command's {@code $CLASSPATH}; null leaves it
   */
  public Event eventOfRun(String command, @Nullable String classpath) {
    WatchedCommand.Crashes crashes =
        new WatchedCommand.Crashes() {
          @Override
          public List<Event> events(String lines) {
            return spooled(lines);
          }

          @Override
          public Optional<Issue> issue(Event event) {
            return inOwnCode(event) ? Optional.of(OneShot.this.issue(event)) : Optional.empty();
          }
        };
    Path agent = Installation.find().agentJar();
    return new WatchedCommand(command, classpath, agent, service, crashes, scratch).crash();
  }

  private boolean inOwnCode(Event event) {
    return event.stackTrace() != null && !ownFrames(event.stackTrace()).isEmpty();
  }

  /** The frames of the repository's main code: tests lie in the same packages. */
  private List<Frame> ownFrames(StackTrace trace) {
    return Fingerprints.inAppFrames(trace, service.inApp()).stream()
        .filter(declared::declare)
        .toList();
  }

  /** The events of a spool; lines that two JVMs wrote into each other are left out. */
  private List<Event> spooled(String lines) {
    List<Event> events = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      try {
        events.add(AgentEvents.decodeEvent(line, service.name(), tree.commit()));
      } catch (MalformedEventException e) {
        log.warn("msg=\"event left out\" reason=\"{}\"", e.getMessage());
      }
    }
    return events;
  }

  @Override
  public void close() {
    try {
      healing.close();
    } finally {
      remove(scratch);
    }
  }

  static void remove(Path scratch) {
    try {
      FileUtils.delete(scratch.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + scratch, e);
    }
  }
}
