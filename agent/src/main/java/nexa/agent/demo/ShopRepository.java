package nexa.agent.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeCommand.FastForwardMode;
import org.eclipse.jgit.api.MergeResult;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;

/** The shop's git repository: its files and history laid out anew for each demo. */
final class ShopRepository {

  private static final PersonIdent MERGER = new PersonIdent("Demo", "demo@example.com");

  private final Path directory;

  private ShopRepository(Path directory) {
    this.directory = directory;
  }

  /**
   * Copies the shop to a folder, commit by commit as its history file says.
   *
   * @param source the bundled shop
   * @param directory an empty or new folder
   */
  static ShopRepository create(Path source, Path directory) {
    try (Git git = Git.init().setDirectory(directory.toFile()).setInitialBranch("main").call()) {
      for (String[] fields : Shop.rows(source.resolve("history.tsv"))) {
        commit(git, source, directory, List.of(fields));
      }
      return new ShopRepository(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lay out the shop in " + directory, e);
    } catch (GitAPIException e) {
      throw new IllegalStateException("Cannot commit the shop's history in " + directory, e);
    }
  }

  /** One line of the history: author, mail, date, subject, files. */
  private static void commit(Git git, Path source, Path directory, List<String> fields)
      throws IOException, GitAPIException {
    OffsetDateTime date = OffsetDateTime.parse(fields.get(2));
    PersonIdent author =
        new PersonIdent(
            new PersonIdent(fields.get(0), fields.get(1)),
            Date.from(date.toInstant()),
            TimeZone.getTimeZone(date.getOffset()));
    for (String file : fields.get(4).split(" ")) {
      Path target = directory.resolve(file);
      Files.createDirectories(target.toAbsolutePath().getParent());
      Files.copy(source.resolve(file), target);
      git.add().addFilepattern(file).call();
    }
    git.commit().setMessage(fields.get(3)).setAuthor(author).setCommitter(author).setSign(false)
        .call();
  }

  Path directory() {
    return directory;
  }

  /** The commit that would be deployed. */
  String head() {
    try (Git git = Git.open(directory.toFile())) {
      return git.getRepository().resolve("HEAD").name();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + directory, e);
    }
  }

  /** Merges the fixes' branches, as the team would after its review. */
  void merge(List<String> branches) {
    try (Git git = Git.open(directory.toFile())) {
      for (String branch : branches) {
        Ref ref = git.getRepository().findRef("refs/heads/" + branch);
        MergeResult result =
            git.merge()
                .include(ref)
                .setFastForward(FastForwardMode.NO_FF)
                .setCommit(false)
                .call();
        if (!result.getMergeStatus().isSuccessful()) {
          throw new Demo.Broken("Branch " + branch + " does not merge: " + result);
        }
        git.commit().setMessage("Merge branch '" + branch + "'").setAuthor(MERGER)
            .setCommitter(MERGER).setSign(false).call();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot merge in " + directory, e);
    } catch (GitAPIException e) {
      throw new IllegalStateException("Cannot merge in " + directory, e);
    }
  }
}
