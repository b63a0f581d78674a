package nexa.bench.corpus;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Java source that is compiled in this process. */
final class SourceCode {

  private SourceCode() {}

  /** The Java files below a folder; none when it is not there. */
  static List<Path> in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** Compiles the main sources of a project, and puts its resources beside the classes. */
  static void compileMain(Path tree, Path classes, int release) throws IOException {
    compile(in(tree.resolve("src/main/java")), List.of(), classes, release);
    copyResources(tree, classes);
  }

  /** Puts the resources of a project beside its classes. */
  static void copyResources(Path tree, Path classes) throws IOException {
    Path resources = tree.resolve("src/main/resources");
    if (Files.isDirectory(resources)) {
      try (Stream<Path> files = Files.walk(resources)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = classes.resolve(resources.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  /**
   * Compiles files as Maven would, with debug information.
   *
   * @throws IOException with the compiler's words when they do not compile
   */
  static void compile(List<Path> files, List<Path> classpath, Path classes, int release)
      throws IOException {
    Files.createDirectories(classes);
    List<String> options =
        new ArrayList<>(
            List.of(
                "-g", "-nowarn", "-proc:none", "--release", String.valueOf(release), "-d",
                classes.toString()));
    options.add("-classpath");
    options.add(
        classpath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean good =
          compiler.getTask(
              said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
              .call();
      if (!good) {
        throw new IOException("Does not compile: " + said);
      }
    }
  }
}
