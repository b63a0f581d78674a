package nexa.heal.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import nexa.heal.source.Projects.UnreadableProject;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;

/**
 * Sources without a model of their build, such as an old Ant build's or Gradle's: a folder whose files
 * lie as their packages say is a source folder. The libraries are JUnit and those that Gradle scripts
 * name in plain text; what needs another one is left out when it does not compile.
 */
final class PlainBuild {

  private static final int RELEASE = 8;
  private static final String JAVA = ".java";
  private static final Dependency JUNIT =
      new Dependency(new DefaultArtifact("junit", "junit", "jar", "4.13.2"), "test");

  private final SourceTree tree;
  private final MavenRepository libraries;

  PlainBuild(SourceTree tree, MavenRepository libraries) {
    this.tree = tree;
    this.libraries = libraries;
  }

  /** The project; empty when no folder has sources as their packages say. */
  Optional<Project> project() {
    TreeSet<String> roots = new TreeSet<>();
    tree.files().keySet().stream()
        .filter(path -> path.endsWith(JAVA))
        .flatMap(path -> root(path).stream())
        .forEach(roots::add);
    List<String> tests = roots.stream().filter(PlainBuild::isOfTests).toList();
    List<String> mains = roots.stream().filter(root -> !isOfTests(root)).toList();
    return mains.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Project(
                tree, mains, tests, resources(mains), resources(tests), classpath(), release()));
  }

  private boolean isGradle() {
    return tree.files().keySet().stream().anyMatch(GradleScripts::isScript);
  }

  private int release() {
    return isGradle() ? new GradleScripts(tree).release() : RELEASE;
  }

  private List<Path> classpath() {
    List<Dependency> declared = new ArrayList<>(new GradleScripts(tree).libraries());
    declared.removeIf(library -> !libraries.has(library, List.of()));
    if (declared.stream().noneMatch(PlainBuild::isJUnit)) {
      declared.add(JUNIT);
    }
    try {
      return libraries.testClasspath(declared, List.of());
    } catch (RepositoryException e) {
      throw new UnreadableProject("The libraries cannot be had together: " + e.getMessage(), e);
    }
  }

  private static boolean isJUnit(Dependency library) {
    return library.getArtifact().getGroupId().startsWith("org.junit.jupiter")
        || library.getArtifact().getGroupId().equals("junit");
  }

  /** The source folders, and the resource folders that lie beside them. */
  private static List<String> resources(List<String> roots) {
    return roots.stream()
        .flatMap(
            root -> root.endsWith("/java")
                ? Stream.of(root, root.substring(0, root.length() - 4) + "resources")
                : Stream.of(root))
        .toList();
  }

  /** The folder that a file's package starts in; empty when the file is elsewhere. */
  private Optional<String> root(String path) {
    String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    String ending = "/" + packageOf(tree.text(path)).replace('.', '/');
    return ending.length() > 1 && folder.endsWith(ending)
        ? Optional.of(folder.substring(0, folder.length() - ending.length()))
        : Optional.empty();
  }

  private static String packageOf(String source) {
    return source
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("package ") && line.indexOf(';') > 0)
        .findFirst()
        .map(line -> line.substring("package ".length(), line.indexOf(';')).strip())
        .orElse("");
  }

  private static boolean isOfTests(String root) {
    return Stream.of(root.split("/", -1))
        .anyMatch(part -> part.equals("test") || part.equals("tests"));
  }
}
