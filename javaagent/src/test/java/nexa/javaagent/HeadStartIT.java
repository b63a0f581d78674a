package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import watched.SlowStart;

/** The agent's own start waits for that of the application, but not for ever. */
final class HeadStartIT {

  @TempDir
  Path folder;

  static List<Path> homes() throws IOException {
    return WatchedJvm.homes();
  }

  @ParameterizedTest
  @MethodSource("homes")
  @Timeout(60)
  void applicationThatStarts_isNotDisturbed(Path home) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), FakeDaemon.TOKEN);
    try (FakeDaemon daemon = new FakeDaemon();
        WatchedJvm jvm =
            WatchedJvm.start(
                home,
                "daemon=127.0.0.1:" + daemon.port() + ",token=" + token + ",service=shop",
                SlowStart.class)) {
      jvm.line("started");
      assertThat(daemon.hellos()).isZero();

      while (daemon.hellos() == 0) {
        Thread.sleep(20);
      }
      assertThat(daemon.violations()).isEmpty();
    }
  }
}
