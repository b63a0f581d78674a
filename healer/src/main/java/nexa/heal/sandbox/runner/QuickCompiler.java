package nexa.heal.sandbox.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles a few files again and again on one class path, whose jars stay open in between. Not for what
 * is shown in the end: it takes the JDK's own classes for those of the release the project asks for.
 */
final class QuickCompiler {

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
  private final List<String> options;

  QuickCompiler(List<Path> classPath, List<String> options) throws IOException {
    this.options = new ArrayList<>(options);
    manager.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
  }

  /** Compiles sources into a directory; returns the errors, empty when it compiled. */
  synchronized List<String> compile(Map<String, byte[]> sources, Path output) throws IOException {
    if (sources.isEmpty()) {
      return List.of();
    }
    manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    boolean compiled =
        compiler
            .getTask(null, manager, diagnostics, options, null, WarmCompiler.files(sources))
            .call();
    return compiled ? List.of() : WarmCompiler.errors(diagnostics.getDiagnostics());
  }
}
