package nexa.bench.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command that is given a time to end in, with all the processes it starts. */
final class Command {

  private static final int OUTPUT_BYTES_MAX = 8 << 20;
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final ProcessBuilder builder;

  /**
   * How a command ended.
   *
   * @param late whether it had to be ended
   * @param out the beginning of what it wrote
   */
  record Ended(int exitCode, boolean late, String out, String err, Duration took) {

    boolean isGood() {
      return !late && exitCode == 0;
    }

    /** The last lines of what it wrote. */
    String tail(int charsMax) {
      String all = (out + "\n" + err).strip();
      return all.substring(Math.max(0, all.length() - charsMax));
    }
  }

  Command(Path folder, List<String> command) {
    this.builder = new ProcessBuilder(command).directory(folder.toFile());
  }

  static Command shell(Path folder, String command) {
    return new Command(folder, List.of("sh", "-c", command));
  }

  Ended run(Duration limit) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = builder.start();
    Thread hook = new Thread(() -> process.toHandle().destroy()); // this JVM may be ended, too
    Runtime.getRuntime().addShutdownHook(hook);
    process.getOutputStream().close();
    FutureTask<String> out = reading(process.getInputStream());
    FutureTask<String> err = reading(process.getErrorStream());
    boolean late = true;
    try {
      late = !process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      end(process);
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Ended(process.waitFor(), late, read(out), read(err), took);
  }

  /** Asks first, so that the command can tidy up, then no longer asks. */
  private static void end(Process process) throws InterruptedException {
    List<ProcessHandle> started = new ArrayList<>(process.descendants().toList());
    process.toHandle().destroy(); // Process.destroy would close the streams that are still read
    try {
      process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      started.addAll(process.descendants().toList());
      started.forEach(ProcessHandle::destroyForcibly);
      process.toHandle().destroyForcibly();
    }
  }

  private static FutureTask<String> reading(InputStream stream) {
    FutureTask<String> reading = new FutureTask<>(() -> drained(stream));
    Thread thread = new Thread(reading, "output of a command");
    thread.setDaemon(true);
    thread.start();
    return reading;
  }

  private static String drained(InputStream stream) throws IOException {
    try (stream) {
      byte[] kept = stream.readNBytes(OUTPUT_BYTES_MAX);
      stream.skip(Long.MAX_VALUE);
      return new String(kept, StandardCharsets.UTF_8);
    }
  }

  private static String read(FutureTask<String> reading) throws InterruptedException {
    try {
      return reading.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return ""; // a process that outlived the command still holds the pipe
    } catch (ExecutionException e) {
      throw new UncheckedIOException(
          e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
    }
  }
}
