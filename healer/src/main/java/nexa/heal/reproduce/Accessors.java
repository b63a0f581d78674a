package nexa.heal.reproduce;

import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/** Finds the methods of a class that do nothing but fill one of its fields. */
final class Accessors {

  private Accessors() {}

  /** The setter of a field, by its name and parameter's type. */
  static Optional<ExecutableElement> setter(
      Symbols symbols, TypeElement type, VariableElement field, String fromPackage) {
    return symbols.methods(type).stream()
        .filter(method -> method.getParameters().size() == 1)
        .filter(method -> symbols.isAccessible(method, fromPackage))
        .filter(
            method -> Ways.fieldOfSetter(method.getSimpleName().toString())
                .filter(field.getSimpleName()::contentEquals)
                .isPresent())
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

  private static boolean adds(Symbols symbols, ExecutableElement method, String field) {
    TreePath path = symbols.model().trees().getPath(method);
    if (path == null
        || !(path.getLeaf() instanceof MethodTree tree)
        || tree.getBody() == null
        || tree.getBody().getStatements().isEmpty()
        || tree.getBody().getStatements().size() > 2
        || !(tree.getBody().getStatements().get(0) instanceof ExpressionStatementTree statement)
        || !(statement.getExpression() instanceof MethodInvocationTree call)
        || call.getArguments().size() != 1) {
      return false;
    }
    ExpressionTree argument = call.getArguments().get(0);
    String select = call.getMethodSelect().toString();
    return argument instanceof IdentifierTree name
        && name.getName().contentEquals(tree.getParameters().get(0).getName())
        && (select.equals(field + ".add") || select.equals("this." + field + ".add"))
        && (tree.getBody().getStatements().size() == 1
            || tree.getBody().getStatements().get(1).toString().startsWith("return"));
  }
}
