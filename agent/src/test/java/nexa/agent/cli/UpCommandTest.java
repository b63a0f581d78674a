package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import nexa.agent.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Daemons that cannot start: each says why in one line, in the terminal and detached. */
final class UpCommandTest {

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void portInUse_isToldInOneLine(boolean foreground) throws Exception {
    Path home = directory.resolve("home");
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Cli answer =
          up(foreground, "--home", home.toString(), "--port",
              Integer.toString(other.getLocalPort()));

      assertFailed(answer, 1, "Port " + other.getLocalPort() + " of 127.0.0.1 cannot be used");
    }
    assertThat(home.resolve("pid")).doesNotExist();
    assertThat(home.resolve("port")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void secondDaemonOfOneHome_isRefused(boolean foreground) throws Exception {
    Path home = directory.resolve("home");
    try (Store store = Store.open(home, InstantSource.system())) {
      Cli answer = up(foreground, "--home", home.toString(), "--port", "0");

      assertFailed(answer, 1, "Another daemon uses " + home + "; stop it by nexa down");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void homeThatCannotBeMade_isToldInOneLine(boolean foreground) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    Cli answer = up(foreground, "--home", file.resolve("home").toString(), "--port", "0");

    assertFailed(answer, 1, file.toString());
    assertThat(file).isRegularFile();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void brokenConfiguration_isAUsageError(boolean foreground) throws Exception {
    Path config = Files.writeString(directory.resolve("bad.yaml"), "port: many\n");

    Cli answer = up(foreground, "--config", config.toString());

    assertFailed(answer, 2, config + ":1:7: port must be a whole number");
  }

  @Test
  void engineAddressOfNoKnownKind_isToldInOneLine() throws Exception {
    Cli answer =
        Cli.child(
            directory,
            Map.of("DOCKER_HOST", "carrier-pigeon://coop"),
            "up", "--foreground", "--home", directory.resolve("home").toString(), "--port", "0");

    assertFailed(answer, 1, "DOCKER_HOST and its settings name no container engine");
  }

  @Test
  void commandsWithoutADaemon_exitWithThree() {
    Path home = directory.resolve("home");
    for (String command : new String[] {"issues", "jvms", "open", "down"}) {
      Cli answer = Cli.run(command, "--home", home.toString());

      assertThat(answer.exitCode()).as(command).isEqualTo(3);
      assertThat(answer.said()).as(command).hasSize(1);
      assertThat(answer.out()).isEmpty();
    }
    assertThat(home).doesNotExist();
  }

  private Cli up(boolean foreground, String... options) throws Exception {
    Stream<String> command = foreground ? Stream.of("up", "--foreground") : Stream.of("up");
    return Cli.child(
        directory, Map.of(), Stream.concat(command, Stream.of(options)).toArray(String[]::new));
  }

  private static void assertFailed(Cli answer, int exitCode, String reason) {
    assertThat(answer.said()).as(answer.err()).singleElement().asString().contains(reason);
    assertThat(answer.err()).doesNotContain("\tat ");
    assertThat(answer.exitCode()).isEqualTo(exitCode);
    assertThat(answer.out()).isEmpty();
  }
}
