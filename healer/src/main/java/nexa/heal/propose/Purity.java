package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreeScanner;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether code changes nothing, as far as its form and names tell. */
final class Purity {

  private Purity() {}

  /** Whether looking at a tree once more changes nothing, as far as names tell. */
  static boolean isPure(Tree tree) {
    boolean[] pure = {true};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call,
          @Nullable Void unused) {
        String text = call.getMethodSelect().toString();
        pure[0] &= isQuery(text.substring(text.lastIndexOf('.') + 1));
        return super.visitMethodInvocation(call, unused);
      }

      @Override
      public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
        pure[0] = false;
        return null;
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
        pure[0] = false;
        return null;
      }

      @Override
      public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
        pure[0] &= switch (tree.getKind()) {
          case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT -> false;
          default -> true;
        };
        return super.visitUnary(tree, unused);
      }
    }.scan(tree, null);
    return pure[0];
  }

  private static boolean isQuery(String method) {
    return Set
        .of("size", "length", "indexOf", "lastIndexOf", "trim", "isEmpty", "charAt", "toString",
            "name",
            "intValue", "longValue", "signum", "peek", "keySet", "values", "entrySet")
        .contains(method)
        || method.startsWith("get")
        || method.startsWith("is")
        || method.startsWith("has")
        || method.equals("get");
  }
}
