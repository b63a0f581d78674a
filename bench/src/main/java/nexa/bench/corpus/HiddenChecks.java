package nexa.bench.corpus;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a fixture's hidden checks against the project in the current folder. */
public final class HiddenChecks {

  private static final String PROGRAM = "HiddenChecks";

  private HiddenChecks() {}

  /**
   * @param arguments the release, the folder of the checks, and the class they are written with
   */
  public static void main(String[] arguments) throws Exception {
    Path classes = Files.createTempDirectory(Path.of("").toAbsolutePath(), "checked");
    Path tree = Path.of("").toAbsolutePath();
    Optional<String> wrong =
        wrong(
            tree, Integer.parseInt(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]),
            classes);
    wrong.ifPresent(System.out::println);
    System.exit(wrong.isPresent() ? 1 : 0); // a thread that a check left must not keep it alive
  }

  /** What is wrong with a tree, empty when all checks hold. */
  static Optional<String> wrong(Path tree, int release, Path hidden, Path check, Path classes)
      throws IOException {
    SourceCode.compileMain(tree, classes, release);
    List<Path> checks = new ArrayList<>(SourceCode.in(hidden));
    checks.add(check);
    SourceCode.compile(checks, List.of(classes), classes, release);
    return failure(PROGRAM, classes).map(String::valueOf);
  }

  /** What a program throws, empty when it ends well. */
  static Optional<Throwable> failure(String program, Path classes) throws IOException {
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, HiddenChecks.class.getClassLoader())) {
      loader.loadClass(program).getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
      return Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.of(e.getTargetException());
    } catch (ReflectiveOperationException e) {
      throw new IOException("Cannot run " + program, e);
    }
  }
}
