package nexa.event;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value captured in the watched JVM, already bounded and redacted there. {@code id} numbers an
 * object within one snapshot from 1; a {@link Ref} to it stands where it is reached again.
 */
public sealed interface Value {

  /** The {@code null} reference. */
  record Null() implements Value {}

  /**
   * A primitive, a boxed primitive, a string, an enum constant, a class, or a JDK value type.
   *
   * @param type the binary name of the class, or the primitive's keyword
   * @param text the value as {@code String.valueOf} gives it; an enum's constant name; a class's
   *     binary name; the ISO or canonical text of a JDK value type
   */
  record Scalar(String type, String text) implements Value {}

  /** A string, list, set, map or array that was cut at the capture limits: it cannot be rebuilt. */
  record Truncated(String type, int size) implements Value {}

  /** A JDK collection, with its elements in iteration order. */
  record Sequence(int id, String type, List<Value> elements) implements Value {
    public Sequence {
      elements = List.copyOf(elements);
    }
  }

  /** An array; {@code type} is the component's name followed by {@code []}. */
  record Array(int id, String type, List<Value> elements) implements Value {
    public Array {
      elements = List.copyOf(elements);
    }
  }

  /** A JDK map, with its entries in iteration order. */
  record Mapping(int id, String type, List<Entry> entries) implements Value {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /** One entry of a {@link Mapping}. */
  record Entry(Value key, Value value) {}

  /** A {@code java.util.Optional}. */
  record Maybe(@Nullable Value content) implements Value {}

  /**
   * Any other object, with its instance fields by name, superclass fields included; those that a field of a
   * subclass hides as {@code pkg.Type.field}.
   */
  record Instance(int id, String type, Map<String, Value> fields) implements Value {
    public Instance {
      fields = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(fields));
    }
  }

  /** The object numbered {@code id}, seen before in the same snapshot. */
  record Ref(int id) implements Value {}

  /** A value withheld because of its name, type or content. */
  record Redacted(String type, int length) implements Value {}

  /** A value that was not captured: too deep, not accessible, out of time. */
  record Missing(String type, String reason) implements Value {}
}
