package nexa.heal.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import nexa.heal.apply.GitRemote.Answer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * A bare copy, on this host, of a git repository elsewhere. Its deployed branches follow those of the
 * remote; Nexa's own branches and commits are never touched.
 */
public final class GitMirror {

  /** Where the remote's branches are kept as they were seen last. */
  static final String THEIRS = "refs/remotes/origin/";

  private static final String REMOTE = Constants.DEFAULT_REMOTE_NAME;

  private final Path folder;
  private final String address;
  private final GitRemote.Access access;
  private final Set<String> branches;
  private final GitMaintenance maintenance;

  /**
   * A copy that may not be there yet.
   *
   * @param folder where it is, or is to be
   * @param branches that are deployed, hence followed
   */
  public GitMirror(
      Path folder, String address, GitRemote.Access access, Set<String> branches) {
    this(
        folder, address, access, branches,
        new GitMaintenance(GitMaintenance.USUAL, InstantSource.system()));
  }

  GitMirror(
      Path folder, String address, GitRemote.Access access, Set<String> branches,
      GitMaintenance maintenance) {
    this.folder = folder;
    this.address = address;
    this.access = access;
    this.branches = Set.copyOf(branches);
    this.maintenance = maintenance;
  }

  /** Whether all its branches are there, so that it can be read. */
  public boolean isThere() {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Repository local = open()) {
      for (String branch : branches) {
        if (local.exactRef(Constants.R_HEADS + branch) == null) {
          return false;
        }
      }
      return true;
    } catch (IOException e) { // told by refresh
      return false;
    }
  }

  /**
   * Brings it up to date, and makes it first where it is not there. Broken off, it goes on from there
   * the next time.
   *
   * @param max for all of it
   */
  public Answer refresh(Duration max) {
    try {
      make();
    } catch (IOException e) {
      return new Answer.Refused("Cannot use " + folder + ": " + e.getMessage());
    }
    return new GitRemote(folder, access).within(max, this::refresh);
  }

  /**
   * Packs its objects together when fetches left many packs, once a day at most. Who reads it meanwhile
   * need not care.
   *
   * @param inUse the ids of commits that stay, whether a branch leads to them or not; asked for when it
   *     is time
   * @param max for all of it
   * @return why that could not be done, null when it was, or there was nothing to do
   */
  public @Nullable String maintain(Supplier<? extends Collection<String>> inUse, Duration max) {
    try {
      if (maintenance.isDue(folder)) {
        try (Repository local = open()) {
          maintenance.run(local, inUse.get(), max);
        }
      }
      return null;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void make() throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
    FileUtils.delete(fresh.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    Files.createDirectories(fresh);
    try (Repository local = new FileRepositoryBuilder().setGitDir(fresh.toFile()).build()) {
      local.create(true);
      StoredConfig config = local.getConfig();
      config.setString("remote", REMOTE, "url", address);
      config.save();
      local.updateRef(Constants.HEAD).link(Constants.R_HEADS + branches.iterator().next());
    }
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE); // whole, or not at all
  }

  private Repository open() throws IOException {
    return new FileRepositoryBuilder().setGitDir(folder.toFile()).setMustExist(true).build();
  }

  private Answer refresh(Repository local, GitConnection remote) throws IOException {
    Map<String, ObjectId> before = new HashMap<>();
    for (String branch : branches) {
      before.put(branch, id(local, THEIRS + branch));
    }
    remote.fetchAll();
    String diverged = "";
    for (String branch : branches) {
      ObjectId now = id(local, THEIRS + branch);
      if (now.equals(ObjectId.zeroId())) {
        return new Answer.Refused(
            address + " has no branch " + branch + ": set the service's branch.");
      }
      if (!follow(local, Constants.R_HEADS + branch, before.getOrDefault(branch, ObjectId.zeroId()),
          now)) {
        diverged = branch;
      }
    }
    return diverged.isEmpty() ? new Answer.Done(null)
        : new Answer.Done(
            "Branch " + diverged + " has commits of Nexa that the remote's has not, and the"
                + " remote's has others: merge them there.");
  }

  /**
   * Moves a branch to where the remote's is; one whose history was rewritten there, too, unless Nexa
   * added to it. False when both went on.
   */
  private static boolean follow(Repository local, String name, ObjectId before, ObjectId now)
      throws IOException {
    ObjectId own = id(local, name);
    if (own.equals(now)) {
      return true;
    }
    if (own.equals(ObjectId.zeroId()) || own.equals(before) || isMerged(local, own, now)) {
      return GitRef.move(local, name, own, now);
    }
    return isMerged(local, now, own);
  }

  private static boolean isMerged(Repository local, ObjectId one, ObjectId into)
      throws IOException {
    try (RevWalk walk = new RevWalk(local)) {
      return walk.isMergedInto(walk.parseCommit(one), walk.parseCommit(into));
    }
  }

  private static ObjectId id(Repository local, String name) throws IOException {
    return Optional.ofNullable(local.exactRef(name)).map(Ref::getObjectId)
        .orElse(ObjectId.zeroId());
  }
}
