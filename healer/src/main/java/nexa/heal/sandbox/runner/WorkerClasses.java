package nexa.heal.sandbox.runner;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The classes of this package on a class path of their own: a test JVM sees nothing else of Nexa.
 */
final class WorkerClasses {

  private WorkerClasses() {}

  /** This package's classes, by their path, out of the jar or folder this class came from. */
  static Map<String, byte[]> read() throws IOException {
    Path source = source();
    if (Files.isDirectory(source)) {
      return read(source);
    }
    try (FileSystem jar = FileSystems.newFileSystem(source)) {
      return read(jar.getPath("/"));
    }
  }

  private static Path source() throws IOException {
    try {
      return Path.of(
          WorkerClasses.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("Cannot find the runner's own classes", e);
    }
  }

  private static Map<String, byte[]> read(Path root) throws IOException {
    String folder = WorkerClasses.class.getPackageName().replace('.', '/');
    Map<String, byte[]> classes = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      for (Path each : files.toList()) {
        classes.put(folder + "/" + each.getFileName(), Files.readAllBytes(each));
      }
    }
    return classes;
  }
}
