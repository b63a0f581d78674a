package nexa.heal.sandbox.runner;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources held in memory, in this process, so that the compiler gets and stays warm. */
final class WarmCompiler {

  private static final int ERRORS_MAX = 20;
  private static final int ERROR_CHARS_MAX = 500;
  private static final int RELEASE_MIN = 8;
  private static final int ROUNDS_MAX = 8;
  private static final int LEFT_OUT_MAX = 200;
  private static final String SILENT = "the compiler failed without a word";
  private static final String PROCESSORS =
      "META-INF/services/javax.annotation.processing.Processor";

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final List<Path> libraries;
  private final String release;
  private volatile boolean processing;

  WarmCompiler(List<Path> libraries, int release) throws IOException {
    this.libraries = List.copyOf(libraries);
    this.release =
        Integer.toString(Math.clamp(release, RELEASE_MIN, Runtime.version().feature()));
    this.processing = hasProcessors();
  }

  /** A compiler of a few files on these classes and the libraries. */
  QuickCompiler quick(List<Path> classes) throws IOException {
    return new QuickCompiler(
        Stream.concat(classes.stream(), libraries.stream()).toList(),
        options("--source", release, "--target", release));
  }

  private List<String> options(String... language) {
    List<String> options =
        new ArrayList<>(
            List.of("-g", "-parameters", "-nowarn", "-Xlint:none", "-Xmaxerrs", "10000"));
    options.addAll(List.of(language));
    options.addAll(
        processing
            ? List.of("-proc:full")
            : List.of("-proc:none", "-processorpath", "")); // else it looks for plugins in every jar
    return options;
  }

  /**
   * Compiles sources into a directory.
   *
   * @param classes directories of classes that were compiled before, searched before the libraries
   * @return the errors, empty when it compiled
   */
  List<String> compile(Map<String, byte[]> sources, Path output, List<Path> classes)
      throws IOException {
    return said(failures(sources, output, classes));
  }

  /**
   * Compiles what can be compiled of sources: files with errors are left out, then those that needed
   * them. A class that did not compile does not keep the others of an old project from being healed.
   */
  Compiled compileWhatHolds(Map<String, byte[]> sources, Path output, List<Path> classes)
      throws IOException {
    Map<String, byte[]> holding = new LinkedHashMap<>(sources);
    Set<String> leftOut = new TreeSet<>();
    List<String> errors = new ArrayList<>();
    for (int round = 0; round < ROUNDS_MAX; round++) {
      List<Diagnostic<? extends JavaFileObject>> failures = failures(holding, output, classes);
      if (failures.isEmpty()) {
        return new Compiled(errors, leftOut, true);
      }
      said(failures).stream().limit(ERRORS_MAX - errors.size()).forEach(errors::add);
      Set<String> wrong = files(failures);
      leftOut.addAll(wrong);
      if (wrong.isEmpty() || leftOut.size() > LEFT_OUT_MAX || leftOut.size() == sources.size()) {
        break;
      }
      holding.keySet().removeAll(wrong);
    }
    return new Compiled(errors, Set.copyOf(sources.keySet()), false);
  }

  private static Set<String> files(List<Diagnostic<? extends JavaFileObject>> failures) {
    Set<String> files = new TreeSet<>();
    for (Diagnostic<? extends JavaFileObject> failure : failures) {
      if (failure.getSource() instanceof Source source) {
        files.add(source.path);
      }
    }
    return files;
  }

  /** What the compiler has against sources, empty when it compiled them. */
  private List<Diagnostic<? extends JavaFileObject>> failures(
      Map<String, byte[]> sources, Path output, List<Path> classes) throws IOException {
    if (sources.isEmpty()) {
      return List.of();
    }
    List<Path> path = new ArrayList<>(classes);
    path.addAll(libraries);
    List<String> all = options("--release", release);
    all.addAll(List.of("-d", output.toString(), "-classpath", joined(path)));
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler.getTask(null, manager, diagnostics, all, null, files(sources)).call();
      if (compiled) {
        return List.of();
      }
      List<Diagnostic<? extends JavaFileObject>> errors = serious(diagnostics.getDiagnostics());
      if (errors.isEmpty()) {
        throw new IOException(SILENT);
      }
      return errors;
    } catch (RuntimeException e) { // what a processor that is too old for this compiler throws
      if (!processing) {
        throw new IOException("the compiler failed: " + e, e);
      }
      processing = false;
      return failures(sources, output, classes);
    }
  }

  private static List<Diagnostic<? extends JavaFileObject>> serious(
      List<Diagnostic<? extends JavaFileObject>> diagnostics) {
    return diagnostics.stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .toList();
  }

  static List<? extends JavaFileObject> files(Map<String, byte[]> sources) {
    return sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
  }

  private boolean hasProcessors() throws IOException {
    for (Path library : libraries) {
      if (library.toString().endsWith(".jar")) {
        try (JarFile jar = new JarFile(library.toFile(), false)) {
          if (jar.getEntry(PROCESSORS) != null) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static String joined(List<Path> path) {
    return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  static List<String> errors(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
    List<String> errors = said(serious(diagnostics));
    return errors.isEmpty() ? List.of(SILENT) : errors;
  }

  private static List<String> said(List<Diagnostic<? extends JavaFileObject>> failures) {
    return failures.stream().limit(ERRORS_MAX).map(WarmCompiler::error).toList();
  }

  private static String error(Diagnostic<? extends JavaFileObject> diagnostic) {
    String message =
        diagnostic
            .getMessage(Locale.ROOT)
            .lines()
            .map(String::strip)
            .collect(Collectors.joining("; "));
    String at =
        diagnostic.getSource() instanceof Source source
            ? source.path + ":" + diagnostic.getLineNumber() + ": "
            : "";
    return Wire.bounded(at + message, ERROR_CHARS_MAX);
  }

  /**
   * What came of sources.
   *
   * @param errors why files were left out, the first ones
   * @param leftOut the files that are not among the classes
   * @param holds whether there are classes of the others
   */
  record Compiled(List<String> errors, Set<String> leftOut, boolean holds) {
    Compiled {
      errors = List.copyOf(errors);
      leftOut = Set.copyOf(leftOut);
    }

    /** With the errors of other sources too. */
    Compiled with(Compiled other) {
      return new Compiled(
          Stream.concat(errors.stream(), other.errors.stream()).limit(ERRORS_MAX).toList(),
          leftOut,
          holds);
    }
  }

  /** A source file in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String path;
    private final String text;

    Source(String path, byte[] content) {
      super(URI.create("mem:///" + path.replace(" ", "%20")), Kind.SOURCE);
      this.path = path;
      this.text = new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
