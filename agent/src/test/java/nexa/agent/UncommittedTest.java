package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import nexa.event.Frame;
import nexa.heal.source.GitProjects;
import nexa.repair.Outcome;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UncommittedTest {

  private static final String FILE = "src/main/java/com/acme/Prices.java";
  private static final Outcome OUTCOME = new Outcome.NotReproduced("None failed.");

  @TempDir
  private Path directory;
  private String commit = "";

  @BeforeEach
  void create() throws Exception {
    commit = PricesRepository.create(directory);
  }

  @Test
  void committedCode_isNotSpokenOf() {
    assertThat(noted(OUTCOME)).isEqualTo(OUTCOME);
  }

  @Test
  void changedCode_isNamed() throws Exception {
    change();

    assertThat(noted(OUTCOME))
        .isEqualTo(
            new Outcome.NotReproduced(
                "None failed. The working tree has changes of " + FILE
                    + " that are not committed: if they are what crashed, commit them and try"
                    + " again."));
  }

  @Test
  void otherEndsOfLines_areNoChange() throws Exception {
    String text = Files.readString(directory.resolve(FILE));
    Files.writeString(directory.resolve(FILE), text.replace("\n", "\r\n"));

    assertThat(noted(OUTCOME)).isEqualTo(OUTCOME);
  }

  @Test
  void codeOfALaterCommit_isNotSpokenOf() throws Exception {
    change();
    try (Git git = Git.open(directory.toFile())) {
      git.add().addFilepattern(".").call();
      git.commit().setMessage("Go on").setAuthor("Ann", "a@example.com").setSign(false).call();
    }

    assertThat(noted(OUTCOME)).isEqualTo(OUTCOME);
  }

  private void change() throws Exception {
    Files.writeString(directory.resolve(FILE), "// more\n", StandardOpenOption.APPEND);
  }

  private Outcome noted(Outcome outcome) {
    Frame frame = new Frame("com.acme.Prices", "total", "Prices.java", 14);
    return new Uncommitted(directory, new GitProjects().read(directory, commit).tree())
        .noted(outcome, List.of(frame));
  }
}
