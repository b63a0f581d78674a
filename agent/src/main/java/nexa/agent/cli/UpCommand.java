package nexa.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import nexa.agent.Daemon;
import nexa.agent.config.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the daemon. */
@Command(name = "up", description = "Starts the daemon.")
final class UpCommand implements Callable<Integer> {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  @Mixin private HomeOptions home = new HomeOptions();

  @Option(names = "--foreground", description = "Stay in this terminal until interrupted.")
  private boolean foreground;

  @Override
  public Integer call() throws InterruptedException {
    Config config = home.config();
    return foreground ? stay(config) : detach(config);
  }

  private static int stay(Config config) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Daemon daemon = Daemon.start(config);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("nexa-stop")
                .unstarted(
                    () -> {
                      daemon.close();
                      stopped.countDown();
                    }));
    System.err.println("nexa: listening on http://127.0.0.1:" + daemon.port());
    stopped.await();
    return ExitCode.OK;
  }

  /** Starts this JVM's command again, without a terminal, and waits until it answers. */
  private int detach(Config config) throws InterruptedException {
    Path log = config.home().resolve("nexa.log");
    try {
      Files.createDirectories(config.home());
      Process process =
          new ProcessBuilder(command(config))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      process.getOutputStream().close();
      long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
      while (process.isAlive() && System.nanoTime() < deadline) {
        if (answers(config, process.pid())) {
          System.err.println("nexa: up, http://127.0.0.1:" + DaemonClient.port(config) + ", log " + log);
          return ExitCode.OK;
        }
        Thread.sleep(100);
      }
      process.destroy();
      throw new CommandFailure(ExitCode.FAILED, "The daemon did not start; see " + log);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the daemon with its log at " + log, e);
    }
  }

  private static boolean answers(Config config, long pid) throws IOException {
    Path pidFile = config.home().resolve("pid");
    if (!Files.exists(pidFile) || !Files.readString(pidFile).strip().equals(Long.toString(pid))) {
      return false;
    }
    new DaemonClient(config).text("/healthz");
    return true;
  }

  private List<String> command(Config config) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("up", "--foreground"));
    command.addAll(home.arguments(config));
    return command;
  }
}
