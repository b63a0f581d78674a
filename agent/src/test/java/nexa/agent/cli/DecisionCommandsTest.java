package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nexa.agent.store.Crashes;
import nexa.agent.web.RunningServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code nexa approve} and its like, of a plan that needs two persons. */
@Timeout(60)
final class DecisionCommandsTest {

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void waitingFix() throws IOException {
    server = RunningServer.ofTwo(home);
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
  void firstOfTwo_isToldWhoIsMissing() {
    Cli first = Cli.at(home, "approve", "F-SHOP-1");

    assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.OK);
    assertThat(first.out())
        .contains("approve recorded", "1 of 2, by ", "Another person has to approve it until ");

    Cli again = Cli.at(home, "approve", "F-SHOP-1");
    assertThat(again.exitCode()).isEqualTo(ExitCode.DENIED);
    assertThat(again.err()).contains("needs two persons", "nexa token create", "fourEyes: []");
    assertThat(Cli.at(home, "fix", "show", "F-SHOP-1").out())
        .contains("\"needed\":2", "each fix of shop needs two persons");
  }

  @Test
  void requestForAnotherFix_isTakenOnce() {
    Cli asked = Cli.at(home, "request-changes", "F-SHOP-1", "-m", "smaller");

    assertThat(asked.exitCode()).as(asked.err()).isEqualTo(ExitCode.OK);
    server.awaitFix("F-SHOP-1.2", "waiting");
    assertThat(Cli.at(home, "request-changes", "F-SHOP-1", "-m", "again").exitCode())
        .isEqualTo(ExitCode.CONFLICT);
    assertThat(Cli.at(home, "request-changes", "F-SHOP-1.2").exitCode())
        .as("without a reason").isEqualTo(ExitCode.USAGE);
  }
}
