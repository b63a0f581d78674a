package nexa.heal.source;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads Maven projects out of git repositories, bare or with a working tree, and sources without a
 * build that Nexa knows. Only the model of the build is worked out: no plugin, extension or script of
 * the project runs.
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
    return read(repository, revision, List.of());
  }

  @Override
  public Project read(Path repository, String revision, Collection<String> classes) {
    SourceTree tree = new GitTree(repository).read(revision);
    List<String> poms = poms(tree);
    if (!poms.isEmpty()) {
      return new MavenBuild(tree, libraries).project(poms, classes);
    }
    return new PlainBuild(tree, libraries)
        .project()
        .orElseThrow(
            () -> new UnreadableProject(
                at(tree)
                    + " has no pom.xml, and no Java sources in folders of their packages: point"
                    + " the service at the repository of a Java project."));
  }

  /** The POM at the top, or those nearest to it when several builds lie side by side. */
  private static List<String> poms(SourceTree tree) {
    Map<Long, List<String>> byDepth =
        tree.files().keySet().stream()
            .filter(path -> path.equals("pom.xml") || path.endsWith("/pom.xml"))
            .collect(
                Collectors.groupingBy(
                    path -> path.chars().filter(c -> c == '/').count(),
                    TreeMap::new,
                    Collectors.toList()));
    return byDepth.values().stream().findFirst().orElse(List.of());
  }

  private static String at(SourceTree tree) {
    return "Commit " + tree.commit().substring(0, 12);
  }
}
