package nexa.heal.reproduce;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import java.util.Set;
import nexa.event.Value;
import org.jspecify.annotations.Nullable;

/** Whether a field still holds what its initialiser gave it, as far as the source tells. */
final class Initial {

  private static final Set<String> ZEROS = Set.of("0", "0.0", "false", "\0");

  private Initial() {}

  /**
   * @param initialiser null for a field without one
   */
  static boolean holds(@Nullable ExpressionTree initialiser, Value value) {
    return switch (initialiser) {
      case null -> isDefault(value);
      case LiteralTree literal when literal.getValue() == null -> value instanceof Value.Null;
      case LiteralTree literal ->
          value instanceof Value.Scalar scalar
              && scalar.text().equals(String.valueOf(literal.getValue()));
      case NewClassTree made -> made.getClassBody() == null && isEmpty(value);
      case MethodInvocationTree call -> call.getArguments().isEmpty() && isEmpty(value);
      default -> false;
    };
  }

  /** Whether an initialiser makes an empty collection that can be added to. */
  static boolean isEmptyContainer(@Nullable ExpressionTree initialiser) {
    return initialiser instanceof NewClassTree made
        && made.getClassBody() == null
        && made.getArguments().isEmpty();
  }

  /** The value a field has when nothing is assigned to it. */
  static boolean isDefault(Value value) {
    return value instanceof Value.Null
        || (value instanceof Value.Scalar scalar
            && Character.isLowerCase(scalar.type().charAt(0))
            && scalar.type().indexOf('.') < 0
            && ZEROS.contains(scalar.text()));
  }

  static boolean isEmpty(Value value) {
    return switch (value) {
      case Value.Sequence sequence -> sequence.elements().isEmpty();
      case Value.Mapping mapping -> mapping.entries().isEmpty();
      case Value.Maybe maybe -> maybe.content() == null;
      case Value.Scalar scalar ->
          scalar.type().startsWith("java.util.concurrent.atomic.") && ZEROS.contains(scalar.text());
      default -> false;
    };
  }
}
