package nexa.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import nexa.event.Frame;
import nexa.heal.source.GitTree;
import nexa.heal.source.SourceTree;
import nexa.repair.Outcome;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes that a developer has made and not committed. What is healed is the commit; where the code
 * of a crash lies otherwise in the working tree, the crash may be of that, and the answer says so.
 */
final class Uncommitted {

  private static final Logger log = LoggerFactory.getLogger(Uncommitted.class);
  private static final long FILE_BYTES_MAX = 1 << 20;

  private final Path repository;
  private final SourceTree tree;

  Uncommitted(Path repository, SourceTree tree) {
    this.repository = repository;
    this.tree = tree;
  }

  /** The outcome, with a word on uncommitted changes where they may be why nothing came of it. */
  Outcome noted(Outcome outcome, List<Frame> frames) {
    return switch (outcome) {
      case Outcome.NotReproduced(String why) -> new Outcome.NotReproduced(why + note(frames));
      case Outcome.NoPatch(String why) -> new Outcome.NoPatch(why + note(frames));
      case Outcome.Abstained(String why) -> new Outcome.Abstained(why + note(frames));
      case Outcome.Fixed fixed -> fixed;
      case Outcome.Declined declined -> declined;
      case Outcome.NotCode cause -> cause;
    };
  }

  private String note(List<Frame> frames) {
    return frames.stream()
        .flatMap(frame -> file(frame).stream())
        .distinct()
        .filter(this::isChanged)
        .findFirst()
        .filter(file -> isCheckedOut())
        .map(
            file -> " The working tree has changes of " + file + " that are not committed: if they"
                + " are what crashed, commit them and try again.")
        .orElse("");
  }

  private Optional<String> file(Frame frame) {
    String name = frame.topLevelClassName();
    String end = name.substring(name.lastIndexOf('/') + 1).replace('.', '/') + ".java";
    return tree.files().keySet().stream()
        .filter(path -> path.equals(end) || path.endsWith("/" + end))
        .findFirst();
  }

  private boolean isChanged(String file) {
    Path path = repository.resolve(file);
    byte[] committed = tree.files().get(file);
    try {
      return committed != null
          && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          && Files.size(path) <= FILE_BYTES_MAX
          && !Arrays.equals(withoutReturns(committed), withoutReturns(Files.readAllBytes(path)));
    } catch (IOException e) {
      log.debug("file={} unreadable={}", path, e.getMessage());
      return false;
    }
  }

  /** Git may have ended the lines of a checkout in another way. */
  private static byte[] withoutReturns(byte[] text) {
    byte[] kept = new byte[text.length];
    int length = 0;
    for (byte each : text) {
      if (each != '\r') {
        kept[length++] = each;
      }
    }
    return Arrays.copyOf(kept, length);
  }

  /** Whether the working tree is of the commit at all. */
  private boolean isCheckedOut() {
    try (Repository git = new GitTree(repository).open()) {
      ObjectId head = git.resolve(Constants.HEAD);
      return head != null && head.name().equals(tree.commit());
    } catch (IOException e) {
      log.debug("repository={} unreadable={}", repository, e.getMessage());
      return false;
    }
  }
}
