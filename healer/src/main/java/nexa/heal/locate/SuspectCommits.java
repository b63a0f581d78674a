package nexa.heal.locate;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import org.eclipse.jgit.blame.BlameGenerator;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commits that wrote the lines a crash went through, by blame, the innermost frame's first. A long
 * history is followed for a bounded time.
 */
public final class SuspectCommits {

  private static final Logger LOG = LoggerFactory.getLogger(SuspectCommits.class);
  private static final int FRAMES_MAX = 5;
  private static final Duration TIME_MAX = Duration.ofSeconds(3);

  private final Path repository;

  public SuspectCommits(Path repository) {
    this.repository = repository;
  }

  /**
   * A commit that wrote a line of the crash.
   *
   * @param subject the first line of its message, as its author wrote it
   */
  public record Suspect(String commit, String subject, Instant time, String file, int line) {}

  /** The suspects of a diagnosis, each commit once; none where the history cannot be read. */
  public List<Suspect> of(Diagnosis diagnosis) {
    long deadline = System.nanoTime() + TIME_MAX.toNanos();
    Map<String, Suspect> suspects = new LinkedHashMap<>();
    try (Repository git = open()) {
      ObjectId deployed = ObjectId.fromString(diagnosis.commit());
      for (Location place : diagnosis.locations().stream().limit(FRAMES_MAX).toList()) {
        author(git, deployed, place, deadline)
            .ifPresent(suspect -> suspects.putIfAbsent(suspect.commit(), suspect));
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("msg=\"no blame\" repository={} reason=\"{}\"", repository, e.getMessage());
    }
    return new ArrayList<>(suspects.values());
  }

  private Repository open() throws IOException {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
    File folder = repository.toAbsolutePath().toFile();
    return builder.addCeilingDirectory(folder.getParentFile()).findGitDir(folder).build();
  }

  private static Optional<Suspect> author(
      Repository git, ObjectId deployed, Location place, long deadline) throws IOException {
    int line = place.line() - 1;
    try (BlameGenerator blame = new BlameGenerator(git, place.file())) {
      blame.push(null, deployed);
      while (System.nanoTime() - deadline < 0 && blame.next()) {
        if (blame.getResultStart() <= line && line < blame.getResultEnd()) {
          RevCommit commit = blame.getSourceCommit();
          return Optional.of(
              new Suspect(
                  commit.name(),
                  commit.getShortMessage(),
                  Instant.ofEpochSecond(commit.getCommitTime()),
                  place.file(),
                  place.line()));
        }
      }
      return Optional.empty();
    }
  }
}
