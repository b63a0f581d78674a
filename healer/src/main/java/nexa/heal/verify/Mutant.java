package nexa.heal.verify;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.heal.source.ParsedSource;
import nexa.heal.source.SourceTree;
import nexa.patch.Edit;
import nexa.patch.Patch;
import org.jspecify.annotations.Nullable;

/**
 * A patched program with one thing wrong in what was patched. Tests that do not notice say nothing about
 * that thing.
 *
 * @param files the changed files
 * @param what is wrong
 */
record Mutant(Map<String, String> files, String what) {

  private static final int MUTANTS_MAX = 3;

  /**
   * The mutants of a patch: its conditions the other way round, and each of several edits left out but for
   * one that does once more what another does.
   */
  static List<Mutant> of(SourceTree tree, Patch patch) {
    List<Mutant> mutants = new ArrayList<>();
    Map<String, String> patched = tree.patched(patch.edits());
    for (String file : patched.keySet()) {
      int shift = 0;
      for (Edit edit : patch.edits()) {
        if (edit.file().equals(file)) {
          int start = edit.start() + shift;
          negated(patched, file, start, start + edit.replacement().length(), mutants);
          shift += edit.replacement().length() - (edit.end() - edit.start());
        }
      }
    }
    if (patch.edits().size() > 1) {
      for (Edit left : patch.edits()) {
        if (patch.edits().stream().anyMatch(other -> other != left && isSame(tree, other, left))) {
          continue;
        }
        List<Edit> others = new ArrayList<>(patch.edits());
        others.remove(left);
        mutants.add(new Mutant(tree.patched(others), "one of its edits left out"));
      }
    }
    return mutants.subList(0, Math.min(MUTANTS_MAX, mutants.size()));
  }

  private static boolean isSame(SourceTree tree, Edit one, Edit other) {
    return one.replacement().equals(other.replacement())
        && replaced(tree, one).equals(replaced(tree, other));
  }

  private static String replaced(SourceTree tree, Edit edit) {
    return tree.text(edit.file()).substring(edit.start(), edit.end());
  }

  /**
   * The patched program with a failure where the patch begins: tests that do not notice never came there.
   * Empty for a patch outside of statements.
   */
  static Optional<Mutant> failing(SourceTree tree, Patch patch) {
    Edit first = patch.edits().getFirst();
    Map<String, String> patched = tree.patched(patch.edits());
    String text = patched.getOrDefault(first.file(), "");
    ParsedSource source = ParsedSource.of(text);
    int[] at = {-1};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitBlock(BlockTree node, @Nullable Void unused) {
        for (StatementTree statement : node.getStatements()) {
          if (source.start(statement) <= first.start() && first.start() <= source.end(statement)) {
            at[0] = source.start(statement);
          }
        }
        return super.visitBlock(node, unused);
      }
    }.scan(source.unit(), null);
    if (at[0] < 0) {
      return Optional.empty();
    }
    Map<String, String> files = new LinkedHashMap<>(patched);
    files.put(
        first.file(),
        text.substring(0, at[0])
            + "if (System.nanoTime() != 0) throw new IllegalStateException(); "
            + text.substring(at[0]));
    return Optional.of(new Mutant(files, "a failure in the changed place"));
  }

  private static void negated(
      Map<String, String> patched, String file, int from, int to, List<Mutant> mutants) {
    String text = patched.getOrDefault(file, "");
    ParsedSource source = ParsedSource.of(text);
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        negate(node.getCondition());
        return super.visitIf(node, unused);
      }

      @Override
      public @Nullable Void visitConditionalExpression(
          ConditionalExpressionTree node, @Nullable Void unused) {
        negate(node.getCondition());
        return super.visitConditionalExpression(node, unused);
      }

      @Override
      public @Nullable Void visitWhileLoop(WhileLoopTree node, @Nullable Void unused) {
        negate(node.getCondition());
        return super.visitWhileLoop(node, unused);
      }

      @Override
      public @Nullable Void visitForLoop(ForLoopTree node, @Nullable Void unused) {
        negate(node.getCondition());
        return super.visitForLoop(node, unused);
      }

      private void negate(@Nullable ExpressionTree condition) {
        Tree inner =
            condition instanceof ParenthesizedTree parenthesized
                ? parenthesized.getExpression()
                : condition;
        if (inner == null) {
          return;
        }
        int start = source.start(inner);
        int end = source.end(inner);
        if (start < to && from < end) {
          Map<String, String> files = new LinkedHashMap<>(patched);
          files.put(
              file,
              text.substring(0, start) + "!(" + text.substring(start, end) + ")"
                  + text.substring(end));
          mutants.add(
              new Mutant(files, "its condition " + source.plain(inner) + " the other way round"));
        }
      }
    }.scan(source.unit(), null);
  }
}
