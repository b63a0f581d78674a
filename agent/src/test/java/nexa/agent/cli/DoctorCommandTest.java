package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nexa.agent.web.RunningServer;
import nexa.event.Trouble;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of the inputs. */
@Timeout(120)
final class DoctorCommandTest {

  @Test
  void sourceThatCannotBeRead_isBad(@TempDir Path home) throws IOException {
    try (RunningServer server = new RunningServer(home, TrustLevel.PROPOSE)) {
      Files.writeString(home.resolve("port"), Integer.toString(server.web.port()));
      server.web.inputs()
          .troubled(List.of(new Trouble("logfile", "/var/log/shop.log", "Not there", "Start it")));

      Cli doctor = Cli.run("doctor", "--home", home.toString());

      assertThat(doctor.out())
          .contains("BAD  input logfile    /var/log/shop.log: Not there. Start it");
      assertThat(doctor.exitCode()).isEqualTo(ExitCode.FAILED);
    }
  }
}
