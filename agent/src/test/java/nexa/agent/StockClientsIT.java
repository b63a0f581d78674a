package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nexa.agent.clients.FailingShop;
import nexa.event.JournalFiles;
import org.junit.jupiter.api.Test;

/** Clients as their makers ship them, pointed at a daemon: each is understood unchanged. */
final class StockClientsIT extends StockClients {

  private static final String ALERTMANAGER = "prometheus-alertmanager";
  private static final String UNIT = "shop.service";
  private static final Path BESIDE = Path.of("target", "beside").toAbsolutePath();
  private static final Path AGENT =
      Path.of("..", "javaagent", "target", "nexa-agent.jar").toAbsolutePath().normalize();

  @Override
  Stream<String> logs() {
    return JournalFiles.areSupported()
        ? Stream.concat(super.logs(), Stream.of("journald:" + journal().resolve(UNIT)))
        : super.logs();
  }

  private Path journal() {
    return folder.resolve("journal");
  }

  @Test
  void oneCrashByFiveRoads_isOneIssue() throws Exception {
    assumeTrue(
        JournalFiles.areSupported(), "systemd-journal-remote and journalctl are not installed");
    java(List.of(), "sentry", "http://key@127.0.0.1:" + daemon.port() + "/1");
    java(openTelemetry("http/protobuf", daemon.port()), "log");
    java(List.of("-javaagent:" + AGENT + "="
        + daemon.agentOptions("shop")), "log");
    String printed = java(List.of(), "log");
    Files.writeString(log, printed);
    printToJournal(printed);

    await(() -> inputs().size() == 5);
    assertThat(daemon.issues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.exceptionType()).isEqualTo("java.util.NoSuchElementException");
              assertThat(issue.topFrame().method()).isEqualTo("dearest");
              assertThat(issue.inputs())
                  .containsExactly("javaagent", "journald", "logfile", "otlp", "sentry");
              assertThat(issue.count()).isEqualTo(1);
            });
  }

  /** As systemd keeps what a unit prints: an entry for each line. */
  private void printToJournal(String printed) throws Exception {
    JournalFiles files = new JournalFiles(Files.createDirectories(journal()));
    files.write(
        printed.lines().map(line -> files.entry(UNIT, "a1", line)).toArray(String[]::new));
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
      await(() -> get("/api/v1/inputs").toString().contains("Alertmanager/"));
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

  private static List<String> openTelemetry(String protocol, int port) {
    return List.of(
        "-javaagent:" + BESIDE.resolve("opentelemetry-javaagent.jar"),
        "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + port,
        "-Dotel.exporter.otlp.protocol=" + protocol,
        "-Dotel.service.name=shop-api");
  }

  /** Runs the shop; gives what it wrote. */
  private static String java(List<String> options, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command
        .addAll(List.of("-cp", System.getProperty("java.class.path"), FailingShop.class.getName()));
    command.addAll(List.of(arguments));
    return run(CLIENT_MAX, command);
  }
}
