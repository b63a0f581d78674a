package nexa.heal.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nexa.event.OneLine;
import org.eclipse.jgit.blame.BlameGenerator;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which commits last changed the lines of a file, and what they changed. */
public final class GitBlame {

  /** How many lines around one are looked at too. */
  private static final int AROUND_LINES = 5;

  private static final int COMMITS_MAX = 3;
  private static final int SUBJECT_CHARS_MAX = 200;
  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final Duration SEARCH_MAX = Duration.ofSeconds(10);
  private static final Duration AUTHOR_SEARCH_MAX = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(GitBlame.class);

  /**
   * A commit's change of one file.
   *
   * @param subject fit for one line of a terminal, and bounded
   * @param age how long before the commit asked about it was made, zero of that itself
   * @param hunks those that the file still has as the commit left them, the one at the line first
   */
  public record Change(
      String commit, String subject, Instant made, Duration age, List<Hunk> hunks) {
    public Change {
      hunks = List.copyOf(hunks);
    }
  }

  /**
   * Lines that were changed together.
   *
   * @param from the first line as it is now, from 0
   * @param to the line behind the last one
   * @param before the text that the lines had before the change
   */
  public record Hunk(int from, int to, String before) {}

  /**
   * Who last changed a line.
   *
   * @param name the author as the commit names it, data from outside as is the address
   */
  public record Author(String name, String email, String commit, Instant made) {}

  private record Region(RevCommit commit, String path, int shift, int distance) {}

  private final Path repository;
  private final Clock clock;

  public GitBlame(Path repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /** The file that is asked about, as a commit has it, and the history behind. */
  private record History(
      Repository git, RevWalk commits, RevCommit head, String file, RawText now) {}

  /** Reads something out of a history. */
  @FunctionalInterface
  private interface Reading<T> {
    Optional<T> in(History history) throws IOException;
  }

  /**
   * The last changes at a line, that of the line itself first, then the newest around it.
   *
   * @param line from 1
   */
  public List<Change> changes(String commit, String file, int line) {
    return read(commit, file, history -> Optional.of(changes(history, line - 1)))
        .orElse(List.of());
  }

  /**
   * Who last changed a line, whatever its file was called then; empty for a line that is not there.
   *
   * @param line from 1
   */
  public Optional<Author> author(String commit, String file, int line) {
    return read(commit, file, history -> author(history, line - 1));
  }

  /** Opens the history of a file; empty when the commit has no such file. */
  private <T> Optional<T> read(String commit, String file, Reading<T> reading) {
    try (Repository git = new GitTree(repository).open();
        RevWalk commits = new RevWalk(git)) {
      ObjectId id = git.resolve(commit + "^{commit}");
      if (id == null) {
        return Optional.empty();
      }
      RevCommit head = commits.parseCommit(id);
      RawText now = text(git, head, file);
      return now == null
          ? Optional.empty()
          : reading.in(new History(git, commits, head, file, now));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the history of " + file + " in " + repository, e);
    }
  }

  private List<Change> changes(History history, int line) throws IOException {
    List<Change> changes = new ArrayList<>();
    for (Region region : regions(history, line)) {
      change(history, region, line).ifPresent(changes::add);
    }
    return changes;
  }

  private Optional<Author> author(History history, int line) throws IOException {
    if (line < 0 || line >= history.now().size()) {
      return Optional.empty();
    }
    Instant end = clock.instant().plus(AUTHOR_SEARCH_MAX);
    try (BlameGenerator blame = new BlameGenerator(history.git(), history.file())) {
      blame.push(null, history.head());
      while (blame.next() && clock.instant().isBefore(end)) {
        if (distance(line, blame.getResultStart(), blame.getResultEnd()) == 0) {
          PersonIdent author = blame.getSourceAuthor();
          RevCommit commit = blame.getSourceCommit();
          return Optional.of(
              new Author(author.getName(), author.getEmailAddress(), commit.name(),
                  Instant.ofEpochSecond(commit.getCommitTime())));
        }
      }
    }
    return Optional.empty();
  }

  private List<Region> regions(History history, int line) throws IOException {
    List<Region> regions = new ArrayList<>();
    Instant end = clock.instant().plus(SEARCH_MAX);
    try (BlameGenerator blame = new BlameGenerator(history.git(), history.file())) {
      blame.push(null, history.head());
      while (blame.next()) {
        int distance = distance(line, blame.getResultStart(), blame.getResultEnd());
        if (distance <= AROUND_LINES) {
          regions.add(new Region(blame.getSourceCommit(), blame.getSourcePath(),
              blame.getResultStart() - blame.getSourceStart(), distance));
        }
        if (clock.instant().isAfter(end)) {
          LOG.info("file={} line={} blame=unfinished", history.file(), line + 1);
          break;
        }
      }
    }
    Comparator<Region> order =
        Comparator.<Region>comparingInt(it -> it.distance() == 0 ? 0 : 1)
            .thenComparing(it -> -it.commit().getCommitTime());
    List<Region> distinct = new ArrayList<>();
    regions.stream().sorted(order)
        .filter(it -> distinct.stream().noneMatch(known -> known.commit().equals(it.commit())))
        .forEach(distinct::add);
    return distinct.stream().limit(COMMITS_MAX).toList();
  }

  private static int distance(int line, int from, int to) {
    return line < from ? from - line : line >= to ? line - to + 1 : 0;
  }

  private static Optional<Change> change(History history, Region region, int line)
      throws IOException {
    RevWalk commits = history.commits();
    RevCommit commit = commits.parseCommit(region.commit());
    if (commit.getParentCount() == 0) {
      return Optional.empty();
    }
    RevCommit parent = commits.parseCommit(commit.getParent(0));
    RawText before = text(history.git(), parent, region.path());
    RawText after = text(history.git(), commit, region.path());
    if (before == null || after == null) {
      return Optional.empty();
    }
    List<Hunk> hunks = hunks(before, after, history.now(), region.shift());
    hunks.sort(Comparator.comparingInt(hunk -> distance(line, hunk.from(), hunk.to())));
    int age = Math.max(0, history.head().getCommitTime() - commit.getCommitTime());
    return hunks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Change(
                commit.name(), OneLine.of(commit.getShortMessage(), SUBJECT_CHARS_MAX),
                Instant.ofEpochSecond(commit.getCommitTime()), Duration.ofSeconds(age), hunks));
  }

  /** What a commit changed and the file still has as it left it. */
  private static List<Hunk> hunks(RawText before, RawText after, RawText now, int shift) {
    List<Hunk> hunks = new ArrayList<>();
    for (Edit edit : new HistogramDiff().diff(RawTextComparator.DEFAULT, before, after)) {
      int from = placeOf(after, edit, now, shift);
      if (from >= 0) {
        hunks.add(
            new Hunk(from, from + edit.getLengthB(),
                before.getString(edit.getBeginA(), edit.getEndA(), false)));
      }
    }
    return hunks;
  }

  /** Where the lines that a change left are now: as far from there as the blamed line, or at the only like place; -1 when nowhere. */
  private static int placeOf(RawText after, Edit edit, RawText now, int shift) {
    int near = edit.getBeginB() + shift;
    if (edit.getLengthB() == 0) {
      return isBetweenTheSame(after, edit.getBeginB(), now, near) ? near : -1;
    }
    if (isAt(after, edit, now, near)) {
      return near;
    }
    int place = -1;
    for (int i = 0; i <= now.size() - edit.getLengthB(); i++) {
      if (isAt(after, edit, now, i)) {
        if (place >= 0) {
          return -1;
        }
        place = i;
      }
    }
    return place;
  }

  /** Lines that are gone belong where their neighbours still are. */
  private static boolean isBetweenTheSame(RawText after, int gap, RawText now, int place) {
    return gap > 0
        && gap < after.size()
        && place > 0
        && place < now.size()
        && after.getString(gap - 1).equals(now.getString(place - 1))
        && after.getString(gap).equals(now.getString(place));
  }

  private static boolean isAt(RawText after, Edit edit, RawText now, int place) {
    if (place < 0 || place + edit.getLengthB() > now.size()) {
      return false;
    }
    for (int i = 0; i < edit.getLengthB(); i++) {
      if (!after.getString(edit.getBeginB() + i).equals(now.getString(place + i))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable RawText text(Repository git, RevCommit commit, String file)
      throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(git, file, commit.getTree())) {
      if (walk == null || walk.getFileMode(0) == FileMode.SYMLINK) {
        return null;
      }
      ObjectLoader blob = git.open(walk.getObjectId(0));
      return blob.getSize() > FILE_BYTES_MAX ? null : new RawText(blob.getBytes(FILE_BYTES_MAX));
    }
  }
}
