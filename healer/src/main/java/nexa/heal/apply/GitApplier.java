package nexa.heal.apply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import nexa.heal.source.SourceTree;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.patch.Edit;
import nexa.repair.Applier;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Plan;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * Commits an approved plan straight into a repository's object database, and points a new branch at it;
 * the deployed branch, too, when the plan says so. Working tree, index, HEAD and every other branch stay
 * as they are.
 */
public final class GitApplier implements Applier {

  /** What the name of every branch that Nexa makes starts with. */
  static final String BRANCHES = "nexa/";

  private static final int BRANCH_NAMES_MAX = 20;
  private static final int COMMITS_SEEN_MAX = 256;
  private static final int ATTEMPTS_MAX = 5;
  private static final int SOURCE_BYTES_MAX = 8 * 1024 * 1024;

  private final Function<String, Service> services;
  private final PersonIdent author;
  private final Clock clock;
  private final @Nullable CommitSigner signer;

  /** An applier that commits as {@code Nexa <nexa@localhost>}. */
  public GitApplier(Function<String, Service> services) {
    this(services, "Nexa", "nexa@localhost", Clock.systemUTC());
  }

  /** An applier that signs nothing. */
  public GitApplier(
      Function<String, Service> services, String authorName, String authorEmail, Clock clock) {
    this(services, authorName, authorEmail, clock, null);
  }

  /**
   * @param services the service of a name
   * @param authorName the name of both author and committer
   * @param signer signs every fix; null for none. Where it cannot sign, nothing is committed
   */
  public GitApplier(
      Function<String, Service> services, String authorName, String authorEmail, Clock clock,
      @Nullable CommitSigner signer) {
    this.services = services;
    this.author = new PersonIdent(authorName, authorEmail);
    this.clock = clock;
    this.signer = signer;
  }

  @Override
  public Change apply(Plan plan, Decision.Approved approval) {
    if (!approval.digest().equals(plan.digest()) || !plan.digest().equals(Evidence.digest(plan))) {
      throw new IllegalArgumentException("The approval is not for plan " + plan.id() + " as it is");
    }
    if (plan.standing().needsTwo() && approval.first() == null) {
      throw new IllegalArgumentException(
          "Plan " + plan.id() + " needs the approvals of two persons");
    }
    if (!plan.branch().startsWith(BRANCHES)
        || !Repository.isValidRefName(Constants.R_HEADS + plan.branch())) {
      throw new IllegalArgumentException("Not a branch of Nexa's: " + plan.branch());
    }
    Service service = serviceOf(plan);
    Path path = Objects.requireNonNull(service.repository());
    try (Repository repository = open(path)) {
      Change change = apply(repository, plan, approval);
      return plan.standing().level().includes(TrustLevel.COMMIT)
          ? DeployedBranch.moved(repository, service.branch(), plan.diagnosis().commit(), change)
          : change;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot commit to the repository " + path, e);
    }
  }

  private Service serviceOf(Plan plan) {
    Service service = services.apply(plan.diagnosis().issue().service());
    if (service.repository() == null) {
      throw new IllegalStateException("Service " + service.name() + " has no repository");
    }
    return service;
  }

  /** Opens a working copy, a linked worktree or a bare repository, and none of the folders above it. */
  private static Repository open(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    FileRepositoryBuilder builder = new FileRepositoryBuilder();
    if (absolute.getParent() != null) {
      builder.addCeilingDirectory(absolute.getParent().toFile());
    }
    if (builder.findGitDir(absolute.toFile()).getGitDir() == null) {
      throw new RepositoryNotFoundException(absolute.toFile());
    }
    return builder.setMustExist(true).build();
  }

  private Change apply(Repository repository, Plan plan, Decision.Approved approval)
      throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Optional<String> branch = freeBranch(repository, plan); // first: who takes it later than this is seen
      Optional<Change> change = existing(repository, plan);
      if (change.isEmpty()) {
        change = create(repository, plan, approval, branch);
      }
      if (change.isPresent()) {
        note(repository, plan, approval, change.get());
        return change.get();
      }
    }
    throw new IOException("Branch " + plan.branch() + " was taken by others in every attempt");
  }

  /** The commit that an earlier run made, found by its trailer on top of the deployed commit. */
  private static Optional<Change> existing(Repository repository, Plan plan) throws IOException {
    ObjectId deployed = ObjectId.fromString(plan.diagnosis().commit());
    for (int n = 1; n <= BRANCH_NAMES_MAX; n++) {
      String branch = branch(plan, n);
      Ref tip = repository.exactRef(Constants.R_HEADS + branch);
      if (tip != null) {
        Optional<String> own =
            ownCommit(repository, tip.getObjectId(), deployed, CommitMessage.evidence(plan));
        if (own.isPresent()) {
          return Optional.of(new Change(branch, own.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ownCommit(
      Repository repository, ObjectId tip, ObjectId deployed, String evidence) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(tip));
      walk.markUninteresting(walk.parseCommit(deployed));
      int seen = 0;
      for (RevCommit commit = walk.next();
          commit != null && seen < COMMITS_SEEN_MAX;
          commit = walk.next()) {
        seen++;
        if (commit.getParentCount() == 1
            && commit.getParent(0).equals(deployed)
            && commit.getFooterLines(CommitMessage.EVIDENCE).contains(evidence)) {
          return Optional.of(commit.name());
        }
      }
      return Optional.empty();
    }
  }

  /** Commits to a branch that was free; empty when another process took it meanwhile. */
  private Optional<Change> create(
      Repository repository, Plan plan, Decision.Approved approval, Optional<String> free)
      throws IOException {
    String branch =
        free.orElseThrow(
            () -> new IOException(
                "There are " + BRANCH_NAMES_MAX + " branches named " + plan.branch()));
    ObjectId deployed = ObjectId.fromString(plan.diagnosis().commit());
    ObjectId commit =
        new GitCommit(repository, author(), deployed, signer)
            .write(changed(repository, deployed, plan), CommitMessage.of(plan, approval));
    return GitRef.move(repository, Constants.R_HEADS + branch, ObjectId.zeroId(), commit)
        ? Optional.of(new Change(branch, commit.name()))
        : Optional.empty();
  }

  private static Optional<String> freeBranch(Repository repository, Plan plan) throws IOException {
    for (int n = 1; n <= BRANCH_NAMES_MAX; n++) {
      String branch = branch(plan, n);
      if (repository.exactRef(Constants.R_HEADS + branch) == null) {
        return Optional.of(branch);
      }
    }
    return Optional.empty();
  }

  private static String branch(Plan plan, int n) {
    return n == 1 ? plan.branch() : plan.branch() + "-" + n;
  }

  private PersonIdent author() {
    return new PersonIdent(author, clock.instant());
  }

  /** The new files, made from the repository's own content, and exactly those that were shown. */
  private static Map<String, byte[]> changed(Repository repository, ObjectId deployed, Plan plan)
      throws IOException {
    SourceTree tree = touched(repository, deployed, plan);
    if (!UnifiedDiff.of(tree, plan.patch(), plan.reproduction()).equals(plan.diff())) {
      throw new IllegalArgumentException("Plan " + plan.id() + " does not do what its diff shows");
    }
    return UnifiedDiff.changed(tree, plan.patch(), plan.reproduction());
  }

  private static SourceTree touched(Repository repository, ObjectId deployed, Plan plan)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(deployed);
      for (Edit edit : plan.patch().edits()) {
        read(repository, commit, edit.file(), files);
      }
      read(repository, commit, plan.reproduction().file(), files);
    }
    return new SourceTree(deployed.name(), files);
  }

  private static void read(
      Repository repository, RevCommit commit, String file, Map<String, byte[]> files)
      throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(repository, file, commit.getTree())) {
      if (walk == null) {
        return;
      }
      if ((walk.getRawMode(0) & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
        throw new IOException(file + " is not a regular file");
      }
      files.put(file, repository.open(walk.getObjectId(0)).getCachedBytes(SOURCE_BYTES_MAX));
    }
  }

  private void note(Repository repository, Plan plan, Decision.Approved approval, Change change)
      throws IOException {
    String text = Evidence.of(plan, approval, change.commit()).json();
    new GitNotes(repository, author(), Evidence.NOTES)
        .addIfAbsent(ObjectId.fromString(change.commit()), text);
  }
}
