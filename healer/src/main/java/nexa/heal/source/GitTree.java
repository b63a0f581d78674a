package nexa.heal.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nexa.heal.source.Projects.UnknownRevision;
import nexa.heal.source.Projects.UnreadableProject;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A commit's files, read from a git repository's objects: the working tree is never looked at, links
 * are not followed, submodules are left out.
 */
public final class GitTree {

  static final int FILE_BYTES_MAX = 1 << 20;
  static final long TREE_BYTES_MAX = 64L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(GitTree.class);

  private final Path repository;

  public GitTree(Path repository) {
    this.repository = repository;
  }

  SourceTree read(String revision) {
    try (Repository git = open();
        RevWalk commits = new RevWalk(git)) {
      RevCommit commit = commits.parseCommit(commitId(git, revision));
      return new SourceTree(commit.name(), files(git, commit));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read revision " + revision + " of " + repository, e);
    }
  }

  /** Opens the repository, bare or with a working tree; nothing above the folder is looked at. */
  public Repository open() throws IOException {
    Path folder = repository.toAbsolutePath();
    FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
    if (folder.getParent() != null) {
      builder.addCeilingDirectory(folder.getParent().toFile());
    }
    builder.findGitDir(folder.toFile());
    if (builder.getGitDir() == null) {
      throw noRepository(null);
    }
    try {
      return builder.build();
    } catch (RepositoryNotFoundException e) {
      throw noRepository(e);
    }
  }

  private UnreadableProject noRepository(@Nullable Throwable cause) {
    String reason =
        above()
            .map(top -> repository + " lies in the git repository " + top + ": name that.")
            .orElse(
                repository
                    + " is no git repository: set the service's repository to a git checkout.");
    return cause == null ? new UnreadableProject(reason) : new UnreadableProject(reason, cause);
  }

  /** The git repository that the folder is only a part of. */
  private Optional<Path> above() {
    Path folder = repository.toAbsolutePath().normalize().getParent();
    while (folder != null && !Files.exists(folder.resolve(Constants.DOT_GIT))) {
      folder = folder.getParent();
    }
    return Optional.ofNullable(folder);
  }

  /**
   * The commit that a revision names.
   *
   * @throws UnknownRevision when there is none
   */
  public ObjectId commitId(Repository git, String revision) throws IOException {
    ObjectId id;
    try {
      id = git.resolve(revision + "^{commit}");
    } catch (AmbiguousObjectException | MissingObjectException | RevisionSyntaxException e) {
      LOG.debug("revision={} repository={} unusable={}", revision, repository, e.getMessage());
      id = null;
    }
    if (id == null && git.resolve(Constants.HEAD) == null
        && git.getRefDatabase().getRefs().isEmpty()) {
      throw new UnknownRevision(
          "The repository " + repository + " has no commit yet: commit the code that runs.");
    }
    if (id == null) {
      throw new UnknownRevision(
          "The repository "
              + repository
              + " has no commit, branch or tag "
              + revision
              + ": fetch it, or set the service's branch.");
    }
    return id;
  }

  private Map<String, byte[]> files(Repository git, RevCommit commit) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    long bytes = 0;
    int skipped = 0;
    try (TreeWalk walk = new TreeWalk(git)) {
      walk.addTree(commit.getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        FileMode mode = walk.getFileMode();
        if (mode != FileMode.REGULAR_FILE && mode != FileMode.EXECUTABLE_FILE) {
          continue;
        }
        ObjectLoader blob = walk.getObjectReader().open(walk.getObjectId(0));
        if (blob.getSize() > FILE_BYTES_MAX) {
          skipped++;
          continue;
        }
        bytes += blob.getSize();
        if (bytes > TREE_BYTES_MAX) {
          throw new UnreadableProject(
              "Commit " + commit.name() + " holds more than " + (TREE_BYTES_MAX >> 20)
                  + " MB of files: give the service a repository of its own.");
        }
        files.put(walk.getPathString(), blob.getBytes(FILE_BYTES_MAX));
      }
    }
    LOG.debug("commit={} files={} bytes={} tooLarge={}", commit.name(), files.size(), bytes,
        skipped);
    return files;
  }
}
