package nexa.heal.swap;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import nexa.heal.source.Project;
import nexa.heal.source.SourceFile;

/** Compiles a project's main sources in this process; nothing is written and no processor runs. */
final class MemoryCompiler {

  private static final int ERROR_CHARS_MAX = 300;

  private MemoryCompiler() {}

  /** What compiling came to. */
  sealed interface Compiled {

    /** Every class file by its binary name. */
    record Classes(Map<String, byte[]> files) implements Compiled {}

    /** The first error. */
    record Failed(String error) implements Compiled {}
  }

  /**
   * @param sources the main sources by path
   */
  static Compiled compile(Project project, Map<String, String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    int release = Math.clamp(project.release(), 8, Runtime.version().feature());
    String classpath =
        project.classpath().stream()
            .map(Object::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> options = new ArrayList<>(SourceFile.UNTOUCHED);
    options.addAll(
        List.of(
            "-g", "-parameters", "-nowarn", "-Xlint:none", "--release", Integer.toString(release),
            "-classpath", classpath));
    List<SourceFile> units =
        sources.entrySet().stream().map(e -> new SourceFile(e.getKey(), e.getValue())).toList();
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
        Outputs outputs = new Outputs(standard)) {
      boolean compiled =
          compiler.getTask(null, outputs, diagnostics, options, null, units).call();
      return compiled
          ? new Compiled.Classes(outputs.classes())
          : new Compiled.Failed(firstError(diagnostics));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compile in memory", e);
    }
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

  /** Keeps what the compiler makes. */
  private static final class Outputs extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, Output> outputs = new TreeMap<>();

    Outputs(StandardJavaFileManager standard) {
      super(standard);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location, String className, JavaFileObject.Kind kind,
        FileObject sibling) {
      return outputs.computeIfAbsent(className, name -> new Output(name, kind));
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new TreeMap<>();
      outputs.forEach((name, output) -> classes.put(name, output.bytes.toByteArray()));
      return classes;
    }
  }
}
