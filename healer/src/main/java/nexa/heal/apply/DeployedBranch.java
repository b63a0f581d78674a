package nexa.heal.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nexa.repair.Change;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * Moves the branch that is deployed to a fix. It never does what a push would be refused for: no commit
 * of others is left behind, and no working copy is made to look changed.
 */
final class DeployedBranch {

  private static final String SYMBOLIC = "ref: ";

  private DeployedBranch() {}

  /** The change once the branch points at it, or with the reason why it was left where it is. */
  static Change moved(Repository repository, String branch, String deployed, Change change)
      throws IOException {
    String name = Constants.R_HEADS + branch;
    ObjectId fix = ObjectId.fromString(change.commit());
    Ref tip = repository.exactRef(name);
    if (tip == null) {
      return left(change, "there is no branch " + branch);
    }
    if (fix.equals(tip.getObjectId())) {
      return to(change, branch);
    }
    if (isCheckedOut(repository, name)) {
      return left(change, "a working copy has " + branch + " checked out");
    }
    if (!GitRef.move(repository, name, ObjectId.fromString(deployed), fix)) {
      return left(
          change, branch + " has moved since " + deployed + ", which the fix was proven on");
    }
    return to(change, branch);
  }

  private static Change to(Change change, String branch) {
    return new Change(change.branch(), change.commit(), branch, null);
  }

  private static Change left(Change change, String reason) {
    return new Change(change.branch(), change.commit(), null, reason);
  }

  /** Whether it is the branch of the working copy, or of one of the linked ones. */
  private static boolean isCheckedOut(Repository repository, String name) throws IOException {
    Path git = repository.getCommonDirectory().toPath();
    for (Path head : heads(git, repository.isBare())) {
      if (Files.readString(head).strip().equals(SYMBOLIC + name)) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> heads(Path git, boolean bare) throws IOException {
    Stream<Path> own = bare ? Stream.empty() : Stream.of(git.resolve(Constants.HEAD));
    Path linked = git.resolve("worktrees");
    if (!Files.isDirectory(linked)) {
      return own.toList();
    }
    try (Stream<Path> folders = Files.list(linked)) {
      return Stream.concat(own, folders.map(folder -> folder.resolve(Constants.HEAD)))
          .filter(Files::isRegularFile)
          .toList();
    }
  }
}
