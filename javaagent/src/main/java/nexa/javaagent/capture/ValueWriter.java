package nexa.javaagent.capture;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import nexa.javaagent.capture.FieldReader.Shape;
import nexa.javaagent.capture.JdkContainers.Content;
import nexa.javaagent.ship.Json;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON on the thread that fails: bounded in depth, width, size and time, redacted,
 * and without running a line of the application's code. An object is numbered when it is first
 * seen, and referred to afterwards, over all the frames of a snapshot.
 */
final class ValueWriter {

  static final int DEPTH_MAX = 4;
  static final int FIELDS_MAX = 20;
  static final int ELEMENTS_MAX = 20;
  static final int STRING_MAX = 256;
  private static final int NAMED_FIELDS_MAX = 100;

  private final StringBuilder out;
  private final int charsMax;
  private final long deadlineNanos;
  private final Redactor redactor;
  private final FieldReader fields;
  private final JdkContainers containers;
  private final ObjectNumbers ids = new ObjectNumbers();

  ValueWriter(
      StringBuilder out, int charsMax, long deadlineNanos, Redactor redactor, FieldReader fields) {
    this.out = out;
    this.charsMax = charsMax;
    this.deadlineNanos = deadlineNanos;
    this.redactor = redactor;
    this.fields = fields;
    this.containers = new JdkContainers(fields);
  }

  /**
   * Writes what stands under a name.
   *
   * @param primitive the keyword when the boxed value stands for a primitive
   */
  void write(String name, @Nullable Object value, @Nullable String primitive, int depth) {
    if (value == null) {
      out.append("{\"k\":\"null\"}");
    } else if (out.length() > charsMax) {
      missing(value.getClass().getName(), "too large");
    } else if (redactor.hidesName(name) || redactor.hidesType(value.getClass())) {
      redacted(value);
    } else if (primitive != null) {
      scalar(value, primitive, String.valueOf(value));
    } else {
      reference(value, depth);
    }
  }

  private void reference(Object value, int depth) {
    Class<?> type = value.getClass();
    if (value instanceof String) {
      scalar(value, "java.lang.String", (String) value);
    } else if (value instanceof Enum) {
      enumConstant((Enum<?>) value);
    } else if (ids.of(value) > 0) {
      out.append("{\"k\":\"ref\",\"id\":").append(ids.of(value)).append('}');
    } else {
      String text = JdkValues.text(value);
      if (value instanceof StringBuilder && text != null && text.length() > STRING_MAX) {
        truncated("java.lang.StringBuilder", ((StringBuilder) value).length());
      } else if (text != null) {
        scalar(value, JdkValues.type(value), text);
      } else if (System.nanoTime() - deadlineNanos > 0) {
        missing(typeName(type), "out of time");
      } else if (type.isArray()) {
        array(value, depth);
      } else if (AppCode.isJdk(type)) {
        jdk(value, depth);
      } else {
        object(value, depth);
      }
    }
  }

  private void scalar(Object value, String type, String text) {
    if (text.length() > STRING_MAX) {
      truncated(type, text.length());
    } else if (redactor.hidesText(text)) {
      redacted(value);
    } else {
      out.append("{\"k\":\"scalar\",\"type\":");
      Json.string(out, type, STRING_MAX);
      out.append(",\"text\":");
      Json.string(out, text, STRING_MAX);
      out.append('}');
    }
  }

  private void enumConstant(Enum<?> constant) {
    out.append("{\"k\":\"scalar\",\"type\":");
    Json.string(out, constant.getDeclaringClass().getName(), STRING_MAX);
    out.append(",\"text\":");
    Json.string(out, constant.name(), STRING_MAX);
    out.append(",\"enum\":true}");
  }

  private void array(Object array, int depth) {
    String type = typeName(array.getClass());
    int length = Array.getLength(array);
    if (length > ELEMENTS_MAX) {
      truncated(type, length);
      return;
    }
    if (depth >= DEPTH_MAX) {
      missing(type, "too deep");
      return;
    }
    open("array", array, type, "elements", '[');
    Class<?> component = array.getClass().getComponentType();
    String primitive = component.isPrimitive() ? component.getName() : null;
    for (int i = 0; i < length; i++) {
      separate('[');
      write("", Array.get(array, i), primitive, depth + 1);
    }
    out.append("]}");
  }

  private void jdk(Object value, int depth) {
    String type = value.getClass().getName();
    if (depth > DEPTH_MAX) {
      missing(type, "too deep");
    } else if (value instanceof Optional) {
      Optional<?> optional = (Optional<?>) value;
      optional(optional.isPresent() ? optional.get() : null, null, depth);
    } else if (value instanceof OptionalInt) {
      OptionalInt optional = (OptionalInt) value;
      optional(optional.isPresent() ? optional.getAsInt() : null, "int", depth);
    } else if (value instanceof OptionalLong) {
      OptionalLong optional = (OptionalLong) value;
      optional(optional.isPresent() ? optional.getAsLong() : null, "long", depth);
    } else if (value instanceof OptionalDouble) {
      OptionalDouble optional = (OptionalDouble) value;
      optional(optional.isPresent() ? optional.getAsDouble() : null, "double", depth);
    } else {
      container(value, type, depth);
    }
  }

  private void optional(@Nullable Object content, @Nullable String primitive, int depth) {
    out.append("{\"k\":\"optional\",\"value\":");
    if (content == null) {
      out.append("null");
    } else {
      write("", content, primitive, depth + 1); // an optional may hold optionals without end
    }
    out.append('}');
  }

  private void container(Object value, String type, int depth) {
    Content content = containers.read(value, ELEMENTS_MAX);
    if (content == null) {
      missing(type, "JDK object");
    } else if (content.refusal != null) {
      missing(type, content.refusal);
    } else if (content.cutSize >= 0) {
      truncated(type, content.cutSize);
    } else if (depth >= DEPTH_MAX) {
      missing(type, "too deep");
    } else if (content.entries) {
      entries(value, type, content.elements, depth);
    } else {
      open("seq", value, type, "elements", '[');
      for (Object element : content.elements) {
        separate('[');
        write("", element, null, depth + 1);
      }
      out.append("]}");
    }
  }

  private void entries(Object map, String type, List<@Nullable Object> elements, int depth) {
    open("map", map, type, "entries", '[');
    for (int i = 0; i + 1 < elements.size(); i += 2) {
      separate('[');
      Object key = elements.get(i);
      out.append('[');
      write("", key, null, depth + 1);
      out.append(',');
      write(key instanceof String ? (String) key : "", elements.get(i + 1), null, depth + 1);
      out.append(']');
    }
    out.append("]}");
  }

  private void object(Object value, int depth) {
    String type = value.getClass().getName();
    Shape shape = fields.fields(value.getClass());
    if (type.contains("$$Lambda")) {
      missing(type, "lambda");
    } else if (AppCode.isLibrary(type)) {
      missing(type, "library object");
    } else if (shape.refusal != null) {
      missing(type, shape.refusal);
    } else if (depth >= DEPTH_MAX) {
      missing(type, "too deep");
    } else {
      open("object", value, type, "fields", '{');
      for (int i = 0; i < shape.fields.length && i < NAMED_FIELDS_MAX; i++) {
        separate('{');
        field(shape.fields[i], value, i, depth);
      }
      out.append("}}");
    }
  }

  private void field(Field field, Object owner, int index, int depth) {
    Json.string(out, field.getName(), STRING_MAX);
    out.append(':');
    String declared = typeName(field.getType());
    if (index >= FIELDS_MAX) {
      missing(declared, "too many fields");
      return;
    }
    try {
      Object value = field.get(owner);
      write(field.getName(), value, field.getType().isPrimitive() ? declared : null, depth + 1);
    } catch (IllegalAccessException e) { // closed again since the class was looked at
      missing(declared, "not accessible");
    }
  }

  private void open(String kind, Object value, String type, String content, char bracket) {
    int id = ids.add(value);
    out.append("{\"k\":\"").append(kind).append("\",\"id\":").append(id).append(",\"type\":");
    Json.string(out, type, STRING_MAX);
    out.append(",\"").append(content).append("\":").append(bracket);
  }

  private void separate(char bracket) {
    if (out.charAt(out.length() - 1) != bracket) {
      out.append(',');
    }
  }

  private void truncated(String type, int size) {
    out.append("{\"k\":\"truncated\",\"type\":");
    Json.string(out, type, STRING_MAX);
    out.append(",\"size\":").append(size).append('}');
  }

  private void missing(String type, String reason) {
    out.append("{\"k\":\"missing\",\"type\":");
    Json.string(out, type, STRING_MAX);
    out.append(",\"reason\":");
    Json.string(out, reason, STRING_MAX);
    out.append('}');
  }

  private void redacted(Object value) {
    int length = 0;
    if (value instanceof String) {
      length = ((String) value).length();
    } else if (value.getClass().isArray()) {
      length = Array.getLength(value);
    }
    out.append("{\"k\":\"redacted\",\"type\":");
    Json.string(out, typeName(value.getClass()), STRING_MAX);
    out.append(",\"length\":").append(length).append('}');
  }

  private static String typeName(Class<?> type) {
    Class<?> component = type.getComponentType();
    return component == null ? type.getName() : typeName(component) + "[]";
  }
}
