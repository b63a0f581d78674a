package nexa.heal.source;

import java.nio.file.Path;

/**
 * Reads Maven projects out of git repositories, bare or with a working tree. Only the model of the
 * build is worked out: no plugin, extension or script of the project runs.
 */
public final class GitProjects implements Projects {

  private final MavenRepository libraries;

  /** With this user's Maven repository, and Maven Central for what it lacks. */
  public GitProjects() {
    this(MavenRepository.ofUser());
  }

  public GitProjects(MavenRepository libraries) {
    this.libraries = libraries;
  }

  @Override
  public Project read(Path repository, String revision) {
    SourceTree tree = new GitTree(repository).read(revision);
    if (tree.files().containsKey("pom.xml")) {
      return new MavenBuild(tree, libraries).project();
    }
    if (tree.files().containsKey("build.gradle") || tree.files().containsKey("build.gradle.kts")) {
      throw new UnreadableProject(
          at(tree)
              + " is built by Gradle, which Nexa cannot read yet: add a pom.xml that builds it.");
    }
    throw new UnreadableProject(
        at(tree)
            + " has no pom.xml at its top: point the service at the repository of a Maven build.");
  }

  private static String at(SourceTree tree) {
    return "Commit " + tree.commit().substring(0, 12);
  }
}
