package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nexa.agent.web.RunningServer;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code nexa trust get} and {@code set}. */
@Timeout(60)
final class TrustCommandsTest {

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RunningServer(home, TrustLevel.PROPOSE);
    Files.writeString(home.resolve("port"), Integer.toString(server.web.port()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void setLevel_isShown() {
    Cli set =
        nexa("trust", "set", "shop", "commit", "--origin", "operator:null-guard", "-m", "tried");

    assertThat(set.exitCode()).as(set.err()).isEqualTo(ExitCode.OK);
    assertThat(nexa("trust", "get").out())
        .isEqualTo(set.out())
        .startsWith("shop  propose (nexa.yaml: propose)\n  commit     operator:null-guard, by ")
        .endsWith(" tried\n");
    assertThat(nexa("trust", "get", "shop", "-o", "json").out())
        .contains("\"schema\":\"nexa.trust/1\"");
  }

  @Test
  void refusals_haveTheirExitCodes() {
    assertThat(nexa("trust", "set", "shop", "hotswap").exitCode()).isEqualTo(ExitCode.DENIED);
    assertThat(nexa("trust", "set", "shop", "hotswap").err()).contains("--confirm shop");
    assertThat(nexa("trust", "set", "shop", "hotswap", "--confirm", "shop").exitCode())
        .isEqualTo(ExitCode.OK);
    assertThat(nexa("trust", "set", "shop", "all").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(nexa("trust", "set", "nobody", "observe").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(nexa("trust", "get", "nobody").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(nexa("trust").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private Cli nexa(String... arguments) {
    return Cli.at(home, arguments);
  }
}
