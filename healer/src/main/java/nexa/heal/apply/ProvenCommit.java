package nexa.heal.apply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.source.GitTree;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.heal.source.SourceTree;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.patch.Proof;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * A commit of Nexa's whose evidence fits it: every word of the note is what was approved, and the commit
 * changes what was approved and nothing else. Whether it is true is for a sandbox to say.
 *
 * @param commit the full id
 * @param patched the new text of each main source, by path
 * @param noted what was seen when the fix was made
 * @param captured the values of the crash, redacted; null where the note is of a form that lacks them
 * @param approvedBy null when nobody was asked; both where two had to be
 * @param signature what this host can say of the commit's signature
 */
public record ProvenCommit(
    String commit,
    String subject,
    Diagnosis diagnosis,
    Reproduction reproduction,
    Map<String, String> patched,
    Proof noted,
    @Nullable List<Captured> captured,
    String source,
    @Nullable String approvedBy,
    CommitSignature signature) {

  private static final int NOTE_BYTES_MAX = 4 << 20;
  private static final int FILE_BYTES_MAX = 8 << 20;
  private static final int FILES_MAX = 16;
  private static final int CRASH_MAX = 1_000;

  /** The commit has no evidence, or evidence that does not fit; the message says what. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }
  }

  /**
   * Reads a commit and its note.
   *
   * @param revision a commit id, branch or tag
   * @throws Refused when they do not fit
   * @throws UnreadableProject when there is no such repository or commit
   */
  public static ProvenCommit read(Path folder, String revision) {
    GitTree tree = new GitTree(folder);
    try (Repository repository = tree.open();
        RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(tree.commitId(repository, revision));
      Evidence.Predicate said = said(repository, commit);
      if (commit.getParentCount() != 1
          || !commit.getParent(0).name().equals(said.deployedCommit())) {
        throw new Refused("The evidence is of a fix on top of another commit than the one below.");
      }
      return new Reading(repository, commit, walk.parseCommit(commit.getParent(0)), said).proven();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read revision " + revision + " of " + folder, e);
    }
  }

  /** What the note says, which has to be what the commit's message says. */
  private static Evidence.Predicate said(Repository repository, RevCommit commit)
      throws IOException {
    ObjectId note =
        new GitNotes(repository, new PersonIdent("", ""), Evidence.NOTES)
            .find(commit)
            .orElseThrow(() -> noEvidence(commit));
    byte[] text = bytes(repository, note, NOTE_BYTES_MAX);
    Evidence evidence =
        Evidence.read(new String(text, StandardCharsets.UTF_8))
            .orElseThrow(
                () -> new Refused(
                    "The note of the commit is no evidence in the form that this version of Nexa"
                        + " writes."));
    Evidence.Predicate said = evidence.predicate();
    if (!evidence.isOf(commit.name())) {
      throw new Refused("The evidence is of another commit.");
    }
    if (!said.digest().equals(said.computedDigest())) {
      throw new Refused("The evidence was changed: its digest is not that of what it says.");
    }
    if (!said.hasItsApprovals()) {
      throw new Refused("The fix was not approved by as many persons as its plan asked for.");
    }
    if (!Stream.of(
        said.audit(), said.approvedBy(), said.signedOffBy(), said.firstApprovedBy(),
        said.firstSignedOffBy()).allMatch(ProvenCommit::isTrailer)
        || !commit.getFullMessage().endsWith("\n" + CommitMessage.trailers(said))) {
      throw new Refused("The commit's trailers do not say what its evidence says.");
    }
    return said;
  }

  private static byte[] bytes(Repository repository, ObjectId blob, int bytesMax)
      throws IOException {
    ObjectLoader content = repository.open(blob, Constants.OBJ_BLOB);
    if (content.getSize() > bytesMax) {
      throw new Refused("The commit or its note is larger than any of Nexa's.");
    }
    return content.getCachedBytes(bytesMax);
  }

  private static boolean isTrailer(@Nullable String value) {
    return value == null || value.equals(CommitMessage.value(value));
  }

  private static Refused noEvidence(RevCommit commit) {
    boolean claims = !commit.getFooterLines(CommitMessage.EVIDENCE).isEmpty();
    return new Refused(
        claims
            ? "The evidence of the commit is not here: git fetch origin " + Evidence.NOTES + ":"
                + Evidence.NOTES + " brings it."
            : "The commit is none of Nexa's: it has no trailer " + CommitMessage.EVIDENCE + ".");
  }

  /** The commit's change, held against what its evidence says. */
  private record Reading(
      Repository repository, RevCommit commit, RevCommit parent, Evidence.Predicate said) {

    ProvenCommit proven() throws IOException {
      Map<String, byte[]> before = new TreeMap<>();
      Map<String, byte[]> after = new TreeMap<>();
      readChange(before, after);
      SourceTree now = new SourceTree(commit.name(), after);
      Map<String, String> texts = new TreeMap<>();
      after.keySet().forEach(file -> texts.put(file, now.text(file)));
      String diff = UnifiedDiff.of(new SourceTree(parent.name(), before), texts);
      String test = texts.remove(said.reproduction().file());
      if (test == null || !Evidence.sha256(diff).equals(said.diff())) {
        throw new Refused("The commit does not change what was approved.");
      }
      return new ProvenCommit(
          commit.name(),
          commit.getShortMessage(),
          diagnosis(),
          reproduction(test),
          Map.copyOf(texts),
          new Proof(
              said.redLog(), said.greenLog(), said.before(), said.after(), said.sandbox(),
              said.jdk()),
          said.captured(),
          said.patch().source(),
          said.firstApprovedBy() == null
              ? said.approvedBy()
              : said.firstApprovedBy() + " and " + said.approvedBy(),
          CommitSignature.of(repository, commit));
    }

    private void readChange(Map<String, byte[]> before, Map<String, byte[]> after)
        throws IOException {
      try (TreeWalk walk = new TreeWalk(repository)) {
        walk.addTree(parent.getTree());
        walk.addTree(commit.getTree());
        walk.setRecursive(true);
        walk.setFilter(TreeFilter.ANY_DIFF);
        while (walk.next()) {
          boolean isNew = walk.getRawMode(0) == FileMode.MISSING.getBits();
          boolean isSameKind =
              isNew ? walk.getFileMode(1) == FileMode.REGULAR_FILE
                  : walk.getRawMode(0) == walk.getRawMode(1);
          if (!isSameKind || after.size() == FILES_MAX) {
            throw new Refused("The commit changes more than the text of a few files.");
          }
          if (!isNew) {
            before.put(walk.getPathString(),
                bytes(repository, walk.getObjectId(0), FILE_BYTES_MAX));
          }
          after.put(walk.getPathString(), bytes(repository, walk.getObjectId(1), FILE_BYTES_MAX));
        }
      }
    }

    private Reproduction reproduction(String source) {
      Evidence.Test test = said.reproduction();
      return new Reproduction(
          test.file(), source, test.id(), test.frameIndex(), test.redRuns(), test.from(),
          test.failure());
    }

    /** As much of it as a sandbox needs; the rest stays with the daemon that saw the crash. */
    private Diagnosis diagnosis() {
      boolean isSource = said.crash().stream().allMatch(at -> at.file().endsWith(".java"));
      if (!isSource || said.crash().isEmpty() || said.crash().size() > CRASH_MAX) {
        throw new Refused("The evidence names no place of the crash in Java sources.");
      }
      List<Frame> frames =
          said.crash().stream().map(Reading::frame).toList();
      Issue issue =
          new Issue(
              said.issue(), said.service(), new Fingerprint(said.fingerprint()),
              commit.getShortMessage(), said.exceptionType(), frames.getFirst(),
              Issue.Status.OPEN, 1, Instant.EPOCH, Instant.EPOCH, Set.of(), "",
              said.deployedCommit(),
              new StackTrace(said.exceptionType(), null, frames, null, List.of()), frames, null);
      return new Diagnosis(issue, said.deployedCommit(), said.crash());
    }

    private static Frame frame(Location at) {
      return new Frame(
          at.className(), at.method(), at.file().substring(at.file().lastIndexOf('/') + 1),
          at.line());
    }
  }
}
