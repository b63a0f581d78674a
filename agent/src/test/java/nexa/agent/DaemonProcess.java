package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import nexa.agent.store.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A daemon in a process of its own, which a test kills by SIGKILL and starts again. */
final class DaemonProcess implements AutoCloseable {

  private static final Duration STEP_MAX = Duration.ofSeconds(120);

  private final Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Process daemon;
  private int logs;

  /** A daemon whose {@code nexa.yaml} has {@code home} in the same folder. */
  DaemonProcess(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts it.
   *
   * @param point where its healing run stands still, {@code none} for nowhere
   */
  void start(String point) throws Exception {
    Files.deleteIfExists(directory.resolve("paused"));
    daemon =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            PausingDaemon.class.getName(),
            directory.resolve("nexa.yaml").toString(),
            point,
            directory.resolve("paused").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("daemon-" + logs++ + ".log").toFile())
            .start();
    await(() -> ownPid() && status("/healthz") == 200 ? "up" : null);
  }

  private Process running() {
    return Objects.requireNonNull(daemon);
  }

  private boolean ownPid() throws IOException {
    Path file = directory.resolve("home/pid");
    return Files.exists(file) && Files.readString(file).equals(Long.toString(running().pid()));
  }

  void awaitPauseAndKill() throws Exception {
    await(() -> Files.exists(directory.resolve("paused")) ? "paused" : null);
    kill();
  }

  /** Ends it by SIGKILL. */
  void kill() throws InterruptedException {
    if (daemon != null) {
      daemon.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  /** Sends an event of the service prices as the javaagent does. */
  void send(String event) throws Exception {
    String token = Files.readString(directory.resolve("home/agent-token")).strip();
    String hello =
        "{\"agent\":\"0.1.0\",\"service\":\"prices\",\"release\":null,\"jvm\":{\"pid\":1,"
            + "\"startedUnixMs\":1,\"version\":\"25\",\"main\":\"Main\"}}";
    String session =
        Json.MAPPER.readTree(post("/agent/v1/hello", hello, token)).path("session").asString("");
    post(
        "/agent/v1/events",
        "{\"session\":\"" + session + "\",\"dropped\":0,\"events\":[" + event + "]}",
        token);
  }

  /** The fix that waits for a decision, null when none does. */
  @Nullable JsonNode waitingFix() throws Exception {
    for (JsonNode fix : get("/api/v1/fixes").path("fixes")) {
      if (fix.path("status").asString("").equals("waiting")) {
        return fix;
      }
    }
    return null;
  }

  /** Approves what the fix shows. */
  void approve(JsonNode fix) throws Exception {
    decide(fix, "approve", "");
  }

  /** Decides what the fix shows. */
  void decide(JsonNode fix, String decision, String reason) throws Exception {
    post(
        "/api/v1/fixes/" + fix.path("id").asString("") + "/decision",
        Json.write(
            Map.of(
                "decision", decision, "digest", fix.path("digest").asString(""), "reason",
                reason)),
        Files.readString(directory.resolve("home/token")).strip());
  }

  JsonNode get(String path) throws Exception {
    return Json.MAPPER.readTree(text(path));
  }

  String text(String path) throws Exception {
    String token = Files.readString(directory.resolve("home/token")).strip();
    HttpRequest request = request(path).header("Authorization", "Bearer " + token).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private int status(String path) throws Exception {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  String post(String path, String body, String token) throws Exception {
    HttpResponse<String> response =
        http.send(
            request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private HttpRequest.Builder request(String path) throws IOException {
    String port = Files.readString(directory.resolve("home/port")).strip();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10));
  }

  <T> T await(Callable<T> wanted) throws Exception {
    long deadline = System.nanoTime() + STEP_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      assertThat(running().isAlive()).as("daemon alive; see its log %s", lastLog()).isTrue();
      T found = tried(wanted);
      if (found != null) {
        return found;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("Not within " + STEP_MAX + "; the daemon said:\n" + lastLog());
  }

  /** A daemon that is just starting may refuse the connection. */
  private static <T> @Nullable T tried(Callable<T> wanted) throws Exception {
    try {
      return wanted.call();
    } catch (IOException e) {
      return null;
    }
  }

  private String lastLog() throws IOException {
    return Files.readString(directory.resolve("daemon-" + (logs - 1) + ".log"));
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
