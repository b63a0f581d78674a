package nexa.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd's own opinion of the units: valid, and an exposure of at most 2.0 of 10. */
final class UnitTest {

  private static final Path UNITS = Path.of("..", "systemd");

  @TempDir
  private Path folder;
  private Path unit = Path.of("");

  @BeforeEach
  void copyUnit() throws IOException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/systemd-analyze")),
        "systemd-analyze is not installed");
    unit = folder.resolve("nexa.service");
    String text = Files.readString(UNITS.resolve("nexa.service"));
    assertThat(text).contains("ExecStart=/usr/bin/nexa up --foreground");
    // verify wants the command to exist
    Files.writeString(unit, text.replace("/usr/bin/nexa", "/bin/true"));
  }

  @Test
  void unit_isValid() throws Exception {
    assertThat(analyze("verify", "--man=no", unit.toString())).isEmpty();
  }

  @Test
  void unit_isHardened() throws Exception {
    assertThat(exposure()).contains("OK");
  }

  @Test
  void unitWithEngine_isValidAndHardened() throws Exception {
    Path dropIns = Files.createDirectory(folder.resolve("nexa.service.d"));
    Files.copy(UNITS.resolve("nexa-docker.conf"), dropIns.resolve("nexa-docker.conf"));

    assertThat(analyze("verify", "--man=no", unit.toString())).isEmpty();
    assertThat(exposure()).contains("OK");
  }

  private String exposure() throws IOException, InterruptedException {
    return analyze("security", "--offline=true", "--threshold=20", "--no-pager", unit.toString());
  }

  /** What systemd-analyze prints; fails unless it exits with 0. */
  private String analyze(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/systemd-analyze"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "analyze", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(output);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
