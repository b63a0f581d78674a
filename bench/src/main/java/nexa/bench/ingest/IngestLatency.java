package nexa.bench.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nexa.bench.Options;

/**
 * How long it takes from a stack trace in a log file until the daemon's stream tells of its issue. Arguments are
 * {@code key=value}: {@code nexa}, the command; {@code samples}; {@code kinds} of crashes.
 */
public final class IngestLatency {

  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final long TOLD_SECONDS_MAX = 10;
  private static final int PAUSE_MS_MAX = 1_500;

  private final Path home;
  private final Path log;
  private final BlockingQueue<Long> told = new LinkedBlockingQueue<>();

  private IngestLatency(Path folder) {
    this.home = folder.resolve("home");
    this.log = folder.resolve("shop.log");
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments);
    IngestLatency latency = new IngestLatency(Files.createTempDirectory("nexa-latency"));
    latency.measure(
        options.text("nexa", "./nexa"), options.number("samples", 200),
        options.number("kinds", 20));
  }

  private void measure(String nexa, int samples, int kinds)
      throws IOException, InterruptedException {
    Path config = home.resolveSibling("nexa.yaml");
    Files.writeString(
        config,
        "home: " + home + "\nport: 0\nservices:\n  - name: shop\n    logs: [" + log + "]\n");
    Process daemon =
        new ProcessBuilder(nexa, "up", "--foreground", "--config", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolveSibling("daemon.log").toFile())
            .start();
    try {
      listen(waitFor(home.resolve("port")), waitFor(home.resolve("token")));
      System.out.print(figures(samples(samples, kinds)));
    } finally {
      daemon.destroy();
      daemon.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static String waitFor(Path file) throws IOException, InterruptedException {
    Instant late = Instant.now().plus(START_MAX);
    while (!Files.exists(file) || Files.size(file) == 0) {
      if (Instant.now().isAfter(late)) {
        throw new IOException("The daemon did not start; no " + file);
      }
      Thread.sleep(100);
    }
    return Files.readString(file).strip();
  }

  private void listen(String port, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/events"))
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<InputStream> stream =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (stream.statusCode() != 200) {
      throw new IOException("The stream answers " + stream.statusCode());
    }
    Thread reader = new Thread(() -> read(stream.body()), "stream");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream stream) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event:") && line.contains("issue.")) {
          told.add(System.nanoTime());
        }
      }
    } catch (IOException e) {
      System.err.println("The stream ended: " + e); // as the daemon does in the end
    }
  }

  /** Milliseconds from the last byte of each trace, written one at a time at moments of chance. */
  private long[] samples(int samples, int kinds) throws IOException, InterruptedException {
    Random random = new Random(7);
    long[] millis = new long[samples];
    for (int i = 0; i < samples; i++) {
      Thread.sleep(random.nextInt(PAUSE_MS_MAX));
      told.clear();
      write(i % kinds);
      long written = System.nanoTime();
      Long heard = told.poll(TOLD_SECONDS_MAX, TimeUnit.SECONDS);
      if (heard == null) {
        throw new IOException("Crash " + i + " was not told within " + TOLD_SECONDS_MAX + " s");
      }
      millis[i] = TimeUnit.NANOSECONDS.toMillis(heard - written);
    }
    Arrays.sort(millis);
    return millis;
  }

  private void write(int kind) throws IOException {
    String trace =
        Instant.now() + " ERROR 1 --- [main] c.a.Shop : failed\n"
            + "java.lang.IllegalStateException: no stock\n"
            + "\tat com.acme.Shop" + kind + ".buy(Shop.java:12)\n"
            + "\tat com.acme.Main.main(Main.java:7)\n";
    Files.write(
        log, List.of(trace.strip()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String figures(long[] sorted) {
    return String.format(
        Locale.ROOT,
        "%d traces, written -> told: median %d ms, 99th percentile %d ms, longest %d ms%n",
        sorted.length, sorted[sorted.length / 2], sorted[(int) Math.ceil(sorted.length * 0.99) - 1],
        sorted[sorted.length - 1]);
  }
}
