package nexa.heal.reproduce;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.heal.source.Project;

/** The project's own files, as the paths and classes that a crash had open name them. */
final class KnownFiles {

  private static final int BYTES_MAX = 32 * 1024;

  private final Map<String, byte[]> files;
  private final Project project;
  private final List<String> resourceRoots;

  KnownFiles(Project project) {
    this.files = project.tree().files();
    this.project = project;
    this.resourceRoots = project.testResources();
  }

  /** Whether a class is one of the project's tests' own that anyone can make with nothing. */
  boolean isPlainTestClass(String type) {
    String simple = type.substring(type.lastIndexOf('.') + 1);
    return project.testRoots().stream()
        .map(root -> root + "/" + type.replace('.', '/') + ".java")
        .filter(files::containsKey)
        .map(project.tree()::text)
        .anyMatch(
            text -> text.contains("public class " + simple) && !declares(text, simple + "("));
  }

  /** Whether a constructor stands in a text, rather than calls of one alone. */
  private static boolean declares(String text, String constructor) {
    for (int at = text.indexOf(constructor); at >= 0; at = text.indexOf(constructor, at + 1)) {
      boolean isWord = at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1));
      if (isWord && !text.startsWith("new ", Math.max(0, at - "new ".length()))) {
        return true;
      }
    }
    return false;
  }

  /** The class path's name of the test resource a path ends in. */
  Optional<String> resource(String path) {
    String plain = path.replace('\\', '/');
    for (String root : resourceRoots) {
      for (String file : files.keySet()) {
        if (file.startsWith(root + "/") && plain.endsWith(file.substring(root.length()))) {
          return Optional.of(file.substring(root.length()));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a path names a test resource, where a build has copied it. */
  private boolean isResource(String file, String path) {
    return resourceRoots.stream()
        .anyMatch(
            root -> file.startsWith(root + "/") && path.endsWith(file.substring(root.length())));
  }

  /** The content of the file a path ends in, when it is a small one. */
  Optional<byte[]> content(String path) {
    String plain = path.replace('\\', '/');
    return files.entrySet().stream()
        .filter(
            file -> plain.endsWith("/" + file.getKey())
                || plain.equals(file.getKey())
                || isResource(file.getKey(), plain))
        .map(Map.Entry::getValue)
        .filter(bytes -> bytes.length <= BYTES_MAX)
        .findFirst();
  }
}
