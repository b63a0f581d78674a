package nexa.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nexa.agent.OneShot;
import nexa.agent.config.Config;
import nexa.agent.flow.MemoryJournal;
import nexa.event.Event;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.issue.Issue;
import nexa.repair.Decision;
import nexa.repair.Outcome;
import org.jspecify.annotations.Nullable;
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

  @Mixin private HomeOptions home = new HomeOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--repo", required = true, paramLabel = "DIR", description = "The git repository.")
  private Path repository = Path.of("");

  @Option(names = "--commit", paramLabel = "REV", description = "The deployed commit (default HEAD).")
  private String revision = "HEAD";

  @ArgGroup(multiplicity = "1")
  private Crash crash = new Crash();

  @Option(names = "--classpath", paramLabel = "CP",
      description = "Where a program's driver or test classes lie, for --run.")
  private @Nullable String classpath;

  @Option(names = "--timeout", paramLabel = "D", description = "Such as 90s or 5m (default 5m).")
  private String timeout = "5m";

  /** Where the crash comes from. */
  static final class Crash {
    @Option(names = "--trace", paramLabel = "FILE", description = "A log or stack trace.")
    @Nullable Path trace;

    @Option(names = "--snapshot", paramLabel = "FILE", description = "An event of the javaagent, as JSON.")
    @Nullable Path snapshot;

    @Option(names = "--run", paramLabel = "CMD", description = "A command that crashes; it is run with the javaagent.")
    @Nullable String command;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    Duration limit = duration(timeout);
    ExecutorService worker = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    HealReport report;
    int exitCode = ExitCode.FAILED;
    try {
      report = worker.submit(() -> heal(start, limit)).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      report = HealReport.error(null, "Not healed within " + timeout + "; try a longer --timeout.", since(start));
      exitCode = ExitCode.TIMED_OUT;
    } catch (ExecutionException e) {
      report = HealReport.error(null, reason(e.getCause()), since(start));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      report = HealReport.error(null, "Interrupted.", since(start));
    } finally {
      worker.shutdownNow();
    }
    print(report);
    return report.fixed() ? ExitCode.OK : exitCode;
  }

  private HealReport heal(long start, Duration limit) {
    Config config = home.config();
    try (OneShot oneShot = OneShot.open(config, repository.toAbsolutePath().normalize(), revision)) {
      Event event = event(oneShot, limit);
      Issue issue = oneShot.issue(event);
      MemoryJournal journal =
          new MemoryJournal(
              issue.id(), plan -> new Decision.Approved(null, plan.digest()));
      Outcome outcome = oneShot.flow().repair(issue, journal);
      return HealReport.of(issue, outcome, journal, since(start));
    }
  }

  private Event event(OneShot oneShot, Duration limit) {
    if (crash.trace != null) {
      return oneShot.eventOfTrace(text(crash.trace));
    }
    if (crash.snapshot != null) {
      return oneShot.eventOfSnapshot(text(crash.snapshot));
    }
    return oneShot.eventOfRun(List.of("sh", "-c", String.valueOf(crash.command)), classpath, limit);
  }

  /** The message of an expected failure; an unexpected one is named so and its trace goes to stderr. */
  private static String reason(@Nullable Throwable failure) {
    return switch (failure) {
      case OneShot.NoCrash none -> String.valueOf(none.getMessage());
      case UnreadableProject unreadable -> String.valueOf(unreadable.getMessage());
      case CommandFailure known -> String.valueOf(known.getMessage());
      case UncheckedIOException io -> String.valueOf(io.getMessage());
      case null -> "Unknown failure.";
      default -> {
        failure.printStackTrace();
        yield "Unexpected failure, please report it: " + failure;
      }
    };
  }

  private void print(HealReport report) {
    if (output.json()) {
      OutputOption.print(report);
      return;
    }
    System.err.println("nexa: " + report.verdict() + ": " + report.reason());
    if (report.patch() != null) {
      System.out.println(report.patch().diff());
      System.err.println("nexa: on branch " + report.branch() + ", commit " + report.commit());
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > 16 << 20) {
        throw new CommandFailure(ExitCode.USAGE, file + " is larger than 16 MB; cut it to the crash.");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "Cannot read " + file + ": " + e);
    }
  }

  private static Duration duration(String text) {
    String amount = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
    boolean number =
        !amount.isEmpty() && amount.length() < 7 && amount.chars().allMatch(Character::isDigit);
    if (number && text.endsWith("s")) {
      return Duration.ofSeconds(Long.parseLong(amount));
    }
    if (number && text.endsWith("m")) {
      return Duration.ofMinutes(Long.parseLong(amount));
    }
    throw new CommandFailure(ExitCode.USAGE, "--timeout must be like 90s or 5m, not '" + text + "'");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
