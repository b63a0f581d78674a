package nexa.heal.source;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** One source file as syntax, without types. Not for several threads at once. */
public final class ParsedSource {

  private final String text;
  private final CompilationUnitTree unit;
  private final Trees trees;
  private final boolean valid;

  private ParsedSource(String text, CompilationUnitTree unit, Trees trees, boolean valid) {
    this.text = text;
    this.unit = unit;
    this.trees = trees;
    this.valid = valid;
  }

  /** Parses a text, as far as it is Java. */
  public static ParsedSource of(String text) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask) ToolProvider.getSystemJavaCompiler()
            .getTask(null, null, diagnostics, SourceFile.UNTOUCHED, null,
                List.of(new SourceFile("Parsed.java", text)));
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      boolean valid =
          diagnostics.getDiagnostics().stream()
              .noneMatch(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR);
      return new ParsedSource(text, unit, Trees.instance(task), valid);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot parse a source in memory", e);
    }
  }

  /** Whether the whole text is Java. */
  public boolean isValid() {
    return valid;
  }

  /** The compilation unit. */
  public CompilationUnitTree unit() {
    return unit;
  }

  /** The statements of a block, or the one that stands for it. */
  public static List<? extends StatementTree> statements(StatementTree tree) {
    return tree instanceof BlockTree block ? block.getStatements() : List.of(tree);
  }

  /** Whether a tree is a loop statement. */
  public static boolean isLoop(@Nullable Tree tree) {
    return tree instanceof ForLoopTree || tree instanceof EnhancedForLoopTree
        || tree instanceof WhileLoopTree || tree instanceof DoWhileLoopTree;
  }

  /** A tree's source text. */
  public String text(Tree tree) {
    int start = start(tree);
    return start < 0 ? "" : text.substring(start, Math.max(start, end(tree)));
  }

  /** A tree's source text with single blanks, so that equal code is equal text. */
  public String plain(@Nullable Tree tree) {
    return tree == null ? "" : String.join(" ", text(tree).strip().split("\\s+"));
  }

  /** Where a tree starts, in characters; -1 when it has no source of its own. */
  public int start(Tree tree) {
    return (int) positions().getStartPosition(unit, tree);
  }

  /** Where a tree ends, exclusive. */
  public int end(Tree tree) {
    return (int) positions().getEndPosition(unit, tree);
  }

  /** The line of a place, from 1. */
  public int line(int position) {
    return (int) unit.getLineMap().getLineNumber(position);
  }

  /** Every method and constructor that has source, in order. */
  public List<TreePath> methods() {
    return methods(unit, trees);
  }

  /** The methods and constructors with a body that a file itself writes, in order. */
  public static List<TreePath> methods(CompilationUnitTree unit, Trees trees) {
    List<TreePath> methods = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree node, @Nullable Void unused) {
        long start = trees.getSourcePositions().getStartPosition(unit, node);
        boolean isWritten = trees.getSourcePositions().getEndPosition(unit, node) > start;
        if (isWritten && node.getBody() != null) {
          methods.add(getCurrentPath());
        }
        return super.visitMethod(node, unused);
      }
    }.scan(unit, null);
    return methods;
  }

  /** The innermost method whose source holds a place. */
  public Optional<TreePath> methodAt(int position) {
    return methods().stream()
        .filter(path -> start(path.getLeaf()) <= position && position <= end(path.getLeaf()))
        .reduce((outer, inner) -> inner);
  }

  /** The innermost method whose source holds a line. */
  public Optional<TreePath> methodAtLine(int line) {
    return methods().stream()
        .filter(
            path -> line(start(path.getLeaf())) <= line && line <= line(end(path.getLeaf())))
        .reduce((outer, inner) -> inner);
  }

  /** A method's documentation as it reads, without markup, line by line; empty when it has none. */
  public String doc(TreePath method) {
    String doc = trees.getDocComment(method);
    return doc == null ? "" : doc.lines().map(ParsedSource::read).collect(Collectors.joining("\n"));
  }

  /** A line without HTML tags and the braces of inline tags, with one space between its words. */
  private static String read(String line) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      int end = -1;
      if (c == '<' && at + 1 < line.length() && isTag(line.charAt(at + 1))) {
        end = line.indexOf('>', at);
      } else if (line.startsWith("{@", at)) {
        end = line.indexOf(' ', at);
      }
      boolean isSpace = c == ' ' || c == '}';
      if (end < 0 && !isSpace) {
        text.append(c);
      } else if (isSpace && !text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
        text.append(' ');
      }
      at = end < 0 ? at + 1 : end + 1;
    }
    return text.toString();
  }

  private static boolean isTag(char afterBracket) {
    return Character.isLetter(afterBracket) || afterBracket == '/';
  }

  private SourcePositions positions() {
    return trees.getSourcePositions();
  }
}
