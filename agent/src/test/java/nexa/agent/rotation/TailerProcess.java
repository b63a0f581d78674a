package nexa.agent.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A tailer in a process of its own, which looks at the files when told to and is ended by SIGKILL. */
final class TailerProcess implements Tailer {

  private static final String LOOKED = "looked";
  private static final int LOOK_MICROS_MAX = 12_000;

  private final Path home;
  private final Path logs;
  private @Nullable Running running;

  TailerProcess(Path home, Path logs) {
    this.home = home;
    this.logs = logs;
  }

  /** The process and what it says. */
  private record Running(Process process, BufferedReader answers) {}

  @Override
  public void start() throws IOException {
    Process process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            TailerProcess.class.getName(),
            home.toString(),
            logs.toString())
            .redirectError(home.resolveSibling("errors").toFile())
            .start();
    running = new Running(process, process.inputReader(UTF_8));
  }

  @Override
  public boolean isUp() {
    return running != null;
  }

  @Override
  public void look(Instant now) throws IOException {
    tell(now);
    BufferedReader answers = running().answers();
    String answer = answers.readLine();
    while (answer != null && !answer.equals(LOOKED)) {
      answer = answers.readLine(); // a line of its log
    }
    if (answer == null) {
      throw new IOException("The tailer ended by itself; see " + home.resolveSibling("errors"));
    }
  }

  /** Only one that has looked before is sure to be killed within a look, and not within its start. */
  @Override
  public void lookAndDie(Instant now, Random random) throws IOException {
    if (random.nextInt(4) > 0) {
      look(now);
    }
    tell(now);
    try {
      TimeUnit.MICROSECONDS.sleep(random.nextInt(LOOK_MICROS_MAX));
    } catch (InterruptedException e) {
      throw new InterruptedIOException("Interrupted");
    }
    close();
  }

  private void tell(Instant now) throws IOException {
    running().process().outputWriter(UTF_8).append(now.toEpochMilli() + "\n").flush();
  }

  private Running running() {
    return Objects.requireNonNull(running, "a tailer that is up");
  }

  @Override
  public void close() {
    if (running != null) {
      running.process().destroyForcibly().onExit().join();
      running = null;
    }
  }

  /** The process: home, folder of the logs; then each line is the time of a look. */
  public static void main(String[] arguments) throws IOException {
    Path home = Path.of(arguments[0]);
    Path logs = Path.of(arguments[1]);
    BufferedReader times = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (TailerParts parts = new TailerParts(home, logs, Clock.systemUTC().instant())) {
      for (String time = times.readLine(); time != null; time = times.readLine()) {
        parts.look(Instant.ofEpochMilli(Long.parseLong(time)), parts.events());
        System.out.println(LOOKED);
      }
    }
  }
}
