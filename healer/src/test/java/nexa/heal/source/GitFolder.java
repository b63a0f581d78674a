package nexa.heal.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A real git repository in a test's folder. */
public final class GitFolder {

  public static final String POM =
      """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.example</groupId>
        <artifactId>shop</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
        </properties>
        <dependencies>
          <dependency>
            <groupId>org.junit.jupiter</groupId>
            <artifactId>junit-jupiter</artifactId>
            <version>6.1.3</version>
            <scope>test</scope>
          </dependency>
        </dependencies>
      </project>
      """;

  private final Path folder;

  public GitFolder(Path folder) {
    this.folder = folder;
    try {
      Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call().close();
    } catch (GitAPIException e) {
      throw new IllegalStateException("Cannot make a repository in " + folder, e);
    }
  }

  /** The repository's folder. */
  public Path path() {
    return folder;
  }

  /** Writes a file into the working tree. */
  public GitFolder write(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
  }

  /** Takes a file out of the working tree. */
  public GitFolder remove(String path) {
    try (Git git = Git.open(folder.toFile())) {
      git.rm().addFilepattern(path).call();
      return this;
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException("Cannot remove " + path, e);
    }
  }

  /** Commits the working tree and gives the commit's id. */
  public String commit() {
    return commit("Change");
  }

  /** Commits the working tree with a message and gives the commit's id. */
  public String commit(String message) {
    try (Git git = Git.open(folder.toFile())) {
      git.add().addFilepattern(".").call();
      return git.commit()
          .setMessage(message)
          .setAuthor("A", "a@example.com")
          .setCommitter("A", "a@example.com")
          .setSign(false)
          .call()
          .name();
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException("Cannot commit in " + folder, e);
    }
  }

  /** Tags the head. */
  public void tag(String name) {
    try (Git git = Git.open(folder.toFile())) {
      git.tag().setName(name).setAnnotated(false).setSigned(false).call();
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException("Cannot tag " + folder, e);
    }
  }
}
