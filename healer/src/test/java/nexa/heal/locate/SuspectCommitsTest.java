package nexa.heal.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.source.GitFolder;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SuspectCommitsTest {

  private static final String FILE = "src/Cart.java";

  @TempDir
  private Path folder;

  @Test
  void eachCommitThatWroteALineOfTheCrash_isNamedOnceInnermostFirst() {
    GitFolder git = new GitFolder(folder);
    String first = git.write(FILE, "class Cart {\n  int a;\n  int b;\n}\n").commit();
    String second = git.write(FILE, "class Cart {\n  int a;\n  int c;\n}\n").commit();

    List<SuspectCommits.Suspect> suspects =
        new SuspectCommits(folder).of(diagnosis(second, 3, 1, 2));

    assertThat(suspects)
        .extracting(SuspectCommits.Suspect::commit, SuspectCommits.Suspect::line)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(second, 3),
            org.assertj.core.groups.Tuple.tuple(first, 1));
    assertThat(suspects.getFirst().subject()).isEqualTo("Change");
  }

  @Test
  void folderThatIsNoRepository_hasNoSuspects() {
    assertThat(new SuspectCommits(folder).of(diagnosis("0".repeat(40), 1))).isEmpty();
  }

  private static Diagnosis diagnosis(String commit, Integer... lines) {
    Frame top = new Frame("Cart", "total", "Cart.java", lines[0]);
    StackTrace trace = new StackTrace("x.Failure", null, List.of(top), null, List.of());
    Issue issue =
        new Issue(
            "1", "shop", new Fingerprint("f"), "Failure", "x.Failure", top, Issue.Status.OPEN, 1,
            Instant.EPOCH, Instant.EPOCH, Set.of("trace"), "first", null, trace, List.of(top),
            null);
    return new Diagnosis(
        issue,
        commit,
        List.of(lines).stream()
            .map(line -> new Location(FILE, "Cart", "total", line, 0))
            .toList());
  }
}
