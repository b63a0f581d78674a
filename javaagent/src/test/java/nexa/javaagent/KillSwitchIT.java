package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import watched.CrashingThreads;

/** An agent that is turned off does nothing but tell so, and goes on when it is turned on. */
final class KillSwitchIT {

  /** The ways to turn it off. */
  enum Way {
    FILE,
    SIGNAL,
    DAEMON
  }

  @TempDir
  Path folder;
  private FakeDaemon daemon;

  @BeforeEach
  void startDaemon() throws IOException {
    daemon = new FakeDaemon();
    Files.writeString(folder.resolve("token"), FakeDaemon.TOKEN + "\n");
  }

  @AfterEach
  void stopDaemon() {
    daemon.close();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void turnedOffAgent_sendsItsStatusOnlyAndGoesOn(Way way) throws Exception {
    try (WatchedJvm jvm = start()) {
      fail(jvm);
      await(() -> daemon.events().size() == 1);
      await(() -> armed() == 2);

      turn(way, true);
      await(() -> daemon.status().path("paused").asString("")
          .equals(way.name().toLowerCase(Locale.ROOT)));
      await(() -> armed() == 0);
      fail(jvm);
      fail(jvm);

      turn(way, false);
      await(() -> daemon.status().path("paused").isNull());
      fail(jvm);
      await(() -> daemon.events().size() > 1);
      assertThat(daemon.events()).hasSize(2);
      assertThat(daemon.events().get(1).get("snapshot").isNull()).isTrue();
      assertThat(daemon.violations()).isEmpty();
    }
  }

  @Test
  void overhead_isTold() throws Exception {
    try (WatchedJvm jvm = start()) {
      for (int i = 0; i < 50; i++) {
        fail(jvm);
      }
      await(() -> daemon.status().at("/overhead/agentCpuMs").asLong() > 0);
      long uptimeMs = daemon.status().at("/overhead/uptimeMs").asLong();
      assertThat(uptimeMs).isPositive();
      assertThat(daemon.status().at("/overhead/agentCpuMs").asLong()).isLessThan(uptimeMs);
      assertThat(daemon.status().at("/overhead/hookMs").asLong()).isBetween(0L, uptimeMs);
    }
  }

  private void turn(Way way, boolean off) throws IOException {
    if (way == Way.DAEMON) {
      daemon.pause(off);
      return;
    }
    long pid = daemon.hello().at("/jvm/pid").asLong();
    Path file = folder.resolve(way == Way.FILE ? "agent-off" : "nexa-agent-off." + pid);
    if (off) {
      Files.createFile(file);
    } else {
      Files.delete(file);
    }
  }

  private int armed() {
    return daemon.status().path("armed").size();
  }

  private WatchedJvm start() throws Exception {
    String options =
        "daemon=127.0.0.1:" + daemon.port() + ",token=" + folder.resolve("token")
            + ",inapp=watched.Shop,swapkey=any";
    WatchedJvm jvm =
        WatchedJvm.start(
            WatchedJvm.homes().get(0),
            List.of("-Djava.io.tmpdir=" + folder),
            options,
            CrashingThreads.class);
    jvm.line("ready");
    return jvm;
  }

  private static void fail(WatchedJvm jvm) throws Exception {
    jvm.say("order");
    jvm.line("done order");
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time").isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
