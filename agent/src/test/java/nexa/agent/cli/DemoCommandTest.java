package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo that cannot start; the one that runs is CI's. */
final class DemoCommandTest {

  @TempDir
  private Path home;

  @BeforeEach
  void nameTheCheckout() {
    System.setProperty("nexa.root", Path.of("..").toAbsolutePath().toString());
  }

  @AfterEach
  void forgetTheCheckout() {
    System.clearProperty("nexa.root");
  }

  @Test
  void folderThatIsNoDemos_isLeftAsItIs() throws Exception {
    Path kept = Files.createDirectories(home.resolve("demo")).resolve("thesis.txt");
    Files.writeString(kept, "mine");

    Cli answer = Cli.run("demo", "--yes", "--exit", "--home", home.toString(), "--port", "0");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(answer.err()).contains("is no demo's folder; name another --home");
    assertThat(answer.err()).doesNotContain("\tat ");
    assertThat(kept).hasContent("mine");
  }
}
