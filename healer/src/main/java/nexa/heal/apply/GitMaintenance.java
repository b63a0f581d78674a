package nexa.heal.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs a bare copy's objects together, as each fetch that brings something leaves a pack: once there are
 * many, and once a day at most.
 *
 * <p>What a ref leads to stays. A commit that is in use gets a ref of its own before, {@code
 * refs/nexa/kept/ID}, as no other may lead to it any more when its history was rewritten elsewhere; the
 * ref goes when the commit is used no more. What no ref leads to stays for two more weeks, so that
 * nothing is lost that a run which has just begun refers to.
 */
final class GitMaintenance {

  /** Where commits in use are kept. */
  static final String KEPT = "refs/nexa/kept/";

  /**
   * What holds for a daemon. Of a repository with more objects only git itself can make fewer packs: the
   * daemon has 256 MB.
   */
  static final Limits USUAL =
      new Limits(50, Duration.ofDays(1), Duration.ofDays(14), "1.hour.ago", 200_000);

  private static final Logger log = LoggerFactory.getLogger(GitMaintenance.class);

  private final Limits limits;
  private final InstantSource clock;
  private Instant next = Instant.MIN;

  /**
   * When it is time, and what goes then.
   *
   * @param packs how many there may be before it is time
   * @param every how long there is nothing to do after it was done, or tried
   * @param unreachable how long an object stays that no ref leads to
   * @param packAge how old a pack is at least, as git says it, before the one with all its objects takes
   *     its place: who reads it may still do so
   * @param objectsMax of how many it is done
   */
  record Limits(
      int packs, Duration every, Duration unreachable, String packAge, long objectsMax) {}

  GitMaintenance(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Whether it is time. */
  boolean isDue(Path repository) throws IOException {
    return !clock.instant().isBefore(next) && packs(repository) > limits.packs();
  }

  /** How many packs there are. */
  static int packs(Path repository) throws IOException {
    try (Stream<Path> files = Files.list(repository.resolve("objects/pack"))) {
      return (int) files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }

  /**
   * Does it. Broken off, all is as it was but for files that the next one removes.
   *
   * @param inUse ids of commits, those of other repositories and what is none included
   * @param max for all of it
   * @throws IOException when it was not done
   */
  void run(Repository local, Collection<String> inUse, Duration max) throws IOException {
    next = clock.instant().plus(limits.every());
    keep(local, inUse);
    bound(local.getConfig());
    try (Git git = new Git(local)) {
      long objects =
          ((Number) git.gc().getStatistics().getOrDefault("numberOfPackedObjects", 0L)).longValue();
      if (objects > limits.objectsMax()) {
        throw new IOException(
            "It has " + objects + " objects, too many to pack them here: run git -C "
                + local.getDirectory() + " gc");
      }
      git.gc()
          .setExpire(clock.instant().minus(limits.unreachable()))
          .setProgressMonitor(new Deadline(max))
          .call();
      log.info("msg=\"packed\" repository={} packs={}", local.getDirectory(),
          packs(local.getDirectory().toPath()));
    } catch (GitAPIException | JGitInternalException e) {
      throw new IOException("Its objects cannot be packed: " + e.getMessage(), e);
    }
  }

  /** For this object only; one thread, small caches and no bitmaps, which only serve many clones. */
  private void bound(StoredConfig config) {
    config.setString("gc", null, "prunePackExpire", limits.packAge());
    config.setInt("pack", null, "threads", 1);
    config.setInt("pack", null, "windowMemory", 8 << 20);
    config.setInt("pack", null, "deltaCacheSize", 8 << 20);
    config.setBoolean("pack", null, "buildBitmaps", false);
  }

  private static void keep(Repository local, Collection<String> inUse) throws IOException {
    Set<String> kept = new HashSet<>();
    for (String id : inUse) {
      Optional<ObjectId> commit = commit(local, id);
      if (commit.isPresent()) {
        String name = KEPT + commit.get().name();
        kept.add(name);
        if (local.exactRef(name) == null) {
          GitRef.move(local, name, ObjectId.zeroId(), commit.get());
        }
      }
    }
    for (Ref ref : local.getRefDatabase().getRefsByPrefix(KEPT)) {
      if (!kept.contains(ref.getName())) {
        RefUpdate update = local.updateRef(ref.getName());
        update.setForceUpdate(true);
        update.delete();
      }
    }
  }

  /** The commit with an id, or its beginning, if it is here. */
  private static Optional<ObjectId> commit(Repository local, String id) throws IOException {
    if (id.isEmpty() || !id.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(local.resolve(id + "^{commit}"));
    } catch (AmbiguousObjectException | IncorrectObjectTypeException | MissingObjectException e) {
      return Optional.empty(); // then nobody can read it by this name
    }
  }

  /** Breaks off what takes too long, or is interrupted. */
  private static final class Deadline extends EmptyProgressMonitor {
    private final long begun = System.nanoTime();
    private final Duration max;

    Deadline(Duration max) {
      this.max = max;
    }

    @Override
    public boolean isCancelled() {
      return Thread.currentThread().isInterrupted()
          || System.nanoTime() - begun > max.toNanos();
    }
  }
}
