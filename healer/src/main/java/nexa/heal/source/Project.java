package nexa.heal.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nexa.event.Frame;

/**
 * What is needed to compile and test a commit without running its build.
 *
 * @param mainRoots source folders relative to the repository, such as {@code src/main/java}
 * @param testRoots test source folders
 * @param mainResources resource folders, copied beside the classes
 * @param testResources test resource folders
 * @param classpath every test-scope dependency's jar on this host, the matching JUnit Platform
 *     launcher included
 * @param release the Java release the project is compiled for
 * @param modules the folders of all modules of the build, of which this may be only some
 */
public record Project(
    SourceTree tree,
    List<String> mainRoots,
    List<String> testRoots,
    List<String> mainResources,
    List<String> testResources,
    List<Path> classpath,
    int release,
    List<String> modules) {

  public Project {
    mainRoots = List.copyOf(mainRoots);
    testRoots = List.copyOf(testRoots);
    mainResources = List.copyOf(mainResources);
    testResources = List.copyOf(testResources);
    classpath = List.copyOf(classpath);
    modules = List.copyOf(modules);
  }

  /** A build of one module. */
  public Project(
      SourceTree tree,
      List<String> mainRoots,
      List<String> testRoots,
      List<String> mainResources,
      List<String> testResources,
      List<Path> classpath,
      int release) {
    this(
        tree, mainRoots, testRoots, mainResources, testResources, classpath, release, List.of(""));
  }

  /** The same with one more library. */
  Project with(Path library) {
    List<Path> libraries = new ArrayList<>(classpath);
    libraries.add(library);
    return new Project(
        tree, mainRoots, testRoots, mainResources, testResources, libraries, release, modules);
  }

  /** The source file of a frame's class, by its name; never by the file that the trace names. */
  public Optional<String> mainFile(Frame frame) {
    return mainRoots.stream()
        .map(root -> root + "/" + frame.topLevelClassName().replace('.', '/') + ".java")
        .filter(tree.files()::containsKey)
        .findFirst();
  }

  /**
   * A path below the source folder that holds it, as a class's name begins there; the path itself when
   * none does.
   */
  public static String below(List<String> roots, String path) {
    return roots.stream()
        .filter(root -> path.startsWith(root + "/"))
        .findFirst()
        .map(root -> path.substring(root.length() + 1))
        .orElse(path);
  }

  /** The Java sources under the main folders, by path. */
  public Map<String, String> mainSources() {
    return sources(mainRoots);
  }

  /** The Java sources under the test folders, by path. */
  public Map<String, String> testSources() {
    return sources(testRoots);
  }

  private Map<String, String> sources(List<String> roots) {
    Map<String, String> sources = new TreeMap<>();
    for (String path : tree.files().keySet()) {
      if (path.endsWith(".java") && roots.stream().anyMatch(root -> path.startsWith(root + "/"))) {
        sources.put(path, tree.text(path));
      }
    }
    return sources;
  }
}
