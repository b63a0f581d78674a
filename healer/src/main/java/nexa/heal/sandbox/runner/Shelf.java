package nexa.heal.sandbox.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * JVMs that were started ahead, each for one look. Their class path begins with two empty folders of
 * their own, which are filled once it is known what is looked at.
 */
final class Shelf {

  private static final int WAITING = 2;

  private final Path root;
  private final List<Path> classPath;
  private final Path worker;
  private final Path directory;
  private final Deque<Slot> waiting = new ArrayDeque<>();
  private int started;

  /**
   * @param root the folder the JVMs' own folders are in
   * @param worker what the JVMs run, before all else on the class path
   * @param classPath what comes behind the JVMs' own folders
   * @param directory the JVMs' working directory
   */
  Shelf(Path root, Path worker, List<Path> classPath, Path directory) {
    this.root = root;
    this.worker = worker;
    this.classPath = List.copyOf(classPath);
    this.directory = directory;
  }

  /** A JVM that nobody else gets; others are started in its place. */
  synchronized Slot take() throws IOException {
    while (waiting.size() <= WAITING) {
      waiting.add(start());
    }
    return waiting.remove();
  }

  /** Ends the JVMs that wait. */
  synchronized void clear() {
    for (Slot slot : waiting) {
      slot.process().discard();
      Folder.delete(slot.home());
    }
    waiting.clear();
  }

  private Slot start() throws IOException {
    Path home = root.resolve("trial-" + ++started);
    Path test = Files.createDirectories(home.resolve("test"));
    Path main = Files.createDirectories(home.resolve("main"));
    List<Path> path = new ArrayList<>(List.of(worker, test, main));
    path.addAll(classPath);
    TestProcess process =
        TestProcess.start(TrialWorker.class, path, directory, home.resolve("tmp"));
    return new Slot(home, test, main, process);
  }

  /** A JVM that waits, and its own folders. */
  record Slot(Path home, Path test, Path main, TestProcess process) {}
}
