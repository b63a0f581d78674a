package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nexa.agent.cli.Main;
import nexa.agent.store.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The command line, each command a process of its own as a person or a script runs it. */
final class UpDownIT {

  private static final Duration COMMAND_MAX = Duration.ofSeconds(90);
  private static final Duration HEAL_MAX = Duration.ofSeconds(120);

  @TempDir
  private Path directory;

  /** How a command ended. */
  private record Run(int exitCode, String out, String err) {
    JsonNode json() {
      return Json.MAPPER.readTree(out);
    }
  }

  @BeforeEach
  void configure() throws Exception {
    Path repository = directory.resolve("prices");
    PricesRepository.create(repository);
    Files.writeString(
        directory.resolve("nexa.yaml"),
        """
        home: %s
        port: 0
        services:
          - name: prices
            repository: %s
            inApp: [com.acme]
            logs: [%s]
        """
            .formatted(home(), repository, directory.resolve("prices.log")));
    Files.createFile(directory.resolve("prices.log"));
  }

  @AfterEach
  void stop() throws Exception {
    Optional<ProcessHandle> daemon = daemon();
    if (daemon.isPresent()) {
      daemon.get().destroyForcibly();
      daemon.get().onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void daemon_comesUpHealsAnswersAndGoesDown() throws Exception {
    Run up = nexa("up");
    assertThat(up.exitCode()).as(up.err()).isZero();
    assertThat(up.out()).isEmpty();
    assertThat(up.err()).contains("http://127.0.0.1:" + port());
    assertThat(nexa("issues", "--exit-code")).isEqualTo(new Run(0, "", ""));

    crash();
    assertThat(nexa("jvms", "-o", "json").json().path("jvms")).hasSize(1);
    String fix = awaitFix();
    showsTheIssue();
    showsTheFix(fix);
    decidesOnlyWhatWasSeen(fix);
    tellsOfItself();
    goesDown();
  }

  /** No javaagent is there to capture values, so they are searched for. */
  @Test
  void crashInALogFile_isReproducedAndFixed() throws Exception {
    assertThat(nexa("up").exitCode()).isZero();
    Files.writeString(directory.resolve("prices.log"), PricesRepository.LOG);

    String fix = awaitFix();
    assertThat(nexa("fix", "diff", fix).out()).contains("+++ b/src/main/java/com/acme/Prices.java");
    assertThat(nexa("fix", "show", fix).json().at("/reproduction/from").asString(""))
        .isEqualTo("search");
  }

  private void showsTheIssue() throws Exception {
    assertThat(nexa("issues").out()).contains("PRICES-1", "open",
        "NullPointerException in Prices.total");
    assertThat(nexa("issues", "--exit-code").exitCode()).isEqualTo(10);
    assertThat(nexa("issues", "-o", "json").json().path("issues")).hasSize(1);
    assertThat(nexa("show", "PRICES-1").out()).contains("NullPointerException in Prices.total");
    assertThat(nexa("show", "PRICES-1", "-o", "json").json().path("id").asString(""))
        .isEqualTo("PRICES-1");
    assertThat(nexa("show", "PRICES-9").exitCode()).isEqualTo(4);
  }

  private void showsTheFix(String fix) throws Exception {
    assertThat(nexa("fix", "show", fix).json().path("status").asString("")).isEqualTo("waiting");
    assertThat(nexa("fix", "diff", fix).out())
        .contains("+++ b/src/main/java/com/acme/Prices.java")
        .contains("\n-", "\n+");
    assertThat(nexa("fix", "evidence", fix).json().path("sandbox").asString(""))
        .startsWith("docker");
  }

  private void decidesOnlyWhatWasSeen(String fix) throws Exception {
    for (String decision : List.of("approve", "reject")) {
      Run stale = nexa(decision, fix, "--digest", "0".repeat(64));
      assertThat(stale.exitCode()).isEqualTo(6);
      assertThat(stale.err()).contains("digest").doesNotContain("\tat ");
    }
    assertThat(nexa("reject", fix, "-m", "too wide").exitCode()).isZero();
    assertThat(nexa("approve", fix).exitCode()).as("already decided").isEqualTo(6);
  }

  private void tellsOfItself() throws Exception {
    Run open = nexa("open");
    HttpResponse<String> page =
        send(HttpRequest.newBuilder(URI.create(open.out().strip())).build());
    assertThat(page.statusCode()).isIn(200, 302, 303);
    HttpResponse<String> refused =
        send(
            request("/agent/v1/events", "agent-token")
                .POST(HttpRequest.BodyPublishers.ofString("{")).build());
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(nexa("doctor", "-o", "json").json().path("findings"))
        .allMatch(finding -> finding.path("works").asBoolean(false))
        .anyMatch(finding -> finding.path("subject").asString("").equals("input javaagent")
            && finding.path("detail").asString("").startsWith("refused 1: malformed; "));
  }

  private void goesDown() throws Exception {
    ProcessHandle daemon = daemon().orElseThrow();
    Run down = nexa("down");
    assertThat(down.exitCode()).as(down.err()).isZero();
    assertThat(daemon.isAlive()).isFalse();
    assertThat(run(List.of("docker", "ps", "-aq", "--filter", "label=nexa.home=" + home())).out())
        .isEmpty();
    Run again = nexa("issues");
    assertThat(again.exitCode()).isEqualTo(3);
    assertThat(again.err()).contains("No daemon answers", "nexa up");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"issues", "show X-1", "fix diff F-X-1", "jvms", "open", "approve F-X-1", "down"})
  void commandWithoutDaemon_saysSo(String command) throws Exception {
    Run run = nexa(command.split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("nexa: No daemon").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fly", "issues --sideways", "fix burn F-1", "show", "show ../token",
    "up --port 70000"})
  void wrongUsage_isTwo(String command) throws Exception {
    Run run = run(java(command.isEmpty() ? List.of() : List.of(command.split(" ", -1))));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isNotEmpty().doesNotContain("\tat ");
  }

  private String awaitFix() throws Exception {
    long deadline = System.nanoTime() + HEAL_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      String answer = send(api("/api/v1/fixes?status=waiting").build()).body();
      JsonNode fixes = Json.MAPPER.readTree(answer).path("fixes");
      if (!fixes.isEmpty()) {
        return fixes.get(0).path("id").asString("");
      }
      Thread.sleep(100);
    }
    throw new AssertionError(
        "No fix; the daemon said:\n" + Files.readString(home().resolve("nexa.log"))
            + send(api("/api/v1/issues/PRICES-1").build()).body());
  }

  /** What the javaagent of a crashing service sends. */
  private void crash() throws Exception {
    String hello =
        "{\"agent\":\"0.1.0\",\"service\":\"prices\",\"release\":null,\"jvm\":{\"pid\":1,"
            + "\"startedUnixMs\":1,\"version\":\"25\",\"main\":\"Main\"}}";
    String session = post("/agent/v1/hello", hello).path("session").asString("");
    post(
        "/agent/v1/events",
        "{\"session\":\"" + session + "\",\"dropped\":0,\"events\":[" + PricesRepository.EVENT
            + "]}");
  }

  private JsonNode post(String path, String body) throws Exception {
    HttpResponse<String> response =
        send(
            request(path, "agent-token")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.MAPPER.readTree(response.body());
  }

  private HttpRequest.Builder api(String path) throws Exception {
    return request(path, "token");
  }

  private HttpRequest.Builder request(String path, String token) throws Exception {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + Files.readString(home().resolve(token)).strip());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private Path home() {
    return directory.resolve("home");
  }

  private String port() throws Exception {
    return Files.readString(home().resolve("port")).strip();
  }

  private Optional<ProcessHandle> daemon() throws Exception {
    Path pid = home().resolve("pid");
    return Files.exists(pid)
        ? ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        : Optional.empty();
  }

  private Run nexa(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addAll(List.of("--config", directory.resolve("nexa.yaml").toString()));
    return run(java(command));
  }

  private static List<String> java(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=" + Path.of("../config/logback.xml").toAbsolutePath(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private Run run(List<String> command) throws Exception {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    Process process =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile())
            .start();
    if (!process.waitFor(COMMAND_MAX.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end; stderr:\n" + Files.readString(err));
    }
    return new Run(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
