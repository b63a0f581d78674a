package nexa.heal.sandbox.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * First looks at overlays: only what an overlay changes is compiled and written, and the JVM was started
 * ahead. All looks share the project's own classes on disk, which a hostile test could change; so a look
 * tells candidates apart and proves nothing, and after a whole run, which executes the project's tests,
 * everything is thrown away and made again.
 */
final class Trials {

  private static final int COMPILERS = 2;

  private final ProjectFiles project;
  private final WarmCompiler warm;
  private final Map<String, byte[]> mainClasses;
  private final Map<String, byte[]> testClasses;
  private final Map<String, byte[]> workerClasses;
  private final Messages messages;
  private final Path root;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final List<QuickCompiler> compilers = new ArrayList<>();
  private @Nullable Shelf shelf;
  private Map<String, byte[]> knownTest = Map.of();
  private Map<String, byte[]> knownTestClasses = Map.of();

  Trials(
      ProjectFiles project, WarmCompiler warm, Classes classes, Path root, Messages messages) {
    this.project = project;
    this.warm = warm;
    this.mainClasses = classes.main();
    this.testClasses = classes.test();
    this.workerClasses = classes.worker();
    this.root = root;
    this.messages = messages;
  }

  /** Compiles the overlay, calls the methods and tells how it ended. */
  void run(TrialRequest request) throws IOException, InterruptedException {
    while (true) {
      Shelf ready = shelf();
      lock.readLock().lock();
      try {
        if (ready == shelf) { // else a whole run ended in between
          look(request, ready.take());
          return;
        }
      } finally {
        lock.readLock().unlock();
      }
    }
  }

  /** Throws away what waited beside a whole run. */
  void reset() {
    lock.writeLock().lock();
    try {
      if (shelf != null) {
        shelf.clear();
        shelf = null;
        Folder.delete(root);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private Shelf shelf() throws IOException {
    lock.writeLock().lock();
    try {
      if (shelf == null) {
        shelf = made();
      }
      return shelf;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private Shelf made() throws IOException {
    Path main = root.resolve("main");
    Path test = root.resolve("test");
    Path tree = root.resolve("tree");
    Path worker = root.resolve("worker");
    Folder.write(mainClasses, main);
    Folder.write(testClasses, test);
    Folder.write(workerClasses, worker);
    Folder.write(project.resources(project.mainResources()), main);
    Folder.write(project.resources(project.testResources()), test);
    Folder.write(project.files(), tree);
    if (compilers.isEmpty()) {
      for (int i = 0; i < COMPILERS; i++) {
        compilers.add(warm.quick(List.of(test, main)));
      }
    }
    List<Path> classPath = new ArrayList<>(List.of(test, main));
    classPath.addAll(project.libraries());
    Path directory = Files.createDirectories(tree.resolve(project.directory()));
    return new Shelf(root, worker, classPath, directory);
  }

  private void look(TrialRequest request, Shelf.Slot slot)
      throws IOException, InterruptedException {
    boolean told = false;
    try {
      List<String> errors = compile(request, slot);
      if (!errors.isEmpty()) {
        messages.write(
            Wire.NOT_COMPILED,
            out -> {
              out.writeInt(request.run());
              Wire.writeTexts(out, errors);
            });
        return;
      }
      if (!ClassShape.keeps(mainClasses, Folder.read(slot.main()))) {
        messages.write(
            Wire.ENDED,
            out -> new RunEnd(request.run(), -1, Wire.SHAPE_CHANGED, false).writeTo(out));
        return;
      }
      told = true;
      RunEnd end =
          slot.process()
              .run(
                  request.run(),
                  request.timeout(),
                  request.timeout(),
                  out -> {
                    out.write(request.secret());
                    Wire.writeText(out, request.testClass());
                    Wire.writeTexts(out, request.methods());
                  },
                  messages);
      messages.write(Wire.ENDED, end::writeTo);
    } finally {
      if (!told) {
        slot.process().discard();
      }
      Folder.delete(slot.home());
    }
  }

  private List<String> compile(TrialRequest request, Shelf.Slot slot) throws IOException {
    Map<String, byte[]> main = new LinkedHashMap<>(request.overlay());
    main.keySet().removeIf(path -> !project.isMain(path));
    Map<String, byte[]> test = new LinkedHashMap<>(request.overlay());
    test.keySet().removeIf(project::isMain);
    QuickCompiler compiler = compilers.get(request.run() % COMPILERS);
    List<String> errors = compiler.compile(main, slot.main());
    if (errors.isEmpty()) {
      errors = test(compiler, test, slot.test());
    }
    return errors;
  }

  /** The tests of one diagnosis are the same for all its candidates: compiled once, kept as classes. */
  private List<String> test(QuickCompiler compiler, Map<String, byte[]> sources, Path output)
      throws IOException {
    Map<String, byte[]> known = known(sources);
    if (!known.isEmpty()) {
      Folder.write(known, output);
      return List.of();
    }
    List<String> errors = compiler.compile(sources, output);
    if (errors.isEmpty()) {
      keep(sources, Folder.read(output));
    }
    return errors;
  }

  private synchronized Map<String, byte[]> known(Map<String, byte[]> sources) {
    return same(sources, knownTest) ? knownTestClasses : Map.of();
  }

  private synchronized void keep(Map<String, byte[]> sources, Map<String, byte[]> classes) {
    knownTest = sources;
    knownTestClasses = classes;
  }

  private static boolean same(Map<String, byte[]> some, Map<String, byte[]> others) {
    return some.keySet().equals(others.keySet())
        && some.entrySet().stream()
            .allMatch(each -> java.util.Arrays.equals(each.getValue(), others.get(each.getKey())));
  }

  /** The project as it was compiled, and this package for the JVMs to run. */
  record Classes(
      Map<String, byte[]> main, Map<String, byte[]> test, Map<String, byte[]> worker) {}
}
