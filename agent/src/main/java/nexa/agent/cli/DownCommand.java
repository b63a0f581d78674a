package nexa.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nexa.agent.config.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the daemon. */
@Command(name = "down", description = "Stops the daemon.")
final class DownCommand implements Callable<Integer> {

  @Mixin
  private HomeOptions home = new HomeOptions();

  @Override
  public Integer call() throws InterruptedException {
    Config config = home.config();
    ProcessHandle daemon = daemon(config.home().resolve("pid"));
    daemon.destroy();
    try {
      daemon.onExit().get(30, TimeUnit.SECONDS);
      return ExitCode.OK;
    } catch (TimeoutException e) {
      throw new CommandFailure(
          ExitCode.TIMED_OUT,
          "The daemon " + daemon.pid() + " does not stop; try: kill -9 " + daemon.pid());
    } catch (ExecutionException e) {
      throw new CommandFailure(ExitCode.FAILED, "Cannot wait for the daemon: " + e.getCause());
    }
  }

  private static ProcessHandle daemon(Path pidFile) {
    try {
      long pid = Long.parseLong(Files.readString(pidFile).strip());
      Instant written = Files.getLastModifiedTime(pidFile).toInstant();
      return ProcessHandle.of(pid)
          .filter(process -> startedBefore(process, written))
          .orElseThrow(DownCommand::notRunning);
    } catch (NoSuchFileException e) {
      throw notRunning();
    } catch (IOException | NumberFormatException e) {
      throw new CommandFailure(ExitCode.FAILED, "Cannot read " + pidFile + ": " + e.getMessage());
    }
  }

  /** A pid is used again after its process ended: what started after the file is another's. */
  private static boolean startedBefore(ProcessHandle process, Instant written) {
    return process.info().startInstant().map(started -> !started.isAfter(written)).orElse(false);
  }

  private static CommandFailure notRunning() {
    return new CommandFailure(ExitCode.NO_DAEMON, "No daemon runs here.");
  }
}
