package nexa.heal.verify;

import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import nexa.heal.source.ParsedSource;
import org.jspecify.annotations.Nullable;

/**
 * A patch that asks about one element of a loop. What is said of the whole, "null for no map", says nothing
 * of it.
 */
final class OneOfMany {

  private OneOfMany() {}

  /** Whether the condition names what a loop declares, and asks for more than the end of its data. */
  static boolean isAsked(Silencing silencing) {
    return !loops(silencing).isEmpty();
  }

  /**
   * Whether a silencing returns out of the loop, so that the other elements lose their turn. It may where the
   * loop is a search that returns this value already.
   */
  static boolean endsAll(Silencing silencing) {
    return silencing.kind() == Silencing.Kind.RETURNS
        && loops(silencing).stream().anyMatch(loop -> !silencing.returns(silencing.value(), loop));
  }

  /** The loops that declare what the condition names. */
  private static List<Tree> loops(Silencing silencing) {
    List<Tree> loops = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      private final Deque<Tree> around = new ArrayDeque<>();

      @Override
      public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
        if (tree == null || !ParsedSource.isLoop(tree)) {
          return super.scan(tree, unused);
        }
        around.push(tree);
        super.scan(tree, unused);
        around.pop();
        return null;
      }

      @Override
      public @Nullable Void visitVariable(VariableTree node, @Nullable Void unused) {
        if (!around.isEmpty()
            && Documentation.says(silencing.condition(), node.getName().toString())) {
          loops.add(around.peek());
        }
        return super.visitVariable(node, unused);
      }
    }.scan(silencing.method().getLeaf(), null);
    return Silencing.sized(silencing.condition()).isEmpty() ? loops : List.of();
  }
}
