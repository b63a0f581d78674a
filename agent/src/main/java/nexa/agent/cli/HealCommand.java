package nexa.agent.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import nexa.agent.OneShot;
import nexa.agent.config.Config;
import nexa.agent.flow.MemoryJournal;
import nexa.agent.store.DiskFailure;
import nexa.event.Event;
import nexa.heal.reproduce.Bisection;
import nexa.heal.sandbox.Sandbox;
import nexa.issue.Issue;
import nexa.repair.Decision;
import nexa.repair.Locator;
import nexa.repair.Outcome;
import nexa.repair.Reproducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Heals one crash without a daemon. */
@Command(
    name = "heal",
    description = {
      "Heals one crash of a repository and puts the fix on a branch nexa/...",
      "The working tree is never changed."
    })
final class HealCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(HealCommand.class);
  private static final int FILE_BYTES_MAX = 16 << 20;

  /** After that no older commit is tried. */
  private static final Duration BISECT_MAX = Duration.ofMinutes(2);

  /** How long sandbox and folders may take to go away. */
  private static final Duration CLEANUP = Duration.ofSeconds(15);

  @Mixin
  private HomeOptions home = new HomeOptions();
  @Mixin
  private OutputOption output = new OutputOption();

  @Option(names = "--repo", required = true, paramLabel = "DIR",
      description = "The git repository.")
  private Path repository = Path.of("");

  @Option(names = "--commit", paramLabel = "REV",
      description = "The deployed commit (default HEAD).")
  private String revision = "HEAD";

  @ArgGroup(multiplicity = "1")
  private Crash crash = new Crash();

  @Option(names = "--classpath", paramLabel = "CP",
      description = "The CLASSPATH of the command of --run.")
  private @Nullable String classpath;

  @Option(names = "--timeout", paramLabel = "D", description = "Such as 90s or 5m (default 5m).")
  private String timeout = "5m";

  @Option(names = "--bisect",
      description = "Also find the commit that brought the crash: run its test on older commits.")
  private boolean bisect;

  /** What is known before the commit that brought the crash is looked for. */
  private volatile @Nullable HealReport healed;

  private volatile @Nullable Begun begun;

  /** A repair that has begun. */
  private record Begun(Issue issue, MemoryJournal journal) {}

  /** Where the crash comes from. */
  static final class Crash {
    @Option(names = "--trace", paramLabel = "FILE", description = "A log or stack trace.")
    @Nullable Path trace;

    @Option(names = "--snapshot", paramLabel = "FILE",
        description = "An event of the javaagent, as JSON.")
    @Nullable Path snapshot;

    @Option(names = "--run", paramLabel = "CMD",
        description = "A command that crashes; it is run with the javaagent.")
    @Nullable String command;
  }

  @Override
  public Integer call() throws InterruptedException {
    long start = System.nanoTime();
    Duration limit = duration(timeout);
    Config config = home.config();
    Input input = input();
    ExecutorService worker =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    Future<HealReport> healing = worker.submit(() -> heal(config, input, start, limit));
    boolean late = false;
    try {
      healing.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      late = true;
    } catch (ExecutionException e) {
      log.debug("msg=\"heal failed\"", e.getCause()); // told below
    } finally {
      worker.shutdownNow();
      worker.awaitTermination(CLEANUP.toMillis(), TimeUnit.MILLISECONDS);
    }
    HealReport report = report(healing, late, since(start));
    print(report);
    if (report.fixed()) {
      return ExitCode.OK;
    }
    return late && healed == null ? ExitCode.TIMED_OUT : ExitCode.FAILED;
  }

  /** What came of it: a fix that was committed in the last moment counts. */
  private HealReport report(Future<HealReport> healing, boolean late, Duration total) {
    if (healing.state() == Future.State.SUCCESS && (!late || healing.resultNow().fixed())) {
      return healing.resultNow();
    }
    HealReport before = healed;
    if (late && before != null) {
      return before;
    }
    if (late) {
      return late(total);
    }
    Throwable failure = healing.exceptionNow();
    boolean abstained =
        failure instanceof OneShot.NoCrash || failure instanceof Sandbox.Unavailable;
    return HealReport.stopped(abstained ? "abstained" : "error", reason(failure), total);
  }

  private HealReport late(Duration total) {
    Begun run = begun;
    String at = run == null
        ? crash.command == null ? "before the repair began" : "before the command crashed"
        : "in the step " + run.journal.begun().orElse("locate");
    String reason =
        "Not healed within " + timeout + ", which ended " + at + "; try a longer --timeout.";
    return run == null
        ? HealReport.stopped("error", reason, total)
        : HealReport.late(run.issue, run.journal, reason, total);
  }

  private HealReport heal(Config config, Input input, long start, Duration limit) {
    try (
        OneShot oneShot =
            OneShot.open(
                config, repository.toAbsolutePath().normalize(), revision, built(),
                Instant.now().plus(limit.multipliedBy(4).dividedBy(5)))) {
      Event event = input.event(oneShot);
      Issue issue = oneShot.issue(event);
      MemoryJournal journal =
          new MemoryJournal(issue.id(), plan -> new Decision.Approved(null, plan.digest()));
      begun = new Begun(issue, journal);
      Outcome outcome = oneShot.heal(issue, journal);
      HealReport report =
          HealReport.of(
              issue, outcome, journal, oneShot::suspects, oneShot::diff, oneShot::isHotSwappable,
              since(start));
      return bisect ? bisected(report, oneShot, journal, start, limit) : report;
    }
  }

  /** The folders of the command's class path, which may have classes that the build generates. */
  private List<Path> built() {
    return classpath == null
        ? List.of()
        : Stream.of(classpath.split(File.pathSeparator))
            .filter(entry -> !entry.isBlank() && entry.indexOf('*') < 0)
            .map(Path::of)
            .filter(Files::isDirectory)
            .toList();
  }

  /** A fix is not lost when the search for its cause runs out of time. */
  private HealReport bisected(
      HealReport report, OneShot oneShot, MemoryJournal journal, long start, Duration limit) {
    healed = report.with(new Bisection.Answer.Unknown("Not found within " + timeout + "."),
        since(start));
    Duration left = limit.minus(since(start)).minus(CLEANUP);
    List<String> likely =
        report.suspects().stream().map(HealReport.CommitReport::commit).toList();
    Bisection.Answer answer =
        journal
            .result("reproduce", Reproducer.Answer.Red.class)
            .flatMap(
                red -> journal
                    .result("locate", Locator.Answer.Found.class)
                    .map(
                        found -> oneShot.introduced(
                            found.diagnosis(), red.reproduction(), likely,
                            left.compareTo(BISECT_MAX) < 0 ? left : BISECT_MAX)))
            .orElse(
                new Bisection.Answer.Unknown("There is no failing test to run on older commits."));
    return report.with(answer, since(start));
  }

  /** A crash as the command line names it, read but not yet understood. */
  @FunctionalInterface
  private interface Input {
    Event event(OneShot oneShot);
  }

  private Input input() {
    if (crash.trace != null) {
      String text = text(crash.trace);
      return oneShot -> oneShot.eventOfTrace(text);
    }
    if (crash.snapshot != null) {
      String text = text(crash.snapshot);
      return oneShot -> oneShot.eventOfSnapshot(text);
    }
    String command = String.valueOf(crash.command);
    return oneShot -> oneShot.eventOfRun(command, classpath);
  }

  /** The message of an expected failure; the trace of an unexpected one goes to stderr. */
  private static String reason(Throwable failure) {
    return Main.expected(failure)
        .map(CommandFailure::getMessage)
        .orElseGet(
            () -> {
              failure.printStackTrace();
              return "Unexpected failure, please report it: " + failure;
            });
  }

  private void print(HealReport report) {
    if (output.json()) {
      OutputOption.print(report);
      return;
    }
    System.err.println("nexa: " + report.verdict() + ": " + report.reason());
    if (report.introduced() != null) {
      System.err.println(
          "nexa: the crash came with commit " + report.introduced().commit() + " of "
              + report.introduced().time() + ": " + report.introduced().subject());
    } else if (report.introducedReason() != null) {
      System.err.println(
          "nexa: the commit that brought the crash is not known: " + report.introducedReason());
    }
    if (report.patch() != null) {
      System.out.println(report.patch().diff());
      System.err.println("nexa: on branch " + report.branch() + ", commit " + report.commit());
    }
  }

  /** A log may hold bytes that are no UTF-8; the frames are ASCII all the same. */
  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new CommandFailure(
            ExitCode.USAGE,
            file + " is larger than " + (FILE_BYTES_MAX >> 20) + " MB; cut it to the crash.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "Cannot read " + file + ": " + DiskFailure.reason(e) + ".");
    }
  }

  static Duration duration(String text) {
    String amount = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
    boolean number =
        !amount.isEmpty() && amount.length() < 7 && amount.chars().allMatch(Character::isDigit);
    long count = number ? Long.parseLong(amount) : 0;
    if (count > 0 && text.endsWith("s")) {
      return Duration.ofSeconds(count);
    }
    if (count > 0 && text.endsWith("m")) {
      return Duration.ofMinutes(count);
    }
    throw new CommandFailure(ExitCode.USAGE,
        "--timeout must be like 90s or 5m, not '" + text + "'");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
