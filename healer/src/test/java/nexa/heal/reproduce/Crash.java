package nexa.heal.reproduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import nexa.event.CapturedFrame;
import nexa.event.Frame;
import nexa.event.Snapshot;
import nexa.event.StackTrace;
import nexa.event.Value;
import nexa.heal.reproduce.CallContext.Mode;
import nexa.heal.source.JavaModel;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/** A crash of a small project in memory, and the test that is written of it. */
final class Crash {

  private static final String EXCEPTION = "java.lang.IllegalStateException";

  static final String NULL_POINTER = "java.lang.NullPointerException";

  private static final List<String> JARS =
      List.of("junit-jupiter-api", "opentest4j", "apiguardian", "jspecify", "assertj",
          "platform-commons");

  private final Map<String, String> sources = new HashMap<>();
  private final int release;
  private String descriptor = "";
  private int frameIndex;

  Crash(int release) {
    this.release = release;
  }

  static Crash of(String source) {
    return new Crash(17).with("src/main/java/p/Main.java", "package p;\n" + source);
  }

  Crash with(String path, String source) {
    sources.put(path, source);
    return this;
  }

  Crash withDescriptor(String ofMethod) {
    descriptor = ofMethod;
    return this;
  }

  /** The captured call is the one around the call that failed. */
  Crash furtherOut() {
    frameIndex = 1;
    return this;
  }

  /** The test of one captured call; it must compile. */
  String test(Mode mode, String method, @Nullable Value receiver, Value... arguments)
      throws CannotRebuild {
    String className = "p.Main";
    List<CapturedFrame.Argument> named = new ArrayList<>();
    for (Value argument : arguments) {
      named.add(new CapturedFrame.Argument("arg" + named.size(), argument));
    }
    CapturedFrame frame = new CapturedFrame(className, method, descriptor, receiver, named);
    Project project = project();
    Symbols symbols = new Symbols(JavaModel.of(project));
    TestStyle style = TestStyle.of(project).orElseThrow();
    CallTest test =
        new CallTestWriter(
            diagnosis(frame), project, style, symbols,
            new ObjectGraph(new Snapshot(List.of(frame))))
            .write(frameIndex, frame, mode);
    compile(test);
    return test.source();
  }

  /** The statements of the test of one captured call, a line each, without their indentation. */
  String body(Mode mode, String method, @Nullable Value receiver, Value... arguments)
      throws CannotRebuild {
    String test = test(mode, method, receiver, arguments);
    int start = test.indexOf("{\n", test.indexOf("void "));
    return test.substring(start + 2, test.indexOf("\n  }", start)).lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce((a, b) -> a + "\n" + b)
        .orElse("");
  }

  static Value.Instance object(int id, String type, Object... fields) {
    Map<String, Value> all = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      all.put((String) fields[i], (Value) fields[i + 1]);
    }
    return new Value.Instance(id, type, all);
  }

  static Value.Scalar string(String text) {
    return new Value.Scalar("java.lang.String", text);
  }

  static Value.Scalar number(int value) {
    return new Value.Scalar("int", Integer.toString(value));
  }

  static Value.Scalar boxed(int value) {
    return new Value.Scalar("java.lang.Integer", Integer.toString(value));
  }

  static Value.Sequence sequence(int id, String type, Value... elements) {
    return new Value.Sequence(id, type, List.of(elements));
  }

  private Project project() {
    Map<String, byte[]> files = new HashMap<>();
    sources.forEach((path, text) -> files.put(path, text.getBytes(UTF_8)));
    return new Project(
        new SourceTree("0123456789abcdef", files),
        List.of("src/main/java"), List.of("src/test/java"), List.of(), List.of(),
        classpath(), release);
  }

  private Diagnosis diagnosis(CapturedFrame captured) {
    Frame top = new Frame(captured.className(), captured.method(), null, 3);
    StackTrace trace = new StackTrace(EXCEPTION, null, List.of(top), null, List.of());
    Issue issue =
        new Issue(
            "SHOP-1", "shop", new Fingerprint("0"), "t", EXCEPTION, top, Issue.Status.OPEN, 1,
            Instant.EPOCH, Instant.EPOCH, Set.of(), "", null, trace, List.of(top), null);
    Location location =
        new Location("src/main/java/p/Main.java", captured.className(), captured.method(), 3, 0);
    return new Diagnosis(issue, "0123456789abcdef", List.of(location));
  }

  private void compile(CallTest test) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    Map<String, String> all = new HashMap<>(sources);
    all.put(test.file(), test.source());
    List<String> options =
        List.of(
            "-proc:none", "-Xlint:none", "-XDshould-stop.ifError=FLOW",
            "--should-stop=ifNoError=FLOW",
            "-classpath",
            String.join(File.pathSeparator, classpath().stream().map(Path::toString).toList()));
    boolean compiled =
        compiler
            .getTask(null, null, problems, options, null,
                all.entrySet().stream().map(e -> new Text(e.getKey(), e.getValue())).toList())
            .call();
    if (!compiled) {
      throw new AssertionError(problems.getDiagnostics() + "\n" + test.source());
    }
  }

  private static List<Path> classpath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> JARS.stream().anyMatch(entry::contains))
        .map(Path::of)
        .toList();
  }

  /** A source in memory. */
  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String path, String text) {
      super(java.net.URI.create("mem:///" + path), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
