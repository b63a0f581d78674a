package nexa.heal.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import nexa.event.OneLine;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * The commits behind one, newest first, from each to its first parent: only those that changed a file
 * that matters. Nothing is checked out.
 */
public final class CommitLine implements AutoCloseable {

  private static final int COMMITS_MAX = 500;
  private static final int WALKED_MAX = 10_000;
  private static final int SUBJECT_CHARS_MAX = 200;
  private static final Duration AGE_MAX = Duration.ofDays(5 * 365);

  private final Path folder;
  private final Predicate<String> matters;
  private final Repository git;
  private final RevWalk commits;

  /**
   * One commit.
   *
   * @param subject fit for one line of a terminal, and bounded
   * @param parents the ids of its parents, as far as they were cloned
   */
  public record Commit(String id, String subject, Instant made, List<String> parents) {
    public Commit {
      parents = List.copyOf(parents);
    }
  }

  /**
   * Some commits, newest first.
   *
   * @param end why there are no more
   */
  public record Line(List<Commit> commits, End end) {
    public Line {
      commits = List.copyOf(commits);
    }
  }

  /** Where a line ends. */
  public enum End {
    /** With the history's first commit. */
    FIRST_COMMIT,
    /** Where the clone does. */
    CLONE,
    /** Where it left another line; the last commit is the one they share. */
    FORK,
    /** Where commits are too many or too old. */
    BOUND
  }

  private CommitLine(Path folder, Predicate<String> matters, Repository git) {
    this.folder = folder;
    this.matters = matters;
    this.git = git;
    this.commits = new RevWalk(git);
  }

  /**
   * Opens a repository.
   *
   * @param matters whether a file, by its path, can change what the program does
   */
  public static CommitLine open(Path repository, Predicate<String> matters) {
    try {
      return new CommitLine(repository, matters, new GitTree(repository).open());
    } catch (IOException e) {
      throw unreadable(repository, e);
    }
  }

  /** The commits that end with one. */
  public Line behind(String commit) {
    return line(commit, null);
  }

  /** The commits that end with one and are in no history of another, and the one where they began. */
  public Line behind(String commit, String other) {
    return line(commit, other);
  }

  /** The oldest of some commits, newest first, that has another in its history, as an index; -1 when none has. */
  public int bringing(List<Commit> line, String commit) {
    try {
      ObjectId id = git.resolve(commit + "^{commit}");
      if (id == null) {
        return -1;
      }
      int with = -1;
      int without = line.size();
      while (without - with > 1) {
        int middle = (with + without) / 2;
        if (isIn(id, line.get(middle).id())) {
          with = middle;
        } else {
          without = middle;
        }
      }
      return with;
    } catch (MissingObjectException e) {
      return -1; // a clone that lacks its older half
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private Line line(String from, @Nullable String other) {
    List<Commit> line = new ArrayList<>();
    try {
      commits.reset();
      RevCommit commit = commits.parseCommit(ObjectId.fromString(from));
      int oldest = commit.getCommitTime() - (int) AGE_MAX.toSeconds();
      for (int walked = 0; walked < WALKED_MAX; walked++) {
        boolean shared = other != null && isIn(commit, other);
        if (shared || isChange(commit)) {
          line.add(of(commit));
        }
        if (shared) {
          return new Line(line, End.FORK);
        }
        if (commit.getParentCount() == 0) {
          return new Line(line, isShallow(commit) ? End.CLONE : End.FIRST_COMMIT);
        }
        if (line.size() == COMMITS_MAX || commit.getCommitTime() < oldest) {
          break;
        }
        commit = commits.parseCommit(commit.getParent(0));
      }
      return new Line(line, End.BOUND);
    } catch (MissingObjectException e) {
      return new Line(line, End.CLONE);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private boolean isIn(ObjectId commit, String history) throws IOException {
    try (RevWalk walk = new RevWalk(git)) {
      return walk.isMergedInto(
          walk.parseCommit(commit), walk.parseCommit(ObjectId.fromString(history)));
    }
  }

  /** Whether a commit has other files that matter than its first parent; the first of all has. */
  private boolean isChange(RevCommit commit) throws IOException {
    if (commit.getParentCount() == 0) {
      return true;
    }
    try (TreeWalk walk = new TreeWalk(git)) {
      walk.addTree(commits.parseCommit(commit.getParent(0)).getTree());
      walk.addTree(commit.getTree());
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      while (walk.next()) {
        if (matters.test(walk.getPathString())) {
          return true;
        }
      }
      return false;
    }
  }

  private boolean isShallow(RevCommit commit) throws IOException {
    return git.getObjectDatabase().getShallowCommits().contains(commit);
  }

  private static Commit of(RevCommit commit) {
    return new Commit(
        commit.name(), OneLine.of(commit.getShortMessage(), SUBJECT_CHARS_MAX),
        Instant.ofEpochSecond(commit.getCommitTime()),
        List.of(commit.getParents()).stream().map(RevCommit::name).toList());
  }

  private static UncheckedIOException unreadable(Path folder, IOException e) {
    return new UncheckedIOException("Cannot read the history of " + folder, e);
  }

  @Override
  public void close() {
    commits.close();
    git.close();
  }
}
