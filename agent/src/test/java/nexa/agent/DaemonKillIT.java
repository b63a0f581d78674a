package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import nexa.agent.store.Json;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A daemon in a process of its own, killed by SIGKILL at every step of a healing run. */
class DaemonKillIT {

  private static final Duration STEP_MAX = Duration.ofSeconds(120);
  private static final List<String> BEFORE_DECISION =
      List.of("locate", "recall", "triage", "reproduce", "propose", "verify", "plan");
  private static final List<String> AFTER_DECISION = List.of("apply", "remember");

  @TempDir
  private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Process daemon;
  private int logs;

  @AfterEach
  void stop() throws InterruptedException {
    kill();
  }

  @Test
  void runKilledAtEveryStep_endsWithOneCommitAndOneCase() throws Exception {
    Path repository = directory.resolve("prices");
    String deployed = PricesRepository.create(repository);
    Files.writeString(directory.resolve("nexa.yaml"), configuration(repository));

    start("locate:before");
    send(PricesRepository.EVENT);
    awaitPauseAndKill();
    for (String point : points(BEFORE_DECISION)) {
      start(point);
      awaitPauseAndKill();
    }
    start("none");
    JsonNode fix = await(() -> waitingFix());
    kill();
    start("apply:before");
    decide(fix);
    awaitPauseAndKill();
    for (String point : points(AFTER_DECISION)) {
      start(point);
      awaitPauseAndKill();
    }
    start("none");
    await(() -> get("/api/v1/cases").path("cases").isEmpty() ? null : "remembered");

    assertThat(get("/api/v1/cases").path("cases")).hasSize(1);
    assertThat(get("/api/v1/fixes").path("fixes")).hasSize(1);
    try (Git git = Git.open(repository.toFile())) {
      List<Ref> branches =
          git.getRepository().getRefDatabase().getRefsByPrefix("refs/heads/nexa/");
      assertThat(branches).hasSize(1);
      RevCommit commit = git.getRepository().parseCommit(branches.getFirst().getObjectId());
      assertThat(commit.getParent(0).name()).isEqualTo(deployed);
      assertThat(commit.getFullMessage()).contains("Approved-by:");
    }
    assertThat(run("git", "-C", repository.toString(), "fsck", "--strict")).isEmpty();
    String label = "label=nexa.home=" + directory.resolve("home");
    await(() -> run("docker", "ps", "-aq", "--filter", label).isEmpty() ? "gone" : null);
  }

  /** The points but the first, which the test reaches before its loop. */
  private static List<String> points(List<String> steps) {
    List<String> points = new ArrayList<>();
    steps.forEach(step -> points.addAll(List.of(step + ":before", step + ":after")));
    return points.subList(1, points.size());
  }

  private String configuration(Path repository) {
    return """
        home: %s
        port: 0
        services:
          - name: prices
            repository: %s
            inApp: [com.acme]
        """
        .formatted(directory.resolve("home"), repository);
  }

  private void start(String point) throws Exception {
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

  private void awaitPauseAndKill() throws Exception {
    await(() -> Files.exists(directory.resolve("paused")) ? "paused" : null);
    kill();
  }

  private void kill() throws InterruptedException {
    if (daemon != null) {
      daemon.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private void send(String event) throws Exception {
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

  private @Nullable JsonNode waitingFix() throws Exception {
    for (JsonNode fix : get("/api/v1/fixes").path("fixes")) {
      if (fix.path("status").asString("").equals("waiting")) {
        return fix;
      }
    }
    return null;
  }

  private void decide(JsonNode fix) throws Exception {
    post(
        "/api/v1/fixes/" + fix.path("id").asString("") + "/decision",
        Json.write(
            Map.of("decision", "approve", "digest", fix.path("digest").asString(""), "reason", "")),
        Files.readString(directory.resolve("home/token")).strip());
  }

  private JsonNode get(String path) throws Exception {
    String token = Files.readString(directory.resolve("home/token")).strip();
    HttpRequest request = request(path).header("Authorization", "Bearer " + token).build();
    return Json.MAPPER.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private int status(String path) throws Exception {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private String post(String path, String body, String token) throws Exception {
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

  private <T> T await(Callable<T> wanted) throws Exception {
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

  /** What a command that must succeed prints on stdout. */
  private static String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
