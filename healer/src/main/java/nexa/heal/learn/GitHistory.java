package nexa.heal.learn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import nexa.heal.source.GitTree;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.heal.source.SourceTree;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The small changes of main code in a repository's history, the newest commit first. Nothing is checked out. */
final class GitHistory implements AutoCloseable {

  static final int FILES_MAX = 2;
  static final int LINES_MAX = 20;

  private static final int CHANGED_FILES_MAX = 200;
  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final int TEST_CHARS_MAX = 20_000;
  private static final int MESSAGE_CHARS_MAX = 4_000;
  private static final int AROUND_MAX = 30;
  private static final int TREE_FILES_MAX = 50_000;
  private static final String JAVA = ".java";

  /** A commit: either what it changed, or why it is left alone. */
  sealed interface Step {
    /** Nothing is to be learned from it. */
    record Skipped(LeftOut why) implements Step {}

    /**
     * A small change.
     *
     * @param tests the lines added to tests
     */
    record Change(
        String commit, String parent, String message, Instant made, List<Changed> files,
        String tests, boolean testsChanged)
        implements
          Step {
      public Change {
        files = List.copyOf(files);
      }
    }
  }

  /** A file before and after a commit. */
  record Changed(String path, String before, String after) {}

  private final Repository git;
  private final RevWalk commits;
  private final boolean shallow;

  private GitHistory(Repository git, RevWalk commits, boolean shallow) {
    this.git = git;
    this.commits = commits;
    this.shallow = shallow;
  }

  /**
   * Opens the history that ends at a revision.
   *
   * @throws UnreadableProject when there is none
   */
  static GitHistory open(Path folder, String revision) {
    try {
      Repository git = new GitTree(folder).open();
      RevWalk commits = new RevWalk(git);
      ObjectId head = git.resolve(revision + "^{commit}");
      if (head == null) {
        commits.close();
        git.close();
        throw new UnreadableProject(
            folder + " has no commit " + revision
                + ": commit something, or name a branch by --commit.");
      }
      commits.markStart(commits.parseCommit(head));
      return new GitHistory(
          git, commits, !git.getObjectDatabase().getShallowCommits().isEmpty());
    } catch (IOException e) {
      throw new UnreadableProject(
          "The history of " + folder + " cannot be read (" + e.getMessage()
              + "): run git fsck there.",
          e);
    }
  }

  /** Whether older commits were not cloned. */
  boolean isShallow() {
    return shallow;
  }

  /** The next commit; empty at the end of the history, or of what is there of it. */
  Optional<Step> next() {
    RevCommit commit;
    try {
      commit = commits.next();
    } catch (MissingObjectException e) {
      return Optional.empty(); // a clone that lacks its older half
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the history of " + git.getDirectory(), e);
    }
    if (commit == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(step(commit));
    } catch (IOException e) { // a damaged or absent object must not cost the other commits
      return Optional.of(new Step.Skipped(LeftOut.UNREADABLE));
    } finally {
      commit.disposeBody();
    }
  }

  private Step step(RevCommit commit) throws IOException {
    if (commit.getParentCount() == 0) {
      return new Step.Skipped(LeftOut.FIRST);
    }
    if (commit.getParentCount() > 1) {
      return new Step.Skipped(LeftOut.MERGE);
    }
    RevCommit parent = commits.parseCommit(commit.getParent(0));
    List<DiffEntry> main = new ArrayList<>();
    List<DiffEntry> tests = new ArrayList<>();
    for (DiffEntry entry : entries(parent, commit)) {
      String path =
          entry.getChangeType() == ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
      if (path.endsWith(JAVA)) {
        (isTest(path) ? tests : main).add(entry);
      }
    }
    if (main.isEmpty()) {
      return new Step.Skipped(LeftOut.NO_MAIN_CODE);
    }
    if (main.size() > FILES_MAX || tests.size() > CHANGED_FILES_MAX) {
      return new Step.Skipped(LeftOut.LARGE);
    }
    if (main.stream().anyMatch(it -> it.getChangeType() != ChangeType.MODIFY)) {
      return new Step.Skipped(LeftOut.FILES);
    }
    return change(parent, commit, main, tests);
  }

  private Step change(
      RevCommit parent, RevCommit commit, List<DiffEntry> main, List<DiffEntry> tests)
      throws IOException {
    List<Changed> files = new ArrayList<>();
    int lines = 0;
    for (DiffEntry entry : main) {
      byte[] before = bytes(entry.getOldId().toObjectId());
      byte[] after = bytes(entry.getNewId().toObjectId());
      if (before == null || after == null) {
        return new Step.Skipped(LeftOut.LARGE);
      }
      for (Edit edit : new HistogramDiff().diff(
          RawTextComparator.WS_IGNORE_ALL, new RawText(before), new RawText(after))) {
        lines += edit.getLengthA() + edit.getLengthB();
      }
      files.add(new Changed(entry.getNewPath(), text(before), text(after)));
    }
    if (lines > LINES_MAX) {
      return new Step.Skipped(LeftOut.LARGE);
    }
    if (lines == 0) {
      return new Step.Skipped(LeftOut.LAYOUT);
    }
    String message = commit.getFullMessage();
    return new Step.Change(
        commit.name(), parent.name(),
        message.substring(0, Math.min(message.length(), MESSAGE_CHARS_MAX)),
        Instant.ofEpochSecond(commit.getCommitTime()), files, added(tests), !tests.isEmpty());
  }

  private List<DiffEntry> entries(RevCommit parent, RevCommit commit) throws IOException {
    try (TreeWalk walk = new TreeWalk(git)) {
      walk.addTree(parent.getTree());
      walk.addTree(commit.getTree());
      walk.setRecursive(true);
      walk.setFilter(org.eclipse.jgit.treewalk.filter.TreeFilter.ANY_DIFF);
      return DiffEntry.scan(walk);
    }
  }

  /** Whether a path is that of a test: by its folders, or by its class's name. */
  private static boolean isTest(String path) {
    String[] names = path.toLowerCase(Locale.ROOT).split("/");
    for (int i = 0; i < names.length - 1; i++) {
      if (names[i].equals("test") || names[i].equals("tests") || names[i].endsWith("test")) {
        return true;
      }
    }
    String type = names[names.length - 1];
    return type.startsWith("test") || type.endsWith("test.java") || type.endsWith("tests.java")
        || type.endsWith("testcase.java");
  }

  private String added(List<DiffEntry> tests) throws IOException {
    StringBuilder added = new StringBuilder();
    for (DiffEntry entry : tests) {
      byte[] after =
          entry.getChangeType() == ChangeType.DELETE ? null
              : bytes(entry.getNewId().toObjectId());
      byte[] before =
          entry.getChangeType() == ChangeType.MODIFY ? bytes(entry.getOldId().toObjectId())
              : new byte[0];
      if (after == null || before == null || added.length() > TEST_CHARS_MAX) {
        continue;
      }
      RawText now = new RawText(after);
      for (Edit edit : new HistogramDiff().diff(
          RawTextComparator.WS_IGNORE_ALL, new RawText(before), now)) {
        added.append(now.getString(edit.getBeginB(), edit.getEndB(), false)).append('\n');
      }
    }
    return added.substring(0, Math.min(added.length(), TEST_CHARS_MAX));
  }

  private byte @Nullable [] bytes(ObjectId id) throws IOException {
    ObjectLoader blob = git.open(id);
    return blob.getSize() > FILE_BYTES_MAX ? null : blob.getBytes(FILE_BYTES_MAX);
  }

  private static String text(byte[] content) {
    return new SourceTree("", Map.of("it", content)).text("it");
  }

  /**
   * The main sources that a commit's file names, those that these name, and so on, up to a bound: what
   * the compiler needs to know the types in it.
   */
  Map<String, String> around(String commit, String path, String text) throws IOException {
    Map<String, List<ObjectId>> idsByType = new HashMap<>();
    Map<ObjectId, String> paths = new HashMap<>();
    try (ObjectReader reader = git.newObjectReader();
        TreeWalk walk = new TreeWalk(git, reader)) {
      walk.addTree(commits.parseCommit(ObjectId.fromString(commit)).getTree());
      walk.setRecursive(true);
      int seen = 0;
      while (walk.next() && seen++ < TREE_FILES_MAX) {
        String it = walk.getPathString();
        boolean source = it.endsWith(JAVA) && walk.getFileMode(0) != FileMode.SYMLINK;
        if (source && !isTest(it) && !it.equals(path)) {
          String type = it.substring(it.lastIndexOf('/') + 1, it.length() - JAVA.length());
          idsByType.computeIfAbsent(type, none -> new ArrayList<>()).add(walk.getObjectId(0));
          paths.put(walk.getObjectId(0), it);
        }
      }
    }
    Map<String, String> sources = new LinkedHashMap<>(Map.of(path, text));
    ArrayDeque<String> unread = new ArrayDeque<>(List.of(text));
    while (!unread.isEmpty()) {
      for (String name : names(unread.remove())) {
        for (ObjectId id : Optional.ofNullable(idsByType.remove(name)).orElse(List.of())) {
          byte[] content = sources.size() < AROUND_MAX ? bytes(id) : null;
          if (content != null) {
            String source = text(content);
            sources.put(Optional.ofNullable(paths.get(id)).orElseThrow(), source);
            unread.add(source);
          }
        }
      }
    }
    return sources;
  }

  /** The words of a source that may name a class. */
  private static Set<String> names(String source) {
    Set<String> names = new TreeSet<>();
    int at = 0;
    while (at < source.length()) {
      int start = at;
      while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
        at++;
      }
      if (at > start && Character.isUpperCase(source.charAt(start))) {
        names.add(source.substring(start, at));
      }
      at = Math.max(at, start + 1);
    }
    return names;
  }

  @Override
  public void close() {
    commits.close();
    git.close();
  }
}
