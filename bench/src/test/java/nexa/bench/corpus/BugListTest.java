package nexa.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of bugs as files. */
final class BugListTest {

  @TempDir
  private Path folder;

  @Test
  void everyField_isRead() throws IOException {
    Path list =
        list("# bugs", "id\trepository\trevision\tdriver\tclasspath\tcheck\tmethods\texpect",
            "A-1\trepos/a\tabc123\tjava Main\tx.jar:y\tmake check\ta.B#c, a.B#d\tabstain");

    assertThat(BugList.read(list))
        .containsExactly(
            new Bug("A-1", folder, folder.resolve("repos/a"), "abc123", "java Main", "x.jar:y",
                "make check", List.of("a.B#c", "a.B#d"), false));
  }

  @Test
  void optionalFields_mayBeAbsent() throws IOException {
    Path list = list("id\tdriver\trevision\trepository\tcheck", "A-1\tjava Main\tHEAD\t/a");

    assertThat(BugList.read(list))
        .containsExactly(
            new Bug("A-1", folder, Path.of("/a"), "HEAD", "java Main", "", "", List.of(), true));
  }

  @Test
  void misspeltField_isNamed() throws IOException {
    Path list = list("id\trepository\trevision\tdriver\tchecks", "A-1\t/a\tHEAD\tjava Main\ttrue");

    assertThatThrownBy(() -> BugList.read(list)).hasMessage("There is no field checks");
  }

  @Test
  void missingValue_isNamedWithItsLine() throws IOException {
    Path list = list("id\trepository\trevision\tdriver", "A-1\t/a\t\tjava Main");

    assertThatThrownBy(() -> BugList.read(list)).hasMessageEndingWith("bugs.tsv:2: no revision");
  }

  @Test
  void secondBugOfAName_isRefused() throws IOException {
    String bug = "A-1\t/a\tHEAD\tjava Main";
    Path list = list("id\trepository\trevision\tdriver", bug, bug);

    assertThatThrownBy(() -> BugList.read(list)).hasMessageEndingWith(":3: there is a second A-1");
  }

  private Path list(String... lines) throws IOException {
    return Files.write(folder.resolve("bugs.tsv"), List.of(lines));
  }
}
