package nexa.heal.source;

import java.nio.file.Path;
import java.util.Collection;

/** Reads projects out of git repositories. */
public interface Projects {

  /**
   * Reads a commit's files and works out how they are compiled; runs nothing of the repository.
   *
   * @param revision a commit id, branch or tag
   * @throws UnreadableProject when there is no such repository, revision, or build that Nexa knows
   */
  Project read(Path repository, String revision);

  /**
   * The same; of a build of several modules, only what concerns some classes.
   *
   * @param classes the classes of a crash, the first matter most
   */
  default Project read(Path repository, String revision, Collection<String> classes) {
    return read(repository, revision);
  }

  /** Why a project cannot be read, in one sentence that names the next step. */
  sealed class UnreadableProject extends RuntimeException permits UnknownRevision {
    private static final long serialVersionUID = 1L;

    public UnreadableProject(String reason, Throwable cause) {
      super(reason, cause);
    }

    public UnreadableProject(String reason) {
      super(reason);
    }
  }
  /** The repository has no such commit, branch or tag. */
  final class UnknownRevision extends UnreadableProject {
    private static final long serialVersionUID = 1L;

    public UnknownRevision(String reason) {
      super(reason);
    }
  }
}
