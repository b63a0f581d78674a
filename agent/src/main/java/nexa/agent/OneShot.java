package nexa.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import nexa.agent.config.Config;
import nexa.agent.flow.RepairFlow;
import nexa.collect.AgentEvents;
import nexa.collect.JavaStackTraces;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.event.Severity;
import nexa.event.StackTrace;
import nexa.heal.group.Fingerprints;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Project;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;

/** Heals one crash of one repository in this process, with no daemon and no store. */
public final class OneShot implements AutoCloseable {

  private static final int RUNS_MAX = 3;
  private static final String INPUT_TRACE = "trace";

  private final Service service;
  private final String commit;
  private final Healing healing;
  private final Path scratch;

  /** Nothing to heal; the message says what was seen and what to do. */
  public static final class NoCrash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoCrash(String reason) {
      super(reason);
    }
  }

  private OneShot(Service service, String commit, Healing healing, Path scratch) {
    this.service = service;
    this.commit = commit;
    this.healing = healing;
    this.scratch = scratch;
  }

  /**
   * Reads the deployed commit.
   *
   * @throws nexa.heal.source.Projects.UnreadableProject when it cannot be read
   */
  public static OneShot open(Config config, Path repository, String revision) {
    Project project = new GitProjects().read(repository, revision);
    Service service =
        new Service(
            String.valueOf(repository.getFileName()),
            repository,
            revision,
            packages(project),
            TrustLevel.PROPOSE,
            List.of());
    try {
      Path scratch = Files.createTempDirectory("nexa-heal");
      return new OneShot(
          service,
          project.tree().commit(),
          Wiring.oneShot(config.only(service), scratch, Clock.systemUTC()),
          scratch);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a temporary folder", e);
    }
  }

  /** The packages of the main sources: what is in-app in this repository. */
  private static List<String> packages(Project project) {
    Set<String> packages = new LinkedHashSet<>();
    for (String path : project.mainSources().keySet()) {
      for (String root : project.mainRoots()) {
        int slash = path.lastIndexOf('/');
        if (path.startsWith(root + "/") && slash > root.length()) {
          packages.add(path.substring(root.length() + 1, slash).replace('/', '.'));
        }
      }
    }
    return List.copyOf(packages);
  }

  /** The flow that heals. */
  public RepairFlow flow() {
    return healing.flow();
  }

  /** The issue one event alone makes. */
  public Issue issue(Event event) {
    StackTrace trace = Optional.ofNullable(event.stackTrace()).orElseThrow();
    List<Frame> frames = Fingerprints.inAppFrames(trace, service.inApp());
    if (frames.isEmpty()) {
      throw new NoCrash(
          "No frame of the " + trace.simpleType() + " is in a package of " + service.repository()
              + "; name the repository whose code crashed.");
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
        commit,
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
        String.valueOf(trace.message()), commit, trace, null, null);
  }

  /** An event as the javaagent wrote it: one JSON document, or the last line that has a snapshot. */
  public Event eventOfSnapshot(String json) {
    return events(json).stream()
        .filter(event -> event.stackTrace() != null && event.snapshot() != null)
        .reduce((first, second) -> second)
        .orElseThrow(() -> new NoCrash("There is no event with captured values in that file."));
  }

  /**
   * Runs a command with the javaagent until the first crash in the repository's own code has its
   * values captured: the first run finds the crash, the next one is armed for it.
   *
   * @param classpath put before {@code $CLASSPATH}; null leaves it
   */
  public Event eventOfRun(List<String> command, @Nullable String classpath, Duration timeout) {
    String arm = "";
    Event crash = null;
    for (int run = 0; run < RUNS_MAX; run++) {
      List<Event> events = run(command, classpath, arm, timeout, scratch.resolve("events-" + run));
      Fingerprint wanted = crash == null ? null : issue(crash).fingerprint();
      List<Event> own =
          events.stream()
              .filter(this::inOwnCode)
              .filter(event -> wanted == null || issue(event).fingerprint().equals(wanted))
              .toList();
      Optional<Event> captured = own.stream().filter(event -> event.snapshot() != null).findFirst();
      if (captured.isPresent()) {
        return captured.get();
      }
      if (own.isEmpty() && crash == null) {
        throw new NoCrash(
            "The command ended without a crash in the packages of " + service.repository() + ".");
      }
      crash = own.isEmpty() ? crash : own.getFirst();
      arm = arming(issue(Optional.ofNullable(crash).orElseThrow()));
    }
    return Optional.ofNullable(crash).orElseThrow();
  }

  private boolean inOwnCode(Event event) {
    return event.stackTrace() != null
        && !Fingerprints.inAppFrames(event.stackTrace(), service.inApp()).isEmpty();
  }

  private static String arming(Issue issue) {
    List<String> methods = new ArrayList<>();
    for (Frame frame : new LinkedHashSet<>(issue.inAppFrames())) {
      methods.add(frame.className() + "#" + frame.method());
    }
    return ",arm=" + String.join(";", new LinkedHashSet<>(methods));
  }

  private List<Event> run(
      List<String> command, @Nullable String classpath, String arm, Duration timeout, Path spool) {
    String agent =
        "-javaagent:" + Installation.find().agentJar() + "=spool=" + spool
            + ",service=" + service.name() + ",inapp=" + String.join(";", service.inApp()) + arm;
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(spool.resolveSibling(spool.getFileName() + ".log").toFile());
    builder.environment().put("JAVA_TOOL_OPTIONS", agent);
    if (classpath != null) {
      builder.environment().put("CLASSPATH", classpath);
    }
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      return Files.exists(spool) ? events(Files.readString(spool)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoCrash("Interrupted while the command ran.");
    }
  }

  private List<Event> events(String text) {
    List<Event> events = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String line : text.stripLeading().startsWith("{\n") ? List.of(text) : text.lines().toList()) {
      if (!line.isBlank()) {
        Event event = AgentEvents.decodeEvent(line, service.name(), commit);
        if (seen.add(event.id())) {
          events.add(event);
        }
      }
    }
    return events;
  }

  @Override
  public void close() {
    healing.close();
    try {
      FileUtils.delete(scratch.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + scratch, e);
    }
  }
}
