package nexa.heal.sandbox.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Folders of the container, whole: read, written, deleted. */
final class Folder {

  private Folder() {}

  /** The files below a folder, by their path in it. */
  static Map<String, byte[]> read(Path directory) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        files.put(directory.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  /** Writes files into a folder, which is made when it is missing. */
  static void write(Map<String, byte[]> files, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey()).normalize();
      if (!path.startsWith(directory)) {
        throw new IOException("The path " + file.getKey() + " leaves its folder");
      }
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  /** Deletes a folder and what is in it. */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("Cannot delete " + directory + ": " + e); // the container dies with it
    }
  }
}
