package nexa.heal.reproduce;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.Project;
import nexa.patch.TestOutcome;

/** Compiles with the JDK's compiler and runs tests in a JVM of their own: real, but no cage. */
final class JvmSandbox implements Sandbox {

  private static final long RUN_SECONDS_MAX = 120;

  private final Path folder;

  JvmSandbox(Path folder) {
    this.folder = folder;
  }

  @Override
  public Session open(Project project) {
    return new JvmSession(project, compile(project, Map.of()));
  }

  @Override
  public String identity() {
    return "jvm";
  }

  private List<String> compile(Project project, Map<String, String> overlay) {
    try {
      Path sources = emptied("sources");
      Path classes = emptied("classes");
      Map<String, String> all = new HashMap<>(project.mainSources());
      all.putAll(project.testSources());
      all.putAll(overlay);
      List<Path> files = new ArrayList<>();
      for (Map.Entry<String, String> source : all.entrySet()) {
        Path file = sources.resolve(source.getKey());
        Files.createDirectories(file.getParent());
        files.add(Files.writeString(file, source.getValue()));
      }
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
      try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
        compiler
            .getTask(null, manager, problems,
                List.of("-proc:none", "-d", classes.toString(), "-classpath", classpath(project)),
                null, manager.getJavaFileObjectsFromPaths(files))
            .call();
      }
      return problems.getDiagnostics().stream()
          .filter(it -> it.getKind() == javax.tools.Diagnostic.Kind.ERROR)
          .map(Object::toString)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compile in " + folder, e);
    }
  }

  private Path emptied(String name) throws IOException {
    Path path = folder.resolve(name);
    if (Files.exists(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
    return Files.createDirectories(path);
  }

  private static String classpath(Project project) {
    return String.join(File.pathSeparator,
        project.classpath().stream().map(Path::toString).toList());
  }

  private final class JvmSession implements Session {
    private final Project project;
    private final List<String> errors;

    JvmSession(Project project, List<String> errors) {
      this.project = project;
      this.errors = errors;
    }

    @Override
    public List<String> buildErrors() {
      return errors;
    }

    @Override
    public TestRun run(Map<String, String> overlay, List<String> tests) {
      List<String> problems = compile(project, overlay);
      if (!problems.isEmpty()) {
        return new TestRun.NotCompiled(problems);
      }
      Path out = folder.resolve("outcomes");
      String classpath =
          String.join(File.pathSeparator, folder.resolve("classes").toString(), classpath(project),
              System.getProperty("surefire.test.class.path",
                  System.getProperty("java.class.path")));
      try {
        List<String> command =
            new ArrayList<>(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", classpath, OutcomeMain.class.getName(), out.toString()));
        command.addAll(tests);
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console").toFile())
                .start();
        if (!process.waitFor(RUN_SECONDS_MAX, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return new TestRun.Broken("out of time");
        }
        return process.exitValue() == 0 ? new TestRun.Ran(outcomes(out))
            : new TestRun.Broken("exit");
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot run " + tests, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TestRun.Broken("interrupted");
      }
    }

    private List<TestOutcome> outcomes(Path out) throws IOException {
      List<TestOutcome> outcomes = new ArrayList<>();
      List<String> lines = Files.readAllLines(out);
      for (int i = 0; i < lines.size(); i += 3) {
        String failure = lines.get(i + 2).replace("\u0001", "\n");
        outcomes.add(
            new TestOutcome(
                lines.get(i), TestOutcome.Status.valueOf(lines.get(i + 1)),
                failure.isEmpty() ? null : failure));
      }
      return outcomes;
    }

    @Override
    public void close() {}
  }
}
