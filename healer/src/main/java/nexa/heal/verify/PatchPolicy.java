package nexa.heal.verify;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.TreeScanner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import nexa.heal.source.ParsedSource;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;
import nexa.patch.Edit;
import nexa.patch.Patch;
import org.jspecify.annotations.Nullable;

/**
 * What a patch may not do, told from its text before anything runs: leave the files of the diagnosis,
 * grow large, hide characters, swallow an exception, or reach for what the code did not reach for.
 */
final class PatchPolicy {

  private static final int FILES_MAX = 3;
  private static final int LINES_MAX = 60;
  private static final int CHARS_MAX = 8 * 1024;

  private static final Set<String> REFUSED_FOLDERS = Set.of("migration", "migrations");

  /** Names by which Java code leaves the program, reaches the machine or tells that it is tested. */
  private static final Set<String> CAPABILITIES =
      Set.of(
          "exit", "halt", "Runtime", "ProcessBuilder", "ProcessHandle", "forName", "setAccessible",
          "MethodHandles", "Unsafe", "ClassLoader", "ServiceLoader", "loadLibrary", "Socket",
          "ServerSocket", "SocketChannel", "DatagramSocket", "HttpClient", "URL", "InetAddress",
          "InitialContext", "ObjectInputStream", "ScriptEngineManager", "getenv", "setProperty",
          "StackWalker", "getStackTrace", "FileOutputStream", "FileDescriptor", "RandomAccessFile",
          "FileWriter", "Files", "Thread", "setOut", "setErr", "getDeclaredMethod",
          "getDeclaredField");

  /**
   * Why a patch is refused, empty when it may run.
   *
   * @param parsed the project's files
   * @param allowed the files it may touch, resolved from symbols
   */
  Optional<String> refusal(
      Project project, ParsedTree parsed, Set<String> allowed, Patch patch) {
    if (patch.edits().isEmpty()) {
      return Optional.of("changes nothing");
    }
    return Stream.<Supplied>of(
        () -> refusedPlace(project, allowed, patch.edits()),
        () -> refusedSplice(project.tree(), patch.edits()),
        () -> refusedSize(project.tree(), patch.edits()),
        () -> refusedText(patch.edits()),
        () -> refusedMeaning(parsed, patch.edits()))
        .map(Supplied::get)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> refusedPlace(
      Project project, Set<String> allowed, List<Edit> edits) {
    for (Edit edit : edits) {
      String file = edit.file();
      if (!isPlain(file)) {
        return Optional.of("has a path that is not plain");
      }
      if (!isUnder(project.mainRoots(), file) || isUnder(project.testRoots(), file)) {
        return Optional.of("touches " + file + ", which is no main source");
      }
      if (!file.endsWith(".java") || file.endsWith("-info.java")) {
        return Optional.of("touches " + file + ", which is no class");
      }
      if (Stream.of(file.split("/")).anyMatch(REFUSED_FOLDERS::contains)) {
        return Optional.of("touches the migration " + file);
      }
      if (!allowed.contains(file) || !project.tree().files().containsKey(file)) {
        return Optional.of("touches " + file + ", which the diagnosis does not name");
      }
    }
    return Optional.empty();
  }

  private static boolean isPlain(String path) {
    return path.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\' && c != ':')
        && Stream.of(path.split("/", -1)).noneMatch(name -> name.isEmpty() || name.startsWith("."));
  }

  private static boolean isUnder(List<String> roots, String file) {
    return roots.stream().anyMatch(root -> file.startsWith(root + "/"));
  }

  private static Optional<String> refusedSplice(SourceTree tree, List<Edit> edits) {
    Map<String, Integer> ends = new HashMap<>();
    for (Edit edit : edits) {
      int from = ends.getOrDefault(edit.file(), 0);
      int length = tree.text(edit.file()).length();
      if (edit.start() < from || edit.end() < edit.start() || edit.end() > length) {
        return Optional.of("has edits that overlap or leave the file");
      }
      ends.put(edit.file(), edit.end());
    }
    return Optional.empty();
  }

  private static Optional<String> refusedSize(SourceTree tree, List<Edit> edits) {
    long files = edits.stream().map(Edit::file).distinct().count();
    if (files > FILES_MAX) {
      return Optional.of("touches " + files + " files, more than " + FILES_MAX);
    }
    long lines = 0;
    long chars = 0;
    for (Edit edit : edits) {
      String removed = tree.text(edit.file()).substring(edit.start(), edit.end());
      lines += removed.lines().count() + edit.replacement().lines().count();
      chars += edit.replacement().length();
    }
    if (lines > LINES_MAX || chars > CHARS_MAX) {
      return Optional
          .of("changes " + lines + " lines, more than " + LINES_MAX + ", or very long ones");
    }
    return Optional.empty();
  }

  private static Optional<String> refusedText(List<Edit> edits) {
    boolean hidden =
        edits.stream().flatMapToInt(edit -> edit.replacement().codePoints())
            .anyMatch(PatchPolicy::isHidden);
    return hidden ? Optional.of("holds hidden or control characters") : Optional.empty();
  }

  /** Whether a reader does not see the character, or sees it somewhere else. */
  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\t' && c != '\r';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
    };
  }

  private static Optional<String> refusedMeaning(ParsedTree parsed, List<Edit> edits) {
    for (Map.Entry<String, String> patched : parsed.tree().patched(edits).entrySet()) {
      String before = parsed.tree().text(patched.getKey());
      String after = patched.getValue();
      if (after.equals(before)) {
        return Optional.of("changes nothing in " + patched.getKey());
      }
      if (count(after, "\\u") > count(before, "\\u")) {
        return Optional.of("holds a unicode escape, which can hide code");
      }
      Optional<String> refused = refusedMeaning(
          Facts.of(parsed.of(patched.getKey())), Facts.of(ParsedSource.of(after)));
      if (refused.isPresent()) {
        return refused;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> refusedMeaning(Facts before, Facts after) {
    if (!after.parses && before.parses) {
      return Optional.of("is not Java");
    }
    if (after.emptyCatches > before.emptyCatches) {
      return Optional.of("swallows an exception");
    }
    return after.names.entrySet().stream()
        .filter(name -> name.getValue() > before.names.getOrDefault(name.getKey(), 0))
        .findFirst()
        .map(name -> "reaches for " + name.getKey());
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  /** One check. */
  private interface Supplied {
    Optional<String> get();
  }

  /** What the policy wants to know of a source file's syntax tree. */
  private static final class Facts extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final Map<String, Integer> names = new TreeMap<>();
    private int emptyCatches;
    private boolean parses = true;

    static Facts of(ParsedSource source) {
      Facts facts = new Facts();
      facts.scan(source.unit(), null);
      facts.parses = source.isValid();
      return facts;
    }

    @Override
    public @Nullable Void visitCatch(CatchTree node, @Nullable Void unused) {
      if (isEmpty(node.getBlock())) {
        emptyCatches++;
      }
      return super.visitCatch(node, unused);
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree node, @Nullable Void unused) {
      see(node.getName().toString());
      return super.visitIdentifier(node, unused);
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree node, @Nullable Void unused) {
      see(node.getIdentifier().toString());
      return super.visitMemberSelect(node, unused);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree node, @Nullable Void unused) {
      see(node.getName().toString());
      return super.visitMemberReference(node, unused);
    }

    private void see(String name) {
      if (CAPABILITIES.contains(name)) {
        names.merge(name, 1, Integer::sum);
      }
    }

    private static boolean isEmpty(BlockTree block) {
      return block.getStatements().stream().allMatch(EmptyStatementTree.class::isInstance);
    }
  }
}
