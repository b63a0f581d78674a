package nexa.agent.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nexa.event.Frame;

/** The shop as it runs: a JVM of its own with the javaagent inside. */
final class Shop implements AutoCloseable {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final String LISTENING = "shop listening on ";

  private final Process process;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  private Shop(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts the built shop and waits until it listens.
   *
   * @param agent the {@code -javaagent} option's value
   * @param log the shop's own log file
   */
  static Shop start(Path repository, String agent, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-javaagent:" + agent,
            "-jar",
            repository.resolve("target/shop.jar").toString(),
            "--port",
            "0",
            "--log",
            log.toString())
            .redirectError(log.resolveSibling("shop.err").toFile());
    try {
      Process process = builder.start();
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = out.readLine();
      if (line == null || !line.startsWith(LISTENING)) {
        process.destroyForcibly();
        throw new Demo.Broken(
            "The shop did not start; see " + log.resolveSibling("shop.err") + ". It said: " + line);
      }
      return new Shop(process, URI.create("http://" + line.substring(LISTENING.length()).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the shop from " + repository, e);
    }
  }

  /** The status of a GET. */
  int get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(REQUEST_TIMEOUT).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException("The shop does not answer GET " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The planted bugs. */
  static List<Bug> bugs(Path source) throws IOException {
    return rows(source.resolve("bugs.tsv")).stream()
        .map(field -> new Bug(field[0], field[1], field[2], field[3]))
        .toList();
  }

  /** The paths that answer 200. */
  static List<String> traffic(Path source) throws IOException {
    return rows(source.resolve("traffic.tsv")).stream().map(field -> field[0]).toList();
  }

  /** The rows of a table below its line of column names. */
  static List<String[]> rows(Path table) throws IOException {
    return Files.readAllLines(table).stream().skip(1).map(line -> line.split("\t")).toList();
  }

  /**
   * A planted bug.
   *
   * @param path the GET that meets it
   * @param method {@code class#method} of the top frame
   */
  record Bug(String name, String path, String exceptionType, String method) {

    boolean isMetBy(String type, Frame top) {
      return type.equals(exceptionType) && method.equals(top.className() + "#" + top.method());
    }
  }
}
