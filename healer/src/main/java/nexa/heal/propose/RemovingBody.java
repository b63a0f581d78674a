package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.Set;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/**
 * The body of a loop that removes elements by index. It can be run from the last element to the
 * first when it does the same in any order: it asks, counts, and removes the one element last.
 */
final class RemovingBody extends TreePathScanner<@Nullable Void, @Nullable Void> {

  private static final Set<String> LIST_CALLS = Set.of("get", "size", "isEmpty");

  private final JavaModel model;
  private final String index;
  private final String bound;
  private final String list;
  private int removals;
  private boolean ordered;

  RemovingBody(JavaModel model, String index, String bound, String list) {
    this.model = model;
    this.index = index;
    this.bound = bound;
    this.list = list;
  }

  boolean canTurn(TreePath body) {
    scan(body, null);
    return removals == 1 && !ordered;
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
    if (isRemoval(call)) {
      removals++;
      ordered |= !(getCurrentPath().getParentPath().getLeaf() instanceof ExpressionStatementTree);
      return null;
    }
    ordered |= !isQuestion(call);
    return super.visitMethodInvocation(call, unused);
  }

  private boolean isRemoval(MethodInvocationTree call) {
    return call.getMethodSelect().toString().equals(list + ".remove")
        && call.getArguments().size() == 1
        && call.getArguments().getFirst().toString().equals(index);
  }

  /** Whether a call only asks, as far as the names tell: of the list, of a text, or by a getter. */
  private boolean isQuestion(MethodInvocationTree call) {
    TreePath receiver = Culprits.receiver(getCurrentPath());
    if (getCurrentPath().getParentPath().getLeaf() instanceof ExpressionStatementTree
        || receiver == null) {
      return false;
    }
    String name = Culprits.nameOf(call);
    return receiver.getLeaf().toString().equals(list)
        ? LIST_CALLS.contains(name)
        : name.equals("equals") || Purity.isPure(call)
            || new Typing(model).is(receiver, "java.lang.String");
  }

  /** What is read of the index behind the removal is another element already. */
  @Override
  public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
    ordered |= tree.getName().contentEquals(bound)
        || (removals > 0 && tree.getName().contentEquals(index));
    return null;
  }

  @Override
  public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
    ordered |= !Purity.isPure(tree) && tree.getExpression().toString().equals(index);
    return super.visitUnary(tree, unused);
  }

  @Override
  public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
    ordered = true;
    return null;
  }

  @Override
  public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree tree,
      @Nullable Void unused) {
    boolean sum =
        Typing.isIntegral(model.typeOf(new TreePath(getCurrentPath(), tree.getVariable())));
    ordered |= !sum || tree.getVariable().toString().equals(index)
        || switch (tree.getKind()) {
          case PLUS_ASSIGNMENT, MINUS_ASSIGNMENT, OR_ASSIGNMENT, AND_ASSIGNMENT, XOR_ASSIGNMENT ->
              false;
          default -> true;
        };
    return super.visitCompoundAssignment(tree, unused);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
    ordered = true;
    return null;
  }

  @Override
  public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
    ordered = true;
    return null;
  }

  @Override
  public @Nullable Void visitBreak(BreakTree tree, @Nullable Void unused) {
    ordered = true;
    return null;
  }

  @Override
  public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
    ordered = true;
    return null;
  }
}
