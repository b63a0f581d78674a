package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import watched.Leaks;
import watched.ManyFailures;

/** What failed is let go: exceptions, the application's objects, and class loaders. */
final class LeakIT {

  @TempDir
  Path folder;

  static List<Arguments> cases() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    for (Path home : WatchedJvm.homes()) {
      cases.add(Arguments.of(home, "objects"));
      cases.add(Arguments.of(home, "loaders"));
    }
    return cases;
  }

  static List<Path> homes() throws IOException {
    return WatchedJvm.homes();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void capturedFailures_leaveNothingAlive(Path home, String what) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), FakeDaemon.TOKEN);
    try (FakeDaemon daemon = new FakeDaemon()) {
      String options = "daemon=127.0.0.1:" + daemon.port() + ",token=" + token + ",inapp=watched";
      try (WatchedJvm jvm = WatchedJvm.start(home, options, Leaks.class, what)) {
        assertThat(jvm.line("made")).matches("made [1-9][0-9]* alive 0");
      }
      assertThat(daemon.events()).anyMatch(event -> !event.get("snapshot").isNull());
    }
  }

  /** The daemon is dead, so that what the agent keeps for it counts too. */
  @ParameterizedTest
  @MethodSource("homes")
  void millionFailures_leaveLessThanAMegabyte(Path home) throws Exception {
    long without = liveKb(home, null);
    long with = liveKb(home, "daemon=127.0.0.1:1,inapp=watched");
    System.out.println("live heap KB after 1,000,000 failures: " + without + ", with " + with);
    assertThat(with - without).isLessThan(1024);
  }

  private static long liveKb(Path home, @Nullable String options) throws Exception {
    List<String> flags = List.of("-XX:+UseSerialGC");
    try (WatchedJvm jvm =
        WatchedJvm.start(home, flags, options, ManyFailures.class, "1000000")) {
      String[] measured = jvm.line("measured").split(" ");
      assertThat(jvm.exit(Duration.ofSeconds(20))).isZero();
      assertThat(measured[1]).isEqualTo("1000000");
      return Long.parseLong(measured[2]);
    }
  }
}
