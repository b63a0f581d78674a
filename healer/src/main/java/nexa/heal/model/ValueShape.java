package nexa.heal.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import nexa.event.Value;

/** A captured value without what it says: its type, its size, its sign, and whether it was there. */
final class ValueShape {

  private static final int DEPTH_MAX = 3;
  private static final int FIELDS_MAX = 12;

  private ValueShape() {}

  /** The shape, as text or as a map of shapes. */
  static Object of(Value value) {
    return of(value, 0);
  }

  private static Object of(Value value, int depth) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Scalar(String type, String text) -> scalar(type, text);
      case Value.Truncated(String type, int size) -> type + " of more than " + size;
      case Value.Sequence it -> it.type() + " of " + it.elements().size();
      case Value.Array it -> it.type() + " of " + it.elements().size();
      case Value.Mapping it -> it.type() + " of " + it.entries().size();
      case Value.Maybe it -> it.content() == null ? "empty Optional" : "filled Optional";
      case Value.Instance it -> depth >= DEPTH_MAX ? it.type() : fields(it, depth);
      case Value.Ref _ -> "an object seen before";
      case Value.Redacted(String type, int _) -> type;
      case Value.Missing(String type, String _) -> type;
    };
  }

  private static Map<String, Object> fields(Value.Instance instance, int depth) {
    Map<String, Object> shapes = new LinkedHashMap<>();
    shapes.put("type", instance.type());
    instance.fields().entrySet().stream()
        .limit(FIELDS_MAX)
        .forEach(field -> shapes.put("." + field.getKey(), of(field.getValue(), depth + 1)));
    return shapes;
  }

  private static String scalar(String type, String text) {
    return switch (type) {
      case "java.lang.String" ->
          (text.isBlank() && !text.isEmpty() ? "blank " : "") + "String of " + text.length();
      case "boolean", "java.lang.Boolean" -> type + " " + text;
      case "char", "java.lang.Character" -> type;
      default -> sign(text).map(sign -> sign + " " + type).orElse(type);
    };
  }

  private static Optional<String> sign(String text) {
    if (text.isEmpty() || text.length() > 30
        || !text.chars().allMatch(c -> "+-.0123456789".indexOf(c) >= 0)) {
      return Optional.empty();
    }
    boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
    return Optional.of(zero ? "zero" : text.startsWith("-") ? "negative" : "positive");
  }
}
