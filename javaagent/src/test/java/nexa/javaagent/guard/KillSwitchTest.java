package nexa.javaagent.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
  void signalFileOfAnotherUser_isIgnored() throws IOException {
    Path signal = Files.createFile(folder.resolve("nexa-agent-off.42"));
    boolean given = give(signal, 65534);
    assumeTrue(given, "only root can give a file away");
    assertThat(killSwitch().reason()).isNull();
    give(signal, 0);
    assertThat(killSwitch().reason()).isEqualTo("signal");
  }

  @Test
  void linkOfAnotherUser_isIgnoredWhereverItPoints() throws IOException {
    Path own = Files.createFile(folder.resolve("own"));
    Path signal = Files.createSymbolicLink(folder.resolve("nexa-agent-off.42"), own);
    assertThat(killSwitch().reason()).isEqualTo("signal");
    assumeTrue(give(signal, 65534), "only root can give a file away");
    assertThat(killSwitch().reason()).isNull();
  }

  @Test
  void daemon_turnsOffUntilItSaysOtherwise() {
    KillSwitch killSwitch = killSwitch();
    killSwitch.daemon(true);
    assertThat(killSwitch.reason()).isEqualTo("daemon");
    killSwitch.daemon(false);
    assertThat(killSwitch.reason()).isNull();
  }

  /** Gives a file, or a link itself, to a user; false when that is not allowed. */
  private static boolean give(Path file, int user) {
    try {
      Files.setAttribute(file, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private KillSwitch killSwitch() {
    return new KillSwitch(folder.resolve("agent-off").toFile(), folder.toFile(), 42);
  }
}
