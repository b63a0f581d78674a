package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import nexa.agent.clients.FailingShop;
import nexa.agent.config.ConfigFile;
import nexa.issue.Issue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients as their makers ship them, pointed at a daemon: each is understood unchanged. */
final class StockClientsIT {

  private static final Duration CLIENT_MAX = Duration.ofSeconds(60);
  private static final Duration INSTALL_MAX = Duration.ofMinutes(3);
  private static final Duration SEEN_MAX = Duration.ofSeconds(20);
  private static final String ALERTMANAGER = "prometheus-alertmanager";
  private static final String SENTRY_NODE = "@sentry/node@11.12.0";

  private static final Path BESIDE = Path.of("target", "beside").toAbsolutePath();
  private static final Path AGENT =
      Path.of("..", "javaagent", "target", "nexa-agent.jar").toAbsolutePath().normalize();

  @TempDir
  private Path folder;
  private Daemon daemon;
  private Path log;
  private int grpcPort;

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
        """
            .formatted(folder.resolve("home"), grpcPort, log));
    daemon = Daemon.start(ConfigFile.read(config, Map.of()));
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void oneCrashByFourRoads_isOneIssue() throws Exception {
    java(List.of(), "sentry", "http://key@127.0.0.1:" + daemon.port() + "/1");
    java(openTelemetry("http/protobuf", daemon.port()), "log");
    java(List.of("-javaagent:" + AGENT + "="
        + daemon.agentOptions("shop")), "log");
    Files.writeString(log, java(List.of(), "log"));

    await(() -> inputs().size() == 4);
    assertThat(daemon.issues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.exceptionType()).isEqualTo("java.util.NoSuchElementException");
              assertThat(issue.topFrame().method()).isEqualTo("dearest");
              assertThat(issue.inputs())
                  .containsExactly("javaagent", "logfile", "otlp", "sentry");
              assertThat(issue.count()).isEqualTo(1);
            });
  }

  @Test
  void sentryForNode_isUnderstood() throws Exception {
    assumeTrue(isInstalled("npm"), "npm is not installed");
    run(INSTALL_MAX, List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts",
        "--prefix", folder.toString(), SENTRY_NODE));
    Files.writeString(
        folder.resolve("shop.js"),
        """
        const Sentry = require('@sentry/node');
        Sentry.init({dsn: 'http://key@127.0.0.1:%d/1'});
        function total(cart) { return cart.items.length; }
        try { total({}); } catch (e) { Sentry.captureException(e); }
        Sentry.flush(10000).then(sent => process.exit(sent ? 0 : 3));
        """
            .formatted(daemon.port()));

    run(CLIENT_MAX, List.of("node", folder.resolve("shop.js").toString()));

    await(() -> inputs().contains("sentry"));
    Issue issue = daemon.issues().getFirst();
    assertThat(issue.exceptionType()).isEqualTo("TypeError");
    assertThat(issue.stackTrace().frames().getFirst().method()).isEqualTo("total");
    assertThat(issue.stackTrace().frames().getFirst().file()).isEqualTo("shop.js");
  }

  @Test
  void openTelemetryByGrpc_isUnderstood() throws Exception {
    java(openTelemetry("grpc", grpcPort), "log");

    await(() -> inputs().contains("otlp"));
    assertThat(daemon.issues().getFirst().topFrame().method()).isEqualTo("dearest");
  }

  @Test
  void alertmanager_isUnderstood() throws Exception {
    assumeTrue(isInstalled(ALERTMANAGER), ALERTMANAGER + " is not installed");
    int port = freePort();
    Path config = folder.resolve("alertmanager.yml");
    Files.writeString(
        config,
        """
        route: {receiver: nexa, group_wait: 1s, group_interval: 1s}
        receivers:
          - name: nexa
            webhook_configs: [{url: 'http://127.0.0.1:%d/api/v1/webhooks/alertmanager'}]
        """
            .formatted(daemon.port()));
    Process alertmanager =
        new ProcessBuilder(
            ALERTMANAGER, "--config.file=" + config, "--storage.path=" + folder.resolve("alerts"),
            "--web.listen-address=127.0.0.1:" + port, "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("alertmanager.log").toFile())
            .start();
    try {
      await(() -> fire(port));
      await(() -> get("/api/v1/inputs").contains("Alertmanager/"));
    } finally {
      alertmanager.destroyForcibly().waitFor();
    }
  }

  /** Fires an alert; false while nobody listens. */
  private static boolean fire(int port) {
    String alert =
        "[{\"labels\":{\"alertname\":\"HighErrorRate\",\"service\":\"shop-api\"}}]";
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(alert)))
        .isPresent();
  }

  private String get(String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + daemon.port() + path))
            .header("Authorization", "Bearer " + read(folder.resolve("home/token")).strip()))
        .orElse("");
  }

  private static Optional<String> send(HttpRequest.Builder request) {
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

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static List<String> openTelemetry(String protocol, int port) {
    return List.of(
        "-javaagent:" + BESIDE.resolve("opentelemetry-javaagent.jar"),
        "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + port,
        "-Dotel.exporter.otlp.protocol=" + protocol,
        "-Dotel.service.name=shop-api");
  }

  private List<String> inputs() {
    return daemon.issues().stream().flatMap(issue -> issue.inputs().stream()).toList();
  }

  /** Runs the shop; gives what it wrote. */
  private String java(List<String> options, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command
        .addAll(List.of("-cp", System.getProperty("java.class.path"), FailingShop.class.getName()));
    command.addAll(List.of(arguments));
    return run(CLIENT_MAX, command);
  }

  private String run(Duration max, List<String> command) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(ended).as(() -> read(output)).isTrue();
      assertThat(process.exitValue()).as(() -> read(output)).isZero();
      return read(output);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString(); // as the description of what went wrong before
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + SEEN_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("seen in time").isLessThan(end);
      Thread.sleep(50);
    }
  }
}
