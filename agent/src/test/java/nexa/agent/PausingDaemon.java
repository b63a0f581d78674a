package nexa.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import nexa.agent.config.ConfigFile;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Plan;

/**
 * A daemon that stands still at a point of a healing run, so that it can be killed there: the point is
 * named on the command line, and {@code <home>/paused} appears when it is reached.
 */
final class PausingDaemon {

  private PausingDaemon() {}

  /** Arguments: the configuration file, and the point such as {@code apply:after}, or {@code none}. */
  public static void main(String[] arguments) throws InterruptedException {
    Daemon.start(
        ConfigFile.read(Path.of(arguments[0]), Map.of()),
        journal -> new PausingJournal(journal, arguments[1], Path.of(arguments[2])));
    new CountDownLatch(1).await();
  }

  /** Before and after each step's body, and before its record. */
  private record PausingJournal(Journal journal, String point, Path marker) implements Journal {

    @Override
    public String runId() {
      return journal.runId();
    }

    @Override
    public <T> T step(String name, Supplier<T> body) {
      return journal.step(
          name,
          () -> {
            reach(name + ":before");
            T result = body.get();
            reach(name + ":after");
            return result;
          });
    }

    @Override
    public Decision decision(Plan plan) {
      return journal.decision(plan);
    }

    private void reach(String here) {
      if (!here.equals(point)) {
        return;
      }
      try {
        Files.writeString(marker, here);
        new CountDownLatch(1).await();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
