package nexa.heal.reproduce;

import com.sun.source.tree.ExpressionTree;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.ExecutableElement;

/**
 * A constructor or static factory whose every parameter ends in a known field.
 *
 * @param maker the constructor or factory
 * @param fields the field each parameter ends in, in order
 * @param constants the fields the constructor sets by itself, and to what
 */
record Way(ExecutableElement maker, List<String> fields, Map<String, ExpressionTree> constants) {

  Way {
    fields = List.copyOf(fields);
    constants = Map.copyOf(constants);
  }
}
