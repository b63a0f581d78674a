package nexa.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.event.Severity;
import nexa.event.Snapshot;
import nexa.issue.Issue;
import nexa.issue.Service;
import org.jspecify.annotations.Nullable;

/**
 * A command that crashes, with the javaagent in every JVM it starts. A process that dies at its first
 * crash leaves no values behind: it is run again, armed for that crash. One that lives on is watched
 * until the crash comes again, and started anew when it does not. An exception that nobody caught, or
 * that ended a test, comes before one that the program only printed.
 */
final class WatchedCommand {

  private static final int PACKAGES_MAX = 4;
  private static final int RUNS_MAX = 3;
  private static final Duration LINGER = Duration.ofSeconds(5);
  private static final Duration STOP = Duration.ofSeconds(3);
  private static final Duration RUN_MAX = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 100;
  private static final int OUTPUT_LINES_MAX = 5;
  private static final int OUTPUT_CHARS_MAX = 1_000;

  private final ProcessBuilder builder;
  private final String name;
  private final Service service;
  private final Crashes crashes;
  private final Path scratch;
  private boolean endless;

  /** What the one-shot run makes of events. */
  interface Crashes {

    /** The events of whole lines of a spool. */
    List<Event> events(String lines);

    /** The issue of an event, empty when it is of others' code. */
    Optional<Issue> issue(Event event);
  }

  /**
   * @param command run by the shell, in this process's folder
   * @param classpath the command's {@code $CLASSPATH}; null leaves it
   * @param scratch where events and output are kept
   */
  WatchedCommand(
      String command, @Nullable String classpath, Path agentJar, Service service, Crashes crashes,
      Path scratch) {
    this.name = command;
    this.service = service;
    this.crashes = crashes;
    this.scratch = scratch;
    this.builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.merge(
        "JAVA_TOOL_OPTIONS", "\"-javaagent:" + agentJar + "\"",
        (given, ours) -> given + " " + ours);
    environment.put("NEXA_AGENT_SERVICE", service.name());
    environment.put("NEXA_AGENT_INAPP", String.join(";", service.inApp()));
    environment.put("NEXA_AGENT_CAPTURE", "all");
    if (classpath != null) {
      environment.put("CLASSPATH", classpath);
    }
  }

  /**
   * The first crash in the service's own code, with its values when any run captured them.
   *
   * @throws OneShot.NoCrash when the command ends without one
   */
  Event crash() {
    Issue wanted = null;
    Event first = null;
    for (int run = 0; run < RUNS_MAX; run++) {
      List<Event> seen = run(run, wanted);
      Optional<Event> best =
          seen.stream().filter(this::isCaptured).findFirst()
              .or(() -> seen.stream().filter(event -> event.snapshot() != null).findFirst());
      if (best.isPresent()) {
        return best.get();
      }
      if (first == null) {
        first = seen.stream().findFirst().orElseThrow(this::noCrash);
        wanted = crashes.issue(first).orElseThrow();
      }
    }
    return Optional.ofNullable(first).orElseThrow();
  }

  private OneShot.NoCrash noCrash() {
    String output = output();
    return new OneShot.NoCrash(
        "The command " + (endless ? "ran for " + RUN_MAX.toMinutes() + " minutes" : "ended")
            + " without a crash in the main code of " + service.repository() + ": " + name
            + (output.isEmpty() ? "; it said nothing." : "; it said: " + output));
  }

  /** Runs the command once; gives the events of the wanted crash, or of the first one seen. */
  private List<Event> run(int number, @Nullable Issue wanted) {
    Path spool = scratch.resolve("events-" + number);
    Map<String, String> environment = builder.environment();
    environment.put("NEXA_AGENT_SPOOL", spool.toString());
    if (wanted != null) {
      environment.put("NEXA_AGENT_ARM", methods(wanted));
      if (wanted.exceptionType().equals("java.lang.StackOverflowError")) {
        environment.put("NEXA_AGENT_FIRST", packages(wanted));
      }
    }
    try {
      Process process = builder.redirectOutput(log().toFile()).start();
      try {
        process.getOutputStream().close();
        watch(process, () -> same(spool, wanted));
      } finally {
        try {
          stop(process);
        } finally {
          sweep(spool);
        }
      }
      return same(spool, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OneShot.NoCrash("Interrupted while the command ran.");
    }
  }

  /** How a spool is looked at. */
  @FunctionalInterface
  private interface Look {
    List<Event> events() throws IOException;
  }

  /**
   * Waits until the process ended, or the crash was captured, or it lived on for long after it, or
   * without one.
   */
  private void watch(Process process, Look look) throws IOException, InterruptedException {
    long crashed = 0;
    long started = System.nanoTime();
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      List<Event> seen = look.events();
      if (seen.stream().anyMatch(this::isCaptured)) {
        return;
      }
      crashed = crashed == 0 && !seen.isEmpty() ? System.nanoTime() : crashed;
      if (crashed != 0 && System.nanoTime() - crashed > LINGER.toNanos()) {
        return;
      }
      if (System.nanoTime() - started > RUN_MAX.toNanos()) {
        endless = true;
        return;
      }
    }
  }

  /** Ends the process and all it started: asks first, as the agent then writes what it has. */
  private static void stop(Process process) throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    try {
      process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Ends what the command left behind: it has our spool in its environment, whoever its parent is. */
  private void sweep(Path spool) {
    String mark = "NEXA_AGENT_SPOOL=" + spool;
    ProcessHandle.allProcesses()
        .filter(process -> environment(process).contains(mark))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** Empty where the system does not tell, or the process is another user's. */
  private static String environment(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** The own crashes in a spool that are the wanted one, or the same as the first. */
  private List<Event> same(Path spool, @Nullable Issue wanted) throws IOException {
    if (!Files.exists(spool)) {
      return List.of();
    }
    String text = Files.readString(spool);
    Map<Event, Issue> own = new LinkedHashMap<>();
    for (Event event : crashes.events(text.substring(0, text.lastIndexOf('\n') + 1))) {
      crashes.issue(event).ifPresent(issue -> own.put(event, issue));
    }
    Optional<Issue> first =
        Optional.ofNullable(wanted)
            .or(
                () -> own.keySet().stream()
                    .filter(event -> event.severity() == Severity.FATAL)
                    .findFirst()
                    .map(own::get))
            .or(() -> own.values().stream().findFirst());
    Predicate<Issue> isSame =
        issue -> first.filter(it -> it.fingerprint().equals(issue.fingerprint())).isPresent();
    return own.keySet().stream().filter(event -> isSame.test(own.get(event))).toList();
  }

  /** Whether the values of the innermost call are there. */
  private boolean isCaptured(Event event) {
    Snapshot snapshot = event.snapshot();
    return snapshot != null
        && crashes
            .issue(event)
            .map(Issue::topFrame)
            .flatMap(top -> snapshot.frame(top.className(), top.method()))
            .isPresent();
  }

  private static String methods(Issue issue) {
    Set<String> methods = new LinkedHashSet<>();
    for (Frame frame : issue.inAppFrames()) {
      methods.add(frame.className() + "#" + frame.method());
    }
    return String.join(";", methods);
  }

  /** Where the calls may be that began a recursion: its trace is cut off before them. */
  private static String packages(Issue issue) {
    return issue.inAppFrames().stream()
        .map(Frame::className)
        .map(name -> name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name)
        .distinct()
        .limit(PACKAGES_MAX)
        .collect(Collectors.joining(";"));
  }

  private Path log() {
    return scratch.resolve("output.log");
  }

  /** The last lines the command wrote, without the JVM's word on our own option. */
  private String output() {
    try {
      List<String> lines =
          new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
              .toList();
      String tail =
          String.join(
              " / ", lines.subList(Math.max(0, lines.size() - OUTPUT_LINES_MAX), lines.size()));
      return tail.substring(Math.max(0, tail.length() - OUTPUT_CHARS_MAX));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what the command wrote", e);
    }
  }
}
