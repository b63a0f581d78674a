package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexa.agent.config.ConfigFile;
import nexa.agent.store.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A daemon in a folder of its own, and how other programs are pointed at it. */
abstract class StockClients {

  static final Duration CLIENT_MAX = Duration.ofSeconds(60);
  private static final Duration SEEN_MAX = Duration.ofSeconds(20);

  @TempDir
  Path folder;
  Daemon daemon;
  Path log;
  int grpcPort;

  /** What a program wrote, and the status it ended with. */
  record Ended(int status, String output) {}

  @BeforeEach
  void start() throws IOException {
    log = folder.resolve("shop.log");
    grpcPort = freePort();
    Path config = folder.resolve("nexa.yaml");
    Files.writeString(
        config,
        """
        home: %s
        port: 0
        grpcPort: %d
        services:
          - name: shop
            inApp: [nexa.agent.clients]
            logs: [%s]
            aliases: ["1", shop-api]
          - name: cart
            logs: [%s]
            aliases: ["2", cart-api]
        """
            .formatted(
                home(), grpcPort, logs().collect(Collectors.joining(", ")),
                folder.resolve("cart.log")));
    daemon = Daemon.start(ConfigFile.read(config, Map.of()));
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  /** Where the daemon reads the logs of the shop. */
  Stream<String> logs() {
    return Stream.of(log.toString());
  }

  Path home() {
    return folder.resolve("home");
  }

  List<String> inputs() {
    return daemon.issues().stream().flatMap(issue -> issue.inputs().stream()).toList();
  }

  /** What the API answers, as an object; an empty one when it does not. */
  JsonNode get(String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + daemon.port() + path))
            .header("Authorization", "Bearer " + read(home().resolve("token")).strip()))
        .map(Json.MAPPER::readTree)
        .orElseGet(Json.MAPPER::createObjectNode);
  }

  /** The body of an answer with status 200; empty for any other, and while nobody listens. */
  static Optional<String> send(HttpRequest.Builder request) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // nobody listens yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Runs a program that ends well; gives what it wrote. */
  static String run(Duration max, List<String> command) throws Exception {
    Ended ended = run(max, command, Map.of());
    assertThat(ended.status()).as(ended.output()).isZero();
    return ended.output();
  }

  /** Runs a program to its end. */
  static Ended run(Duration max, List<String> command, Map<String, String> environment)
      throws Exception {
    Path output = Files.createTempFile("nexa", ".output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(ended).as(() -> read(output)).isTrue();
      return new Ended(process.exitValue(), read(output));
    } finally {
      process.destroyForcibly().waitFor();
      Files.delete(output);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString(); // as the description of what went wrong before
    }
  }

  static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + SEEN_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("seen in time").isLessThan(end);
      Thread.sleep(50);
    }
  }
}
