package nexa.javaagent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KillSwitchTest {

  @TempDir
  Path folder;

  @Test
  void nothingThere_isOn() {
    assertThat(killSwitch().reason()).isNull();
  }

  @Test
  void file_turnsOffWhileItExists() throws IOException {
    Files.createFile(folder.resolve("agent-off"));
    assertThat(killSwitch().reason()).isEqualTo("file");
    Files.delete(folder.resolve("agent-off"));
    assertThat(killSwitch().reason()).isNull();
  }

  @Test
  void signalFile_countsForItsProcessOnly() throws IOException {
    Files.createFile(folder.resolve("nexa-agent-off.41"));
    assertThat(killSwitch().reason()).isNull();
    Files.createFile(folder.resolve("nexa-agent-off.42"));
    assertThat(killSwitch().reason()).isEqualTo("signal");
  }

  @Test
  void daemon_turnsOffUntilItSaysOtherwise() {
    KillSwitch killSwitch = killSwitch();
    killSwitch.daemon(true);
    assertThat(killSwitch.reason()).isEqualTo("daemon");
    killSwitch.daemon(false);
    assertThat(killSwitch.reason()).isNull();
  }

  private KillSwitch killSwitch() {
    return new KillSwitch(folder.resolve("agent-off").toFile(), folder.toFile(), 42);
  }
}
