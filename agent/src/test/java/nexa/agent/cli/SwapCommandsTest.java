package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nexa.agent.store.Crashes;
import nexa.agent.store.Json;
import nexa.agent.store.Swaps.State;
import nexa.agent.web.FakeAgent;
import nexa.agent.web.RunningServer;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the command line does with fixes in running JVMs. */
@Timeout(60)
final class SwapCommandsTest {

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void waitingFix() throws IOException {
    server = new RunningServer(home, TrustLevel.HOTSWAP);
    Files.writeString(home.resolve("port"), Integer.toString(server.web.port()));
    server.store(Crashes.captured("e1", "java.lang.NullPointerException"));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void approval_wantsTheTypedId() {
    Cli denied = nexa("approve", "F-SHOP-1");
    Cli approved = nexa("approve", "F-SHOP-1", "--confirm", "F-SHOP-1");

    assertThat(denied.exitCode()).isEqualTo(ExitCode.DENIED);
    assertThat(denied.err()).contains("--confirm F-SHOP-1");
    assertThat(approved.exitCode()).as(approved.err()).isEqualTo(ExitCode.OK);
  }

  @Test
  void applyAndRollback_sayWhatBecameOfEachJvm() {
    nexa("approve", "F-SHOP-1", "--confirm", "F-SHOP-1");
    server.awaitFix("F-SHOP-1", "applied");
    assertThat(nexa("apply", "F-SHOP-1").exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(nexa("rollback", "F-SHOP-1").exitCode()).isEqualTo(ExitCode.CONFLICT);
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      Cli applied = nexa("apply", "F-SHOP-1");
      Cli rolledBack = nexa("rollback", "F-SHOP-1", "-o", "json");

      assertThat(applied.exitCode()).as(applied.err()).isEqualTo(ExitCode.OK);
      assertThat(applied.out()).isEqualTo("process 7: swapped in\n");
      assertThat(rolledBack.exitCode()).isEqualTo(ExitCode.OK);
      assertThat(Json.MAPPER.readTree(rolledBack.out()).path("schema").asString())
          .isEqualTo("nexa.swapped/1");
      assertThat(agent.kinds()).containsExactly("tap", "swap", "rollback");
    }
    assertThat(nexa("apply", "F-9").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void jvms_areATable() throws InterruptedException {
    try (FakeAgent agent = FakeAgent.start(server, 7)) {
      agent.stand("F-SHOP-1", State.ROLLED_BACK, "p95 doubled");
      String row = "";
      for (int i = 0; i < 100 && !row.contains("F-SHOP-1"); i++) {
        Thread.onSpinWait();
        row = nexa("jvms").out();
      }

      assertThat(row.lines().toList()).hasSize(2);
      assertThat(row).contains("SERVICE", "CPU %", "on: F-SHOP-1 rolled-back (p95 doubled)");
    }
  }

  @Test
  void pause_holdsUntilResume() {
    assertThat(nexa("pause").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(home.resolve("paused")).exists();
    assertThat(nexa("apply", "F-SHOP-1").exitCode()).isEqualTo(ExitCode.CONFLICT);

    assertThat(nexa("resume").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(home.resolve("paused")).doesNotExist();
  }

  private Cli nexa(String... arguments) {
    return Cli.at(home, arguments);
  }
}
