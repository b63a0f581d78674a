package nexa.heal.source;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles a project's main sources in this process; nothing is written and no processor runs. */
public final class MemoryCompiler {

  private static final int ERROR_CHARS_MAX = 300;

  private MemoryCompiler() {}

  /** What compiling came to. */
  public sealed interface Compiled {

    /** Every class file by its binary name. */
    record Classes(Map<String, byte[]> files) implements Compiled {}

    /** The first error. */
    record Failed(String error) implements Compiled {}
  }

  /**
   * Compiles all of them.
   *
   * @param sources the main sources by path
   */
  public static Compiled compile(Project project, Map<String, String> sources) {
    return compile(project, sources, sources.keySet());
  }

  /**
   * Compiles some of them; of the others only what these need is looked at.
   *
   * @param sources the main sources by path
   * @param wanted the paths of those whose classes are wanted
   */
  public static Compiled compile(
      Project project, Map<String, String> sources, Set<String> wanted) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<SourceFile> units =
        sources.entrySet().stream()
            .filter(source -> wanted.contains(source.getKey()))
            .map(source -> new SourceFile(source.getKey(), source.getValue()))
            .toList();
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
        Files files =
            new Files(standard, wanted.equals(sources.keySet()) ? Map.of() : sources,
                project.mainRoots())) {
      boolean compiled =
          compiler.getTask(null, files, diagnostics, options(project), null, units).call();
      return compiled
          ? new Compiled.Classes(files.classes())
          : new Compiled.Failed(firstError(diagnostics));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compile in memory", e);
    }
  }

  private static List<String> options(Project project) {
    int release = Math.clamp(project.release(), 8, Runtime.version().feature());
    String classpath =
        project.classpath().stream()
            .map(Object::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> options = new ArrayList<>(SourceFile.UNTOUCHED);
    options.addAll(
        List.of(
            "-g", "-parameters", "-nowarn", "-Xlint:none", "-implicit:none", "--release",
            Integer.toString(release), "-classpath", classpath));
    return options;
  }

  private static String firstError(DiagnosticCollector<JavaFileObject> diagnostics) {
    String error =
        diagnostics.getDiagnostics().stream()
            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .findFirst()
            .map(
                diagnostic -> diagnostic.getMessage(Locale.ROOT).lines().findFirst().orElse("")
                    + " in line " + diagnostic.getLineNumber())
            .orElse("the compiler failed without a word");
    return error.substring(0, Math.min(ERROR_CHARS_MAX, error.length()));
  }

  /** A class file in memory. */
  private static final class Output extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output(String className, Kind kind) {
      super(SourceFile.uri(className.replace('.', '/') + kind.extension), kind);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  /** Keeps what the compiler makes, and has the sources that it may ask for, by their packages. */
  private static final class Files extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, Output> outputs = new TreeMap<>();
    private final Map<String, List<JavaFileObject>> packages = new HashMap<>();
    private final Map<JavaFileObject, String> names = new IdentityHashMap<>();

    Files(StandardJavaFileManager standard, Map<String, String> sources, List<String> roots) {
      super(standard);
      sources.forEach(
          (path, text) -> {
            String name = className(path, roots);
            SourceFile file = new SourceFile(path, text);
            names.put(file, name);
            packages
                .computeIfAbsent(
                    name.substring(0, Math.max(0, name.lastIndexOf('.'))), key -> new ArrayList<>())
                .add(file);
          });
    }

    private static String className(String path, List<String> roots) {
      String below = Project.below(roots, path);
      return below.substring(0, below.length() - ".java".length()).replace('/', '.');
    }

    @Override
    public boolean hasLocation(Location location) {
      return location == StandardLocation.SOURCE_PATH
          ? !packages.isEmpty()
          : super.hasLocation(location);
    }

    @Override
    public Iterable<JavaFileObject> list(
        Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
        throws IOException {
      if (location == StandardLocation.SOURCE_PATH) {
        return kinds.contains(JavaFileObject.Kind.SOURCE)
            ? packages.getOrDefault(packageName, List.of())
            : List.of();
      }
      return super.list(location, packageName, kinds, recurse);
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
      String own = names.get(file);
      return own == null ? super.inferBinaryName(location, file) : own;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return outputs.computeIfAbsent(className, name -> new Output(name, kind));
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new TreeMap<>();
      outputs.forEach((name, output) -> classes.put(name, output.bytes.toByteArray()));
      return classes;
    }
  }
}
