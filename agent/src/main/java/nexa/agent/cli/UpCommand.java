package nexa.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import nexa.agent.AgentOptions;
import nexa.agent.Daemon;
import nexa.agent.config.Config;
import nexa.agent.store.HomeFolder;
import nexa.issue.TrustLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the daemon. */
@Command(name = "up", description = "Starts the daemon.")
final class UpCommand implements Callable<Integer> {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int LOG_BYTES_MAX = 64 << 10;
  private static final String SAID = "nexa: ";

  @Mixin
  private HomeOptions home = new HomeOptions();

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
    sayHotswap(config, daemon.port());
    stopped.await();
    return ExitCode.OK;
  }

  /** A JVM takes orders only with the key on its command line, so that line has to be known. */
  private static void sayHotswap(Config config, int port) {
    config.services().stream()
        .filter(service -> service.trust().includes(TrustLevel.HOTSWAP))
        .forEach(
            service -> System.err.println(
                "nexa: " + service.name() + " is at hotswap; start its JVMs with"
                    + " -javaagent:nexa-agent.jar="
                    + AgentOptions.of(config.home(), port, service)));
  }

  /** Starts this JVM's command again, without a terminal, and waits until it answers. */
  private int detach(Config config) throws InterruptedException {
    Path log = config.home().resolve("nexa.log");
    try {
      HomeFolder.make(config.home());
      HomeFolder.requireSpace(config.home()); // on a full disk the log could not say why
      long before = Files.exists(log) ? Files.size(log) : 0;
      Process process =
          new ProcessBuilder(command(config))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      process.getOutputStream().close();
      long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
      while (process.isAlive() && System.nanoTime() < deadline) {
        if (answers(config, process.pid())) {
          System.err
              .println("nexa: up, http://127.0.0.1:" + DaemonClient.port(config) + ", log " + log);
          sayHotswap(config, DaemonClient.port(config));
          return ExitCode.OK;
        }
        Thread.sleep(100);
      }
      process.destroy();
      throw notStarted(process, log, before);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the daemon with its log at " + log, e);
    }
  }

  /** What the daemon said last, else where its log is. */
  private static CommandFailure notStarted(Process process, Path log, long before)
      throws IOException {
    int exitCode = process.isAlive() ? ExitCode.TIMED_OUT : process.exitValue();
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(before);
      String said =
          new String(in.readNBytes(LOG_BYTES_MAX), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith(SAID))
              .reduce((first, last) -> last)
              .map(line -> line.substring(SAID.length()))
              .orElse("The daemon did not start; see " + log);
      return new CommandFailure(exitCode == ExitCode.OK ? ExitCode.FAILED : exitCode, said);
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
