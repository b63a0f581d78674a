package nexa.heal.sandbox.runner;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The project as it enters the container.
 *
 * @param files every file of the commit that may be needed, by path
 * @param directory the folder the tests run in, relative to the repository; empty is its root
 * @param libraries the class path inside the container
 */
public record ProjectFiles(
    Map<String, byte[]> files,
    List<String> mainRoots,
    List<String> testRoots,
    List<String> mainResources,
    List<String> testResources,
    String directory,
    List<Path> libraries,
    int release) {

  /** Writes the project. */
  public void writeTo(DataOutput out) throws IOException {
    Wire.writeFiles(out, files);
    Wire.writeTexts(out, mainRoots);
    Wire.writeTexts(out, testRoots);
    Wire.writeTexts(out, mainResources);
    Wire.writeTexts(out, testResources);
    Wire.writeText(out, directory);
    Wire.writeTexts(out, libraries.stream().map(Path::toString).toList());
    out.writeInt(release);
  }

  static ProjectFiles read(DataInput in) throws IOException {
    return new ProjectFiles(
        Wire.readFiles(in),
        Wire.readTexts(in),
        Wire.readTexts(in),
        Wire.readTexts(in),
        Wire.readTexts(in),
        Wire.readText(in),
        Wire.readTexts(in).stream().map(Path::of).toList(),
        in.readInt());
  }

  /** Whether a path is a main source, by its folder. */
  boolean isMain(String path) {
    return isUnder(mainRoots, path);
  }

  /** The Java sources under some roots; module descriptors are left out, all is one class path. */
  Map<String, byte[]> sources(List<String> roots) {
    Map<String, byte[]> sources = new LinkedHashMap<>();
    files.forEach(
        (path, content) -> {
          if (path.endsWith(".java")
              && !path.endsWith("module-info.java")
              && isUnder(roots, path)) {
            sources.put(path, content);
          }
        });
    return sources;
  }

  /** The files under some roots that are no sources, by their path below the root. */
  Map<String, byte[]> resources(List<String> roots) {
    Map<String, byte[]> resources = new LinkedHashMap<>();
    for (String root : roots) {
      files.forEach(
          (path, content) -> {
            if (path.startsWith(root + "/") && !path.endsWith(".java")) {
              resources.putIfAbsent(path.substring(root.length() + 1), content);
            }
          });
    }
    return resources;
  }

  private static boolean isUnder(List<String> roots, String path) {
    return roots.stream().anyMatch(root -> path.startsWith(root + "/"));
  }
}
