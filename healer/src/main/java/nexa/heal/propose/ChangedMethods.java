package nexa.heal.propose;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import nexa.heal.source.SourceFile;
import org.jspecify.annotations.Nullable;

/** Which methods' bodies differ between two versions of a file. */
public sealed interface ChangedMethods {

  /** Bodies differ, and one of them in more than one place. */
  record Scattered() implements ChangedMethods {}

  /** Only layout, comments or imports differ. */
  record None() implements ChangedMethods {}

  /** More than bodies differs, such as a signature, a field or a class. */
  record More() implements ChangedMethods {}

  /** One of the two is no Java. */
  record Unreadable() implements ChangedMethods {}

  /**
   * Only bodies differ, each in one place.
   *
   * @param ordinals the places of the methods among the methods with a body, as they stand in the file
   */
  record Bodies(List<Integer> ordinals) implements ChangedMethods {
    public Bodies {
      ordinals = List.copyOf(ordinals);
    }
  }

  /** Compares two versions of a file by their syntax. */
  static ChangedMethods between(String before, String after) {
    Parsed old = Parsed.of(before);
    Parsed now = Parsed.of(after);
    if (old == null || now == null) {
      return new Unreadable();
    }
    List<TreePath> oldMethods = old.methods();
    List<TreePath> newMethods = now.methods();
    if (oldMethods.size() != newMethods.size()
        || !Syntax.skeleton(old.unit()).equals(Syntax.skeleton(now.unit()))) {
      return new More();
    }
    List<Integer> changed = new ArrayList<>();
    boolean onePlace = true;
    for (int i = 0; i < oldMethods.size(); i++) {
      if (!Syntax.of(oldMethods.get(i).getLeaf()).equals(Syntax.of(newMethods.get(i).getLeaf()))) {
        changed.add(i);
        onePlace &= Difference.between(oldMethods.get(i), newMethods.get(i)).isOnePlace();
      }
    }
    if (!onePlace) {
      return new Scattered();
    }
    return changed.isEmpty() ? new None() : new Bodies(changed);
  }

  /** A file as syntax, without types. */
  record Parsed(CompilationUnitTree unit, Trees trees) {

    /** Null when the text is no Java. */
    static @Nullable Parsed of(String text) {
      DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
      JavacTask task =
          (JavacTask) ToolProvider.getSystemJavaCompiler()
              .getTask(null, null, diagnostics, List.of("-proc:none"), null,
                  List.of(new SourceFile("Parsed.java", text)));
      try {
        CompilationUnitTree unit = task.parse().iterator().next();
        boolean valid =
            diagnostics.getDiagnostics().stream()
                .noneMatch(it -> it.getKind() == Diagnostic.Kind.ERROR);
        return valid ? new Parsed(unit, Trees.instance(task)) : null;
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot parse a source in memory", e);
      }
    }

    /** A tree's source in the text that was parsed. */
    String text(String source, TreePath path) {
      int start = (int) trees.getSourcePositions().getStartPosition(unit, path.getLeaf());
      int end = (int) trees.getSourcePositions().getEndPosition(unit, path.getLeaf());
      return source.substring(start, end);
    }

    List<TreePath> methods() {
      return methodsOf(unit, trees);
    }
  }

  /** The methods and constructors with a body that a file itself writes, in order. */
  static List<TreePath> methodsOf(CompilationUnitTree unit, Trees trees) {
    List<TreePath> methods = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
        long start = trees.getSourcePositions().getStartPosition(unit, tree);
        boolean written = trees.getSourcePositions().getEndPosition(unit, tree) > start;
        if (written && tree.getBody() != null) {
          methods.add(getCurrentPath());
        }
        return super.visitMethod(tree, null);
      }
    }.scan(unit, null);
    return methods;
  }
}
