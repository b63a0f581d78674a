package nexa.heal.reproduce;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.util.TreePath;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/** Finds the methods of a class that do nothing but fill one of its fields. */
final class Accessors {

  private Accessors() {}

  /** The setter of a field, by its parameter's type and its name or what it does. */
  static Optional<ExecutableElement> setter(
      Symbols symbols, TypeElement type, VariableElement field, String fromPackage) {
    return symbols.methods(type).stream()
        .filter(method -> method.getParameters().size() == 1)
        .filter(method -> symbols.isAccessible(method, fromPackage))
        .filter(
            method -> Ways.fieldOfSetter(method.getSimpleName().toString())
                .filter(field.getSimpleName()::contentEquals)
                .isPresent()
                || sets(symbols, method, field.getSimpleName().toString()))
        .filter(
            method -> symbols.model().types().isSameType(
                method.getParameters().get(0).asType(), field.asType()))
        .findFirst();
  }

  /** The method whose whole body adds its parameter to a collection field. */
  static Optional<ExecutableElement> adder(
      Symbols symbols, TypeElement type, String field, String fromPackage) {
    return symbols.methods(type).stream()
        .filter(method -> method.getParameters().size() == 1)
        .filter(method -> symbols.isAccessible(method, fromPackage))
        .filter(method -> adds(symbols, method, field))
        .findFirst();
  }

  /** Whether a method does nothing but {@code this.field = parameter}, as a builder's do. */
  private static boolean sets(Symbols symbols, ExecutableElement method, String field) {
    return only(symbols, method)
        .filter(AssignmentTree.class::isInstance)
        .map(AssignmentTree.class::cast)
        .filter(
            assignment -> isField(assignment.getVariable().toString(), field)
                && Sources.parameters(method.getParameters())
                    .of(assignment.getExpression()).isPresent())
        .isPresent();
  }

  private static boolean adds(Symbols symbols, ExecutableElement method, String field) {
    return only(symbols, method)
        .filter(MethodInvocationTree.class::isInstance)
        .map(MethodInvocationTree.class::cast)
        .filter(
            call -> call.getArguments().size() == 1
                && isField(call.getMethodSelect().toString(), field + ".add")
                && call.getArguments().get(0).toString()
                    .contentEquals(method.getParameters().get(0).getSimpleName()))
        .isPresent();
  }

  private static boolean isField(String text, String field) {
    return text.equals(field) || text.equals("this." + field);
  }

  /** The one expression that a method is made of, a return after it left aside. */
  private static Optional<ExpressionTree> only(Symbols symbols, ExecutableElement method) {
    TreePath path = symbols.model().trees().getPath(method);
    if (path == null
        || !(path.getLeaf() instanceof MethodTree tree)
        || tree.getBody() == null
        || tree.getBody().getStatements().isEmpty()
        || tree.getBody().getStatements().size() > 2
        || !(tree.getBody().getStatements().get(0) instanceof ExpressionStatementTree statement)) {
      return Optional.empty();
    }
    return tree.getBody().getStatements().size() == 1
        || tree.getBody().getStatements().get(1) instanceof ReturnTree
            ? Optional.of(statement.getExpression())
            : Optional.empty();
  }
}
