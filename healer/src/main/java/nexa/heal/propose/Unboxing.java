package nexa.heal.propose;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreePath;
import javax.lang.model.element.ExecutableElement;
import nexa.heal.source.JavaModel;
import nexa.heal.source.ParsedSource;

/** Where the compiler turns a boxed value into a primitive, which fails for null. */
final class Unboxing {

  private Unboxing() {}

  /** Whether an expression's value, if it is boxed, is unboxed where it stands. */
  static boolean isAt(JavaModel model, TreePath expression) {
    Tree leaf = expression.getLeaf();
    TreePath parent = expression.getParentPath();
    return switch (parent.getLeaf()) {
      case VariableTree it ->
          it.getInitializer() == leaf && Typing.isPrimitive(model.typeOf(parent));
      case AssignmentTree it ->
          it.getExpression() == leaf
              && Typing.isPrimitive(model.typeOf(new TreePath(parent, it.getVariable())));
      case CompoundAssignmentTree it ->
          it.getExpression() == leaf && Typing.isPrimitive(model.typeOf(parent));
      case BinaryTree it -> isArithmetic(model, it, parent);
      case UnaryTree _ -> true;
      case TypeCastTree _ -> Typing.isPrimitive(model.typeOf(parent));
      case ArrayAccessTree it -> it.getIndex() == leaf;
      case ReturnTree _ -> returnsPrimitive(model, parent);
      case LambdaExpressionTree _ -> false;
      case MethodInvocationTree it ->
          parameterIsPrimitive(model, parent, it.getArguments().indexOf(leaf));
      case NewClassTree it -> parameterIsPrimitive(model, parent, it.getArguments().indexOf(leaf));
      case ConditionalExpressionTree it ->
          it.getCondition() == leaf || Typing.isPrimitive(model.typeOf(parent));
      case YieldTree _,CaseTree _ -> isArm(model, parent);
      case ParenthesizedTree _ -> isAt(model, parent) || isCondition(parent);
      default -> false;
    };
  }

  /** Whether a value becomes that of a switch expression, which is a primitive. */
  private static boolean isArm(JavaModel model, TreePath arm) {
    for (TreePath path = arm; path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof SwitchExpressionTree) {
        return Typing.isPrimitive(model.typeOf(path)) || isAt(model, path);
      }
      if (path.getLeaf() instanceof MethodTree) {
        return false;
      }
    }
    return false;
  }

  private static boolean isCondition(TreePath parenthesised) {
    return parenthesised.getParentPath().getLeaf() instanceof IfTree
        || ParsedSource.isLoop(parenthesised.getParentPath().getLeaf());
  }

  private static boolean isArithmetic(JavaModel model, BinaryTree tree, TreePath path) {
    boolean comparesPrimitive =
        Typing.isPrimitive(model.typeOf(new TreePath(path, tree.getLeftOperand())))
            || Typing.isPrimitive(model.typeOf(new TreePath(path, tree.getRightOperand())));
    return switch (tree.getKind()) {
      case EQUAL_TO, NOT_EQUAL_TO -> comparesPrimitive;
      default -> Typing.isPrimitive(model.typeOf(path));
    };
  }

  private static boolean returnsPrimitive(JavaModel model, TreePath statement) {
    for (TreePath path = statement; path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof LambdaExpressionTree) {
        return false;
      }
      if (model.trees().getElement(path) instanceof ExecutableElement method
          && path.getLeaf() instanceof MethodTree) {
        return Typing.isPrimitive(method.getReturnType());
      }
    }
    return false;
  }

  private static boolean parameterIsPrimitive(JavaModel model, TreePath call, int argument) {
    return argument >= 0
        && model.trees().getElement(call) instanceof ExecutableElement called
        && argument < called.getParameters().size()
        && Typing.isPrimitive(called.getParameters().get(argument).asType());
  }
}
