package nexa.heal.reproduce;

import com.sun.source.tree.ExpressionTree;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.ExecutableElement;

/**
 * A constructor or static factory, and where its parameters end.
 *
 * @param maker the constructor or factory
 * @param fields the field each parameter ends in, in order
 * @param constants the fields the constructor sets by itself, and to what
 */
record Way(ExecutableElement maker, List<String> fields, Map<String, ExpressionTree> constants) {

  /** Stands for the field of a parameter that is used otherwise. */
  static final String UNKNOWN = "";

  Way {
    fields = List.copyOf(fields);
    constants = Map.copyOf(constants);
  }
}
