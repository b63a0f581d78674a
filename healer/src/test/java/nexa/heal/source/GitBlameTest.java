package nexa.heal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import nexa.heal.source.GitBlame.Change;
import nexa.heal.source.GitBlame.Hunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitBlameTest {

  private static final String FILE = "src/Cart.java";

  @TempDir
  private Path folder;

  @Test
  void lastChangeOfLine_hasTheTextBefore() {
    GitFolder git = new GitFolder(folder);
    git.write(FILE, "class Cart {\n  int a = 1;\n\n\n\n\n\n\n\n  int b = 1;\n}\n").commit();
    String second =
        git.write(FILE, "class Cart {\n  int a = 2;\n\n\n\n\n\n\n\n  int b = 2;\n}\n").commit();
    String head =
        git.write(FILE, "// a cart\nclass Cart {\n  int a = 2;\n\n\n\n\n\n\n\n  int b = 2;\n}\n")
            .commit();

    List<Change> changes = new GitBlame(folder, Clock.systemUTC()).changes(head, FILE, 3);

    assertThat(changes.getFirst().commit()).isEqualTo(second);
    assertThat(changes.getFirst().hunks())
        .containsExactly(new Hunk(2, 3, "  int a = 1;\n"), new Hunk(10, 11, "  int b = 1;\n"));
  }

  @Test
  void firstCommit_hasNothingToGoBackTo() {
    String head = new GitFolder(folder).write(FILE, "class Cart {}\n").commit();
    assertThat(new GitBlame(folder, Clock.systemUTC()).changes(head, FILE, 1)).isEmpty();
  }
}
