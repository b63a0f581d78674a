package nexa.heal.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nexa.heal.sandbox.runner.ProjectFiles;
import nexa.heal.source.Project;

/** Chooses what of a project goes into its container. */
final class Packing {

  private static final long BYTES_MAX = 48L * 1024 * 1024;

  private Packing() {}

  /**
   * The project's sources and resources, and the rest of its files while there is room: tests read those
   * too. History never goes in.
   */
  static ProjectFiles pack(Project project, List<Path> libraries) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    long bytes = 0;
    for (boolean needed : new boolean[] {true, false}) {
      for (Map.Entry<String, byte[]> file : project.tree().files().entrySet()) {
        if (isNeeded(project, file.getKey()) != needed || isHistory(file.getKey())) {
          continue;
        }
        if (bytes + file.getValue().length <= BYTES_MAX) {
          files.put(file.getKey(), content(project, file));
          bytes += file.getValue().length;
        } else if (needed) {
          throw new Sandbox.Unavailable(
              "The project's sources and resources are larger than the sandbox takes, "
                  + (BYTES_MAX >> 20)
                  + " MB: heal the module by itself",
              null);
        }
      }
    }
    return new ProjectFiles(
        files,
        project.mainRoots(),
        project.testRoots(),
        project.mainResources(),
        project.testResources(),
        directory(project),
        libraries,
        project.release());
  }

  /** The runner's compiler reads UTF-8. */
  private static byte[] content(Project project, Map.Entry<String, byte[]> file) {
    return file.getKey().endsWith(".java")
        ? project.tree().text(file.getKey()).getBytes(StandardCharsets.UTF_8)
        : file.getValue();
  }

  private static boolean isNeeded(Project project, String path) {
    return Stream.of(
        project.mainRoots(),
        project.testRoots(),
        project.mainResources(),
        project.testResources())
        .flatMap(List::stream)
        .anyMatch(root -> path.startsWith(root + "/"));
  }

  private static boolean isHistory(String path) {
    return path.startsWith(".git/") || path.contains("/.git/");
  }

  /** The folder a build would run the tests in: the module's. */
  private static String directory(Project project) {
    String root = project.testRoots().isEmpty() ? "" : project.testRoots().getFirst();
    int source = ("/" + root).indexOf("/src/");
    return source <= 0 ? "" : root.substring(0, source - 1);
  }
}
