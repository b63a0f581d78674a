package nexa.event;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A captured value in one bounded line, such as {@code Cart{items=[], coupon=null}}. */
public final class ValueText {

  private static final int LENGTH_MAX = 300;
  private static final int PARTS_MAX = 8;
  private static final int DEPTH_MAX = 3;

  private ValueText() {}

  /** A value in one line of at most {@value #LENGTH_MAX} characters. */
  public static String of(Value value) {
    String text = text(value, 0);
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
  }

  private static String text(Value value, int depth) {
    if (depth > DEPTH_MAX) {
      return "…";
    }
    return switch (value) {
      case Value.Null() -> "null";
      case Value.Scalar(String type, String text) ->
          type.equals("java.lang.String") ? '"' + text + '"' : text;
      case Value.Truncated(String type, int size) -> simple(type) + " of " + size + ", cut";
      case Value.Sequence(int id, String type, List<Value> elements) ->
          list(elements, "[", "]", element -> text(element, depth + 1));
      case Value.Array(int id, String type, List<Value> elements) ->
          simple(type) + list(elements, "{", "}", element -> text(element, depth + 1));
      case Value.Mapping(int id, String type, List<Value.Entry> entries) ->
          list(
              entries,
              "{",
              "}",
              entry -> text(entry.key(), depth + 1) + ": " + text(entry.value(), depth + 1));
      case Value.Maybe(Value content) ->
          content == null ? "Optional.empty" : "Optional[" + text(content, depth + 1) + "]";
      case Value.Instance instance ->
          simple(instance.type())
              + list(
                  List.copyOf(instance.fields().entrySet()),
                  "{",
                  "}",
                  field -> field.getKey() + "=" + text(field.getValue(), depth + 1));
      case Value.Ref(int id) -> "#" + id;
      case Value.Redacted(String type, int length) -> "(redacted, " + length + " characters)";
      case Value.Missing(String type, String reason) -> "(" + simple(type) + ", " + reason + ")";
    };
  }

  private static <T> String list(
      List<T> parts, String open, String close, Function<T, String> part) {
    return parts.stream()
        .limit(PARTS_MAX)
        .map(part)
        .collect(Collectors.joining(", ", open, parts.size() > PARTS_MAX ? ", …" + close : close));
  }

  private static String simple(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }
}
