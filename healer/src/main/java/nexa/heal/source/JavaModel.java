package nexa.heal.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/**
 * The typed syntax trees of a project's main sources, by the JDK's own compiler. Nothing is written
 * and no annotation processor runs. Not thread-safe.
 */
public final class JavaModel {

  /** What the compiler's trees and symbols take, measured: 29 bytes a character, and the sources. */
  private static final long MEMORY_PER_CHAR = 36;

  private static final long MEMORY_MIN = 48L << 20;

  private final Map<String, String> sources;
  private final Map<String, CompilationUnitTree> units = new LinkedHashMap<>();
  private final Map<String, String> fileByClass = new HashMap<>();
  private final Trees trees;
  private final Elements elements;
  private final Types types;
  private final int release;

  private JavaModel(Map<String, String> sources, JavacTask task, int release) {
    this.sources = sources;
    this.release = release;
    this.trees = Trees.instance(task);
    this.elements = task.getElements();
    this.types = task.getTypes();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        units.put(fileOf(unit), unit);
      }
      task.analyze();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot analyse the sources in memory", e);
    }
    units.forEach(this::indexClasses);
  }

  /**
   * Parses and attributes the project's main sources. Sources that do not compile are kept as far as
   * they go.
   *
   * @throws UnreadableProject when they are more than this process has memory for
   */
  public static JavaModel of(Project project) {
    Map<String, String> sources = project.mainSources();
    checkSize(sources, Runtime.getRuntime().maxMemory());
    return of(sources, project.classpath(), project.release());
  }

  /** Says before the work begins, and not after minutes of it, that it cannot be done. */
  static void checkSize(Map<String, String> sources, long memory) {
    long chars = sources.values().stream().mapToLong(String::length).sum();
    long needed = MEMORY_MIN + MEMORY_PER_CHAR * chars;
    if (needed > memory) {
      throw new UnreadableProject(
          "The main sources are " + sources.size() + " files of " + (chars >> 20)
              + " MB, more than the " + (memory >> 20) + " MB of this process can hold: set"
              + " NEXA_JAVA_OPTS=-Xmx" + ((needed >> 20) + 1) + "m, or heal the module by itself.");
    }
  }

  /** Parses and attributes sources given by path. */
  public static JavaModel of(Map<String, String> sources, List<Path> classpath, int release) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = new ArrayList<>(SourceFile.UNTOUCHED);
    options.addAll(List.of("-Xlint:none", "--release", Integer.toString(Math.max(8, release))));
    options.add("-classpath");
    options.add(
        classpath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    List<SourceFile> files =
        sources.entrySet().stream().map(e -> new SourceFile(e.getKey(), e.getValue())).toList();
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, new DiagnosticCollector<JavaFileObject>(), options,
            null, files);
    return new JavaModel(sources, task, release);
  }

  /** The source text of a file. */
  public String text(String file) {
    return Optional.ofNullable(sources.get(file)).orElseThrow();
  }

  /** The files, in path order. */
  public List<String> files() {
    return List.copyOf(units.keySet());
  }

  /** The syntax tree of a file. */
  public CompilationUnitTree unit(String file) {
    return Optional.ofNullable(units.get(file)).orElseThrow();
  }

  /** The file that declares a class, by its binary name; nested and anonymous classes by their outermost. */
  public Optional<String> fileOf(String binaryName) {
    String name = binaryName;
    while (true) {
      String file = fileByClass.get(name);
      int dollar = name.lastIndexOf('$');
      if (file != null || dollar < 0) {
        return Optional.ofNullable(file);
      }
      name = name.substring(0, dollar);
    }
  }

  /**
   * The method or constructor of a frame: of those whose source spans its line the innermost one with its
   * name, as several may stand on one line; without such a one, as in a lambda, the innermost.
   */
  public Optional<TreePath> methodAt(Location place) {
    List<TreePath> there = spanning(place.file(), place.line(), MethodTree.class);
    return there.stream()
        .filter(path -> ((MethodTree) path.getLeaf()).getName().contentEquals(place.method()))
        .reduce((outer, inner) -> inner)
        .or(() -> there.stream().reduce((outer, inner) -> inner));
  }

  /** The innermost class whose source spans a line. */
  public Optional<TreePath> classAt(String file, int line) {
    return spanning(file, line, ClassTree.class).stream().reduce((outer, inner) -> inner);
  }

  /** The tree's source text, without surrounding space. */
  public String text(TreePath path) {
    CompilationUnitTree unit = path.getCompilationUnit();
    return sourceOf(unit).substring(start(unit, path.getLeaf()), end(unit, path.getLeaf()));
  }

  /** Where a tree starts in its file, in characters. */
  public int start(CompilationUnitTree unit, Tree tree) {
    return (int) positions().getStartPosition(unit, tree);
  }

  /** Where a tree ends in its file, in characters, exclusive. */
  public int end(CompilationUnitTree unit, Tree tree) {
    return (int) positions().getEndPosition(unit, tree);
  }

  /** The line of a character position, from 1. */
  public int line(CompilationUnitTree unit, int position) {
    return (int) unit.getLineMap().getLineNumber(position);
  }

  /** The path of a unit in the repository. */
  public String fileOf(CompilationUnitTree unit) {
    return unit.getSourceFile().getName().substring(1); // the compiler wraps a Source, not its name
  }

  /** The static type of an expression, null when it did not compile. */
  public @Nullable TypeMirror typeOf(TreePath path) {
    return trees.getTypeMirror(path);
  }

  /** A type by its canonical name, null when neither the project nor its dependencies have it. */
  public @Nullable TypeElement type(String canonicalName) {
    return elements.getTypeElement(canonicalName);
  }

  /** The Java release the project is compiled for; what it may use, though types are known from 8 on. */
  public int release() {
    return release;
  }

  /** The compiler's trees. */
  public Trees trees() {
    return trees;
  }

  /** The compiler's elements. */
  public Elements elements() {
    return elements;
  }

  /** The compiler's types. */
  public Types types() {
    return types;
  }

  private SourcePositions positions() {
    return trees.getSourcePositions();
  }

  private String sourceOf(CompilationUnitTree unit) {
    return text(fileOf(unit));
  }

  /** The trees of a kind whose source spans a line, outer ones first. */
  private List<TreePath> spanning(String file, int line, Class<? extends Tree> kind) {
    CompilationUnitTree unit = units.get(file);
    List<TreePath> found = new ArrayList<>();
    if (unit == null) {
      return found;
    }
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void scan(Tree tree, @Nullable Void unused) {
        if (tree != null && kind.isInstance(tree) && start(unit, tree) >= 0
            && line(unit, start(unit, tree)) <= line && line <= line(unit, end(unit, tree) - 1)) {
          found.add(new TreePath(getCurrentPath(), tree));
        }
        return super.scan(tree, unused);
      }
    }.scan(new TreePath(unit), null);
    return found;
  }

  private void indexClasses(String file, CompilationUnitTree unit) {
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        if (trees.getElement(getCurrentPath()) instanceof TypeElement type) {
          fileByClass.putIfAbsent(elements.getBinaryName(type).toString(), file);
        }
        return super.visitClass(tree, unused);
      }
    }.scan(unit, null);
  }
}
