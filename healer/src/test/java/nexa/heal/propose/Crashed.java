package nexa.heal.propose;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.memory.Match;
import nexa.patch.Edit;
import nexa.patch.Patch;
import nexa.repair.Proposer;
import org.jspecify.annotations.Nullable;

/**
 * A crash at the marked line of a class {@code Shop}: {@code // here} marks the frame that failed,
 * {@code // caller} the one that called it. The marks are not part of the source.
 */
record Crashed(String source, Diagnosis diagnosis, JavaModel model) {

  private static final String FILE = "src/main/java/shop/Shop.java";
  private static final String HERE = " // here";
  private static final String CALLER = " // caller";

  static Crashed with(String exceptionType, @Nullable String message, String marked) {
    return with(exceptionType, message, marked, false, 17);
  }

  /** In a project that is compiled for an older Java. */
  static Crashed before8(int release, String exceptionType, String message, String marked) {
    return with(exceptionType, message, marked, false, release);
  }

  /** Thrown by a library method that the marked line called. */
  static Crashed inLibrary(String exceptionType, @Nullable String message, String marked) {
    return with(exceptionType, message, marked, true, 17);
  }

  private static Crashed with(String type, @Nullable String message, String marked,
      boolean inLibrary, int release) {
    String source = marked.replace(HERE, "").replace(CALLER, "");
    JavaModel model = JavaModel.of(Map.of(FILE, source), List.of(), release);
    List<Location> locations = new ArrayList<>();
    locations.add(location(model, marked, HERE, 0));
    if (marked.contains(CALLER)) {
      locations.add(location(model, marked, CALLER, 1));
    }
    List<Frame> inApp =
        locations.stream().map(it -> new Frame(it.className(), it.method(), "Shop.java", it.line()))
            .toList();
    List<Frame> frames = new ArrayList<>(inApp);
    if (inLibrary) {
      frames.addFirst(new Frame("java.lang.Library", "call", "Library.java", 7));
    }
    Issue issue =
        new Issue("SHOP-1", "shop", new Fingerprint("00112233aabbccdd"), type, type,
            inApp.getFirst(),
            Issue.Status.OPEN, 3, Instant.EPOCH, Instant.EPOCH, Set.of("logfile"), "", null,
            new StackTrace(type, message, frames, null, List.of()), inApp, null);
    return new Crashed(source, new Diagnosis(issue, "c0ffee", locations), model);
  }

  private static Location location(JavaModel model, String marked, String mark, int index) {
    int at = marked.indexOf(mark);
    int line = (int) marked.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    String method =
        model.methodAt(new Location(FILE, "shop.Shop", "", line, index))
            .map(path -> ((com.sun.source.tree.MethodTree) path.getLeaf()).getName().toString())
            .orElse("<init>");
    return new Location(FILE, "shop.Shop", method, line, index);
  }

  /** The patches one operator makes; each must compile. */
  List<Patch> patches(RepairOperator operator) {
    return checked(new OperatorProposer(any -> model, List.of(operator)), List.of());
  }

  /** The patches a proposer makes; each must compile. */
  List<Patch> checked(Proposer proposer, List<Match> matches) {
    List<Patch> patches = proposer.propose(diagnosis, matches);
    for (Patch patch : patches) {
      assertThat(errors(patched(patch))).as(patched(patch)).isEmpty();
    }
    return patches;
  }

  String patched(Patch patch) {
    StringBuilder text = new StringBuilder(source);
    patch.edits().stream()
        .sorted(Comparator.comparingInt(Edit::start).reversed())
        .forEach(edit -> text.replace(edit.start(), edit.end(), edit.replacement()));
    return text.toString();
  }

  /** Asserts that one of the operator's patches turns the marked source into another. */
  static void assertRepair(RepairOperator operator, Crashed crash, String after) {
    assertThat(crash.patches(operator).stream().map(crash::patched)).contains(after);
  }

  static void assertNoRepair(RepairOperator operator, Crashed crash) {
    assertThat(crash.patches(operator).stream().map(crash::patched)).isEmpty();
  }

  private static List<String> errors(String source) {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask) ToolProvider.getSystemJavaCompiler()
            .getTask(null, null, found, List.of("-proc:none", "--release", "17"), null,
                List.of(new Text(source)));
    try {
      task.analyze();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot analyse a source in memory", e);
    }
    return found.getDiagnostics().stream()
        .filter(it -> it.getKind() == Diagnostic.Kind.ERROR)
        .map(Object::toString)
        .collect(Collectors.toList());
  }

  /** A source file in memory. */
  private static final class Text extends SimpleJavaFileObject {
    private final String source;

    Text(String source) {
      super(URI.create("mem:///shop/Shop.java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }
}
