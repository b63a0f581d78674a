package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.Optional;
import javax.lang.model.type.TypeMirror;

/** The primitive type that the place of a number takes, which may be wider than the number's own. */
final class NumericPlace {

  private NumericPlace() {}

  /** The type of the variable it is kept in or of the method that returns it; empty when it is no primitive. */
  static Optional<String> of(Site site) {
    TreePath place = Site.unwrapped(site.expression()).getParentPath();
    TypeMirror type =
        switch (place.getLeaf()) {
          case ReturnTree _ -> site.returnType();
          case VariableTree _ -> site.model().typeOf(place);
          case AssignmentTree it -> site.model().typeOf(new TreePath(place, it.getVariable()));
          default -> null;
        };
    return type == null || !type.getKind().isPrimitive()
        ? Optional.empty()
        : Optional.of(type.toString());
  }
}
