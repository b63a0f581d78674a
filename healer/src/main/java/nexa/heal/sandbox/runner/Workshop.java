package nexa.heal.sandbox.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The compiled project and the place where its overlays are compiled and run. All classes are kept in
 * memory and written out anew for each run, so that no run can change what the next one sees.
 */
final class Workshop {

  private static final Path WORK = Path.of("/work");

  private final ProjectFiles project;
  private final Messages messages;
  private final WarmCompiler compiler;
  private final Map<String, byte[]> workerClasses = WorkerClasses.read();
  private Map<String, byte[]> mainClasses = Map.of();
  private Map<String, byte[]> testClasses = Map.of();

  Workshop(ProjectFiles project, Messages messages) throws IOException {
    this.project = project;
    this.messages = messages;
    this.compiler = new WarmCompiler(project.libraries(), project.release());
  }

  /** Compiles the project; returns the errors. */
  List<String> build() throws IOException {
    Path main = Files.createDirectories(WORK.resolve("base/main"));
    Path test = Files.createDirectories(WORK.resolve("base/test"));
    List<String> errors =
        compiler.compile(project.sources(project.mainRoots()), main, List.of());
    if (errors.isEmpty()) {
      errors = compiler.compile(project.sources(project.testRoots()), test, List.of(main));
    }
    mainClasses = read(main);
    testClasses = read(test);
    delete(WORK.resolve("base"));
    return errors;
  }

  /** Compiles the overlay, runs the tests and tells how it ended. */
  void run(RunRequest request) throws IOException, InterruptedException {
    Path home = Files.createDirectories(WORK.resolve("run-" + request.run()));
    try {
      Path main = home.resolve("main");
      Path test = home.resolve("test");
      List<String> errors = compile(request.overlay(), main, test, home.resolve("changed"));
      if (!errors.isEmpty()) {
        messages.write(
            Wire.NOT_COMPILED,
            out -> {
              out.writeInt(request.run());
              Wire.writeTexts(out, errors);
            });
        return;
      }
      write(project.resources(project.mainResources()), main);
      write(project.resources(project.testResources()), test);
      Path tree = home.resolve("tree");
      write(project.files(), tree);
      Path worker = home.resolve("worker");
      write(workerClasses, worker);
      List<Path> classPath = new ArrayList<>(List.of(worker, test, main));
      classPath.addAll(project.libraries());
      Path directory = Files.createDirectories(tree.resolve(project.directory()));
      RunEnd end = new TestProcess(messages, request).run(classPath, test, directory);
      messages.write(Wire.ENDED, end::writeTo);
    } finally {
      delete(home);
    }
  }

  private List<String> compile(
      Map<String, byte[]> overlay, Path main, Path test, Path changed) throws IOException {
    Map<String, byte[]> mainOverlay = new LinkedHashMap<>(overlay);
    mainOverlay.keySet().removeIf(path -> !project.isMain(path));
    Map<String, byte[]> testOverlay = new LinkedHashMap<>(overlay);
    testOverlay.keySet().removeIf(project::isMain);
    write(mainClasses, main);
    write(testClasses, test);
    Files.createDirectories(changed);
    List<String> errors = compiler.compile(mainOverlay, changed, List.of(main));
    if (!errors.isEmpty()) {
      return errors;
    }
    Map<String, byte[]> changedClasses = read(changed);
    if (!keepShape(changedClasses)) {
      errors = compiler.compile(merged(project.mainRoots(), mainOverlay), main, List.of());
      if (errors.isEmpty()) {
        errors = compiler.compile(merged(project.testRoots(), testOverlay), test, List.of(main));
      }
      return errors;
    }
    write(changedClasses, main);
    return compiler.compile(testOverlay, test, List.of(test, main));
  }

  private boolean keepShape(Map<String, byte[]> changed) {
    for (Map.Entry<String, byte[]> each : changed.entrySet()) {
      byte[] before = mainClasses.get(each.getKey());
      if (before != null && !ClassShape.of(before).equals(ClassShape.of(each.getValue()))) {
        return false;
      }
    }
    return true;
  }

  private Map<String, byte[]> merged(List<String> roots, Map<String, byte[]> overlay) {
    Map<String, byte[]> sources = project.sources(roots);
    sources.putAll(overlay);
    return sources;
  }

  private static Map<String, byte[]> read(Path directory) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        files.put(directory.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private static void write(Map<String, byte[]> files, Path directory) throws IOException {
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

  private static void delete(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("Cannot delete " + directory + ": " + e); // the container dies with it
    }
  }
}
