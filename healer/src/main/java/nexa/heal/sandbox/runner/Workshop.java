package nexa.heal.sandbox.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  private Set<String> leftOut = Set.of();
  private volatile @Nullable Trials trials;

  Workshop(ProjectFiles project, Messages messages) throws IOException {
    this.project = project;
    this.messages = messages;
    this.compiler = new WarmCompiler(project.libraries(), project.release());
  }

  /** Compiles the project as far as it can be compiled; gives what came of its main sources. */
  WarmCompiler.Compiled build() throws IOException {
    Path main = Files.createDirectories(WORK.resolve("base/main"));
    Path test = Files.createDirectories(WORK.resolve("base/test"));
    WarmCompiler.Compiled ofMain =
        compiler.compileWhatHolds(project.sources(project.mainRoots()), main, List.of());
    WarmCompiler.Compiled ofTests =
        ofMain.holds()
            ? compiler.compileWhatHolds(project.sources(project.testRoots()), test, List.of(main))
            : ofMain;
    leftOut =
        Stream.of(ofMain, ofTests)
            .flatMap(compiled -> compiled.leftOut().stream())
            .collect(Collectors.toUnmodifiableSet());
    mainClasses = Folder.read(main);
    testClasses = Folder.read(test);
    Folder.delete(WORK.resolve("base"));
    trials =
        new Trials(
            project,
            compiler,
            new Trials.Classes(mainClasses, testClasses, workerClasses),
            WORK.resolve("look"),
            messages);
    return ofMain.with(ofTests);
  }

  /** First looks at this project. */
  Trials trials() {
    return Optional.ofNullable(trials).orElseThrow();
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
      Folder.write(project.resources(project.mainResources()), main);
      Folder.write(project.resources(project.testResources()), test);
      Path tree = home.resolve("tree");
      Folder.write(project.files(), tree);
      Path worker = home.resolve("worker");
      Folder.write(workerClasses, worker);
      List<Path> classPath = new ArrayList<>(List.of(worker, test, main));
      classPath.addAll(project.libraries());
      Path directory = Files.createDirectories(tree.resolve(project.directory()));
      TestProcess process =
          TestProcess.start(
              TestWorker.class, classPath, directory, home.resolve("tmp"));
      RunEnd end =
          process.run(
              request.run(),
              request.timeout(),
              request.silence(),
              out -> {
                out.write(request.secret());
                Wire.writeText(out, test.toString());
                request.selection().writeTo(out);
              },
              messages);
      trials().reset();
      messages.write(Wire.ENDED, end::writeTo);
    } finally {
      Folder.delete(home);
    }
  }

  private List<String> compile(
      Map<String, byte[]> overlay, Path main, Path test, Path changed) throws IOException {
    Map<String, byte[]> mainOverlay = new LinkedHashMap<>(overlay);
    mainOverlay.keySet().removeIf(path -> !project.isMain(path));
    Map<String, byte[]> testOverlay = new LinkedHashMap<>(overlay);
    testOverlay.keySet().removeIf(project::isMain);
    Folder.write(mainClasses, main);
    Folder.write(testClasses, test);
    Files.createDirectories(changed);
    List<String> errors = compiler.compile(mainOverlay, changed, List.of(main));
    if (!errors.isEmpty()) {
      return errors;
    }
    Map<String, byte[]> changedClasses = Folder.read(changed);
    if (!ClassShape.keeps(mainClasses, changedClasses)) {
      errors = compiler.compile(merged(project.mainRoots(), mainOverlay), main, List.of());
      if (errors.isEmpty()) {
        errors = compiler.compile(merged(project.testRoots(), testOverlay), test, List.of(main));
      }
      return errors;
    }
    Folder.write(changedClasses, main);
    return compiler.compile(testOverlay, test, List.of(test, main));
  }

  private Map<String, byte[]> merged(List<String> roots, Map<String, byte[]> overlay) {
    Map<String, byte[]> sources = project.sources(roots);
    sources.keySet().removeAll(leftOut);
    sources.putAll(overlay);
    return sources;
  }
}
