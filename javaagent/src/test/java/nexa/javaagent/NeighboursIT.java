package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import watched.OwnAsm;
import watched.OwnLogManager;
import watched.OwnSpans;

/** What an application brings along stays its own, however the agent uses the same. */
final class NeighboursIT {

  @TempDir
  Path folder;
  private FakeDaemon daemon;

  static List<Path> homes() throws IOException {
    return WatchedJvm.homes();
  }

  @BeforeEach
  void startDaemon() throws IOException {
    daemon = new FakeDaemon();
  }

  @AfterEach
  void stopDaemon() {
    daemon.close();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void oldAsmOfTheApplication_isTheOneItSees(Path home) throws Exception {
    Path asm = Path.of(System.getProperty("nexa.agent.jar")).resolveSibling("beside/asm.jar");
    String classPath = System.getProperty("nexa.test.classes") + File.pathSeparator + asm;
    try (WatchedJvm jvm =
        WatchedJvm.startOn(classPath, home, List.of(), options(), OwnAsm.class)) {
      assertThat(jvm.line("asm")).startsWith("asm made/Here old true from file:")
          .endsWith("beside/asm.jar");
      jvm.line("ready");
      for (int failures = 1; failures <= 3; failures++) {
        jvm.say("order");
        int expected = failures;
        AgentIT.await(() -> daemon.events().size() >= expected);
      }
      assertThat(daemon.events()).anyMatch(event -> !event.get("snapshot").isNull());
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void logManagerOfTheApplication_isTheOneInUse(Path home) throws Exception {
    List<String> flags = List.of("-Djava.util.logging.manager=" + OwnLogManager.class.getName());
    try (WatchedJvm jvm = WatchedJvm.start(home, flags, options(), OwnLogManager.class)) {
      assertThat(jvm.line("manager")).isEqualTo("manager watched.OwnLogManager");
      assertThat(jvm.exit(Duration.ofSeconds(60))).isZero();
      AgentIT.await(() -> !daemon.events().isEmpty());
      assertThat(daemon.events().get(0).get("logger").asString()).isEqualTo("shop.jul");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void spanOfTheApplicationsApi_givesTheIds(Path home) throws Exception {
    String classPath = WatchedJvm.classPath(List.of("logback", "slf4j-api", "io/opentelemetry"));
    try (WatchedJvm jvm =
        WatchedJvm.startOn(classPath, home, List.of(), options(), OwnSpans.class)) {
      assertThat(jvm.exit(Duration.ofSeconds(60))).isZero();
      AgentIT.await(() -> daemon.events().size() >= 3);
      assertThat(daemon.events().stream().map(NeighboursIT::span))
          .containsExactly(
              "before null null",
              "inside " + OwnSpans.TRACE + " " + OwnSpans.SPAN,
              "after null null");
    }
  }

  private static String span(JsonNode event) {
    return event.get("message").asString() + " " + event.get("traceId").asString("null") + " "
        + event.get("spanId").asString("null");
  }

  private String options() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), FakeDaemon.TOKEN);
    return "daemon=127.0.0.1:" + daemon.port() + ",token=" + token + ",inapp=watched";
  }
}
