package nexa.heal.reproduce;

import com.sun.source.tree.ExpressionTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.ExecutableElement;

/**
 * A constructor, static factory or builder, and where its parameters end.
 *
 * @param maker the constructor, the factory, or the builder's method that gives the object
 * @param fields the field each parameter ends in, in order
 * @param constants the fields the constructor sets by itself, and to what
 * @param built of a builder, the field each of the builder's own fields ends in
 */
record Way(
    ExecutableElement maker, List<String> fields, Map<String, ExpressionTree> constants,
    Map<String, String> built) {

  /** Stands for the field of a parameter that is used otherwise. */
  static final String UNKNOWN = "";

  Way {
    fields = List.copyOf(fields);
    constants = Map.copyOf(constants);
    built = Collections.unmodifiableMap(new LinkedHashMap<>(built)); // in the code's order
  }
}
