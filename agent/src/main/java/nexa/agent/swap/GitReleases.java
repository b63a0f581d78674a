package nexa.agent.swap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Function;
import nexa.issue.Service;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** Reads in a service's repository which commits a release holds: its own and those before it. */
public final class GitReleases implements Jvms.Releases {

  private static final int DIGITS_MIN = 7;
  private static final int DIGITS_MAX = 40;
  private static final int COMMITS_SEEN_MAX = 1_000;

  /** What {@code git revert} writes before the id of what it takes back. */
  private static final String REVERTS = "This reverts commit ";

  private final Function<String, Service> services;

  /**
   * @param services finds a service by its name
   */
  public GitReleases(Function<String, Service> services) {
    this.services = services;
  }

  @Override
  public boolean hold(String service, String release, String commit) {
    Path directory = services.apply(service).repository();
    if (directory == null || !isCommit(release) || !isCommit(commit)) {
      return false;
    }
    try (Repository repository = open(directory);
        RevWalk walk = new RevWalk(repository)) {
      ObjectId deployed = resolve(repository, release);
      ObjectId fix = resolve(repository, commit);
      return deployed != null
          && fix != null
          && walk.isMergedInto(walk.parseCommit(fix), walk.parseCommit(deployed));
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return false; // a release need not be a commit of this repository
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the repository " + directory, e);
    }
  }

  /** Whether a commit that the deployed branch holds was taken back by a later one, as git revert says it. */
  public boolean isReverted(String service, String commit) {
    Service of = services.apply(service);
    if (of.repository() == null || !isCommit(commit)) {
      return false;
    }
    try (Repository repository = open(of.repository());
        RevWalk walk = new RevWalk(repository)) {
      ObjectId tip = repository.resolve(Constants.R_HEADS + of.branch());
      ObjectId fix = resolve(repository, commit);
      if (tip == null || fix == null) {
        return false;
      }
      walk.markStart(walk.parseCommit(tip));
      walk.markUninteresting(walk.parseCommit(fix));
      int seen = 0;
      for (RevCommit later = walk.next(); later != null; later = walk.next()) {
        if (seen++ == COMMITS_SEEN_MAX) {
          return false;
        }
        if (later.getFullMessage().contains(REVERTS + fix.name())) {
          return true;
        }
      }
      return false;
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return false; // the history was rewritten without it
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the repository " + of.repository(), e);
    }
  }

  private static Repository open(Path directory) throws IOException {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
    Path folder = directory.toAbsolutePath();
    if (folder.getParent() != null) {
      builder.addCeilingDirectory(folder.getParent().toFile());
    }
    return builder.findGitDir(folder.toFile()).build();
  }

  private static @Nullable ObjectId resolve(Repository repository, String id) throws IOException {
    try {
      return repository.resolve(id);
    } catch (AmbiguousObjectException e) {
      return null;
    }
  }

  /** A release comes from outside: nothing but the digits of a commit's id is looked up. */
  private static boolean isCommit(String text) {
    return text.length() >= DIGITS_MIN
        && text.length() <= DIGITS_MAX
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
