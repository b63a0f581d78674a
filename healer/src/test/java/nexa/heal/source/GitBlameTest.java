package nexa.heal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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

  @Test
  void author_isWhoChangedTheLineUnderItsOldName() {
    GitFolder git = new GitFolder(folder);
    git.write("src/Basket.java", "class Cart {\n  int a = 1;\n  int b = 1;\n}\n").commit();
    String changed =
        git.write("src/Basket.java", "class Cart {\n  int a = 2;\n  int b = 1;\n}\n").commit();
    git.remove("src/Basket.java");
    String head =
        git.write(FILE, "class Cart {\n  int a = 2;\n  int b = 1;\n}\n// end\n").commit();

    assertThat(author(head, 2)).map(GitBlame.Author::commit).contains(changed);
    assertThat(author(head, 5)).map(GitBlame.Author::commit).contains(head);
    assertThat(author(head, 2)).map(GitBlame.Author::email).contains("a@example.com");
  }

  @Test
  void lineOrFileThatIsNotThere_hasNoAuthor() {
    String head = new GitFolder(folder).write(FILE, "class Cart {}\n").commit();

    assertThat(author(head, 0)).isEmpty();
    assertThat(author(head, 2)).isEmpty();
    assertThat(new GitBlame(folder, Clock.systemUTC()).author(head, "src/Other.java", 1)).isEmpty();
  }

  private Optional<GitBlame.Author> author(String commit, int line) {
    return new GitBlame(folder, Clock.systemUTC()).author(commit, FILE, line);
  }
}
