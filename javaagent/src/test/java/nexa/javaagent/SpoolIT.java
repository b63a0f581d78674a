package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import watched.OneCrash;

/** Without a daemon: events in a file, and methods armed before they first fail. */
final class SpoolIT {

  @TempDir
  Path folder;

  static List<Path> homes() throws IOException {
    return WatchedJvm.homes();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void crashOfMain_isSpooledBeforeTheJvmEnds(Path home) throws Exception {
    List<JsonNode> events = run(home, "");
    assertThat(events).hasSize(1);
    assertThat(events.get(0).get("kind").asString()).isEqualTo("uncaught");
    assertThat(events.get(0).get("snapshot").isNull()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void presetMethods_areCapturedAtTheFirstFailure(Path home) throws Exception {
    List<JsonNode> events = run(home, ",arm=watched.Shop#total;watched.OneCrash#main");
    assertThat(events).hasSize(1);
    JsonNode frames = events.get(0).at("/snapshot/frames");
    assertThat(frames.get(0).at("/arguments/1/name").asString()).isEqualTo("quantity");
    assertThat(frames.get(0).at("/arguments/1/value/text").asString()).isEqualTo("8");
    assertThat(frames.get(1).at("/arguments/0/value/elements/0/text").asString()).isEqualTo("7");
  }

  @ParameterizedTest
  @MethodSource("homes")
  void crashThatIsOnlyPrinted_isSeenWhereThatIsAskedFor(Path home) throws Exception {
    assertThat(run(home, "", "7", "print")).isEmpty();

    List<JsonNode> events = run(home, ",capture=all,arm=watched.Shop#total", "7", "print");

    assertThat(events).hasSize(1);
    assertThat(events.get(0).get("kind").asString()).isEqualTo("printed");
    assertThat(events.get(0).at("/snapshot/frames/0/method").asString()).isEqualTo("total");
  }

  private List<JsonNode> run(Path home, String more) throws Exception {
    return run(home, more, "7");
  }

  private List<JsonNode> run(Path home, String more, String... arguments) throws Exception {
    Path spool = folder.resolve("spool" + home.getNameCount() + more.length() + home.hashCode());
    String options = "spool=" + spool + ",inapp=watched" + more;
    try (WatchedJvm jvm = WatchedJvm.start(home, options, OneCrash.class, arguments)) {
      assertThat(jvm.exit(Duration.ofSeconds(60))).isEqualTo(1);
    }
    if (!Files.exists(spool)) {
      return List.of();
    }
    ObjectMapper json = new ObjectMapper();
    return Files.readAllLines(spool).stream().map(json::readTree).toList();
  }
}
