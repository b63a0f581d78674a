package nexa.heal.verify;

import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import nexa.heal.source.ParsedSource;
import org.jspecify.annotations.Nullable;

/**
 * A patch that returns out of a loop because of one element: the others lose their turn. It may where the
 * loop is a search that ends with the same value already.
 */
final class OneOfMany {

  private OneOfMany() {}

  /** Whether a silencing does that. A condition on a size asks for the end of the data, and for no element. */
  static boolean endsAll(Silencing silencing) {
    boolean[] ends = {false};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
        ends[0] |= ParsedSource.isLoop(tree) && endsFor(silencing, tree);
        return super.scan(tree, unused);
      }
    }.scan(silencing.method().getLeaf(), null);
    return silencing.kind() == Silencing.Kind.RETURNS
        && Silencing.sized(silencing.condition()).isEmpty()
        && ends[0];
  }

  /** Whether the condition names what a loop declares, while the loop does not return the value itself. */
  private static boolean endsFor(Silencing silencing, @Nullable Tree loop) {
    List<String> declared = new ArrayList<>();
    List<String> returned = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree node, @Nullable Void unused) {
        declared.add(node.getName().toString());
        return super.visitVariable(node, unused);
      }

      @Override
      public @Nullable Void visitReturn(ReturnTree node, @Nullable Void unused) {
        returned.add(silencing.source().plain(node.getExpression()));
        return super.visitReturn(node, unused);
      }
    }.scan(loop, null);
    return !returned.contains(silencing.value())
        && declared.stream().anyMatch(it -> Documentation.says(silencing.condition(), it));
  }
}
