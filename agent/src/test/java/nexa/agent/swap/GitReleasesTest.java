package nexa.agent.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitReleasesTest {

  @TempDir
  private Path repository;

  @Test
  void release_holdsItsOwnCommitAndThoseBefore() throws GitAPIException {
    try (Git git = Git.init().setDirectory(repository.toFile()).setInitialBranch("main").call()) {
      String before = commit(git, "before");
      String fix = commit(git, "fix");
      String after = commit(git, "after");
      GitReleases releases = releases(repository);

      assertThat(releases.hold("shop", fix, fix)).isTrue();
      assertThat(releases.hold("shop", after, fix)).isTrue();
      assertThat(releases.hold("shop", after.substring(0, 10), fix)).isTrue();
      assertThat(releases.hold("shop", before, fix)).isFalse();
    }
  }

  @Test
  void releaseThatIsNoCommit_holdsNothing() throws GitAPIException {
    try (Git git = Git.init().setDirectory(repository.toFile()).setInitialBranch("main").call()) {
      String fix = commit(git, "fix");
      GitReleases releases = releases(repository);

      for (String release : List.of("1.2.3", "main", "HEAD", "0123456789abcdef", fix + "^0")) {
        assertThat(releases.hold("shop", release, fix)).as(release).isFalse();
      }
    }
  }

  @Test
  void laterRevertOnTheDeployedBranch_isSeen() throws GitAPIException {
    try (Git git = Git.init().setDirectory(repository.toFile()).setInitialBranch("main").call()) {
      String before = commit(git, "before");
      String fix = commit(git, "fix");
      commit(git, "This reverts commit " + before + ".");
      GitReleases releases = releases(repository);
      assertThat(releases.isReverted("shop", fix)).isFalse();

      commit(git, "Revert \"fix\"\n\nThis reverts commit " + fix + ".");
      commit(git, "after");

      assertThat(releases.isReverted("shop", fix)).isTrue();
      assertThat(releases.isReverted("shop", "0".repeat(40))).isFalse();
      assertThat(releases.isReverted("shop", "main")).isFalse();
    }
  }

  private static GitReleases releases(Path repository) {
    return new GitReleases(
        name -> new Service(
            name, repository, "main", List.of(), TrustLevel.HOTSWAP, List.of()));
  }

  private static String commit(Git git, String message) throws GitAPIException {
    return git.commit()
        .setMessage(message)
        .setAuthor("Ann", "ann@example.com")
        .setCommitter("Ann", "ann@example.com")
        .setSign(false)
        .setAllowEmpty(true)
        .call()
        .name();
  }
}
