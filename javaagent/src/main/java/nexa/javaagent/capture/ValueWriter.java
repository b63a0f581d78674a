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

  private static final int NAME_MAX = 1024;
  private static final int NAMED_FIELDS_MAX = 200;

  /** The length of an array whose end is empty. */
  private static final int LENGTH_MAX = 64 * 1024;

  private final StringBuilder out;
  private final long deadlineNanos;
  private final CaptureRules rules;
  private final CaptureLimits limits;
  private final FieldReader fields;
  private final JdkContainers containers;
  private final ExtendedContainers extended;
  private final ObjectNumbers ids;
  private int charsMax;

  /**
   * Creates a writer.
   *
   * @param charsMax the length of the text at which values are left out
   * @param ids the numbers of the objects that were written before
   */
  ValueWriter(
      StringBuilder out,
      int charsMax,
      long deadlineNanos,
      CaptureRules rules,
      ObjectNumbers ids) {
    this.out = out;
    this.charsMax = charsMax;
    this.deadlineNanos = deadlineNanos;
    this.rules = rules;
    this.limits = rules.limits;
    this.fields = rules.fields;
    this.containers = new JdkContainers(fields);
    this.extended = new ExtendedContainers(fields);
    this.ids = ids;
  }

  /** Changes the length of the text at which values are left out. */
  void charsMax(int max) {
    charsMax = max;
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
    } else if (rules.hides(name, value)) {
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
      if (text != null) {
        scalar(value, JdkValues.type(value), text);
      } else if (type == StringBuilder.class || type == StringBuffer.class) {
        builder(value);
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
    if (text.length() > limits.textMax) {
      truncated(type, text.length());
    } else if (rules.redactor.hidesText(text)) {
      redacted(value);
    } else {
      out.append("{\"k\":\"scalar\",\"type\":");
      Json.string(out, type, NAME_MAX);
      out.append(",\"text\":");
      Json.string(out, text, limits.textMax);
      out.append('}');
    }
  }

  private void builder(Object value) {
    String type = value.getClass().getName();
    try {
      if (value instanceof StringBuffer) {
        scalar(value, type, JdkObjects.text((StringBuffer) value, fields));
        return;
      }
      StringBuilder text = (StringBuilder) value;
      if (text.length() > limits.textMax) { // not worth a copy
        truncated(type, text.length());
      } else {
        scalar(value, type, text.toString());
      }
    } catch (Exception e) { // changed while it was read, or a JDK with other fields
      missing(type, "not readable");
    }
  }

  private void enumConstant(Enum<?> constant) {
    out.append("{\"k\":\"scalar\",\"type\":");
    Json.string(out, constant.getDeclaringClass().getName(), NAME_MAX);
    out.append(",\"text\":");
    Json.string(out, constant.name(), NAME_MAX);
    out.append(",\"enum\":true}");
  }

  private void array(Object array, int depth) {
    String type = typeName(array.getClass());
    Class<?> component = array.getClass().getComponentType();
    int length = Array.getLength(array);
    boolean isWorthALook = length > limits.elementsMax && length <= LENGTH_MAX;
    int used = isWorthALook ? used(array, length) : length;
    boolean isLong =
        length > limits.elementsMax && used <= limits.numbersMax && length <= LENGTH_MAX;
    if (component.isPrimitive() && isLong) {
      numbers(array, type, length, used);
    } else if (used > limits.elementsMax || length > LENGTH_MAX) {
      truncated(type, length);
    } else if (depth >= limits.depthMax) {
      missing(type, "too deep");
    } else {
      begin("array", array, type);
      length(length, used);
      out.append(",\"elements\":[");
      String primitive = component.isPrimitive() ? component.getName() : null;
      for (int i = 0; i < used; i++) {
        separate('[');
        write("", Array.get(array, i), primitive, depth + 1);
      }
      out.append("]}");
    }
  }

  /** The length without the zeros or nulls at the end, where buffers have room left. */
  private static int used(Object array, int length) {
    int used = length;
    for (; used > 0; used--) {
      Object last = Array.get(array, used - 1);
      if (array instanceof Object[] ? last != null : !isZero(last)) {
        break;
      }
    }
    return used;
  }

  private static boolean isZero(Object value) {
    return value instanceof Number && ((Number) value).doubleValue() == 0
        || value instanceof Character && (Character) value == 0
        || Boolean.FALSE.equals(value);
  }

  /** A long array of a primitive type, as words. */
  private void numbers(Object array, String type, int length, int used) {
    StringBuilder text = new StringBuilder(used * 3);
    for (int i = 0; i < used; i++) {
      Object value = Array.get(array, i);
      text.append(i == 0 ? "" : " ");
      text.append(value instanceof Character ? (Object) (int) (Character) value : value);
    }
    if (array instanceof char[] && rules.redactor.hidesText(new String((char[]) array, 0, used))) {
      redacted(array);
      return;
    }
    begin("array", array, type);
    length(length, used);
    out.append(",\"numbers\":\"").append(text).append("\"}");
  }

  private void length(int length, int used) {
    if (used < length) {
      out.append(",\"length\":").append(length);
    }
  }

  private void jdk(Object value, int depth) {
    String type = value.getClass().getName();
    if (depth > limits.depthMax) {
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
    Content content = containers.read(value, limits.elementsMax);
    if (content == null && JdkObjects.fields(value.getClass()) != null) {
      object(value, depth);
    } else if (content == null) {
      missing(type, "JDK object");
    } else {
      content(content, value, type, depth);
    }
  }

  private void content(Content content, Object value, String type, int depth) {
    if (content.refusal != null) {
      missing(type, content.refusal);
    } else if (content.cutSize >= 0) {
      truncated(type, content.cutSize);
    } else if (depth >= limits.depthMax) {
      missing(type, "too deep");
    } else if (content.entries) {
      entries(value, type, content.elements, depth);
    } else {
      begin("seq", value, type);
      out.append(",\"elements\":[");
      for (Object element : content.elements) {
        separate('[');
        write("", element, null, depth + 1);
      }
      out.append("]}");
    }
  }

  private void entries(Object map, String type, List<@Nullable Object> elements, int depth) {
    begin("map", map, type);
    out.append(",\"entries\":[");
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
    String constant = shape.refusal == null ? fields.constant(value) : null;
    if (type.contains("$$Lambda")) {
      missing(type, "lambda");
    } else if (constant != null) {
      constant(constant);
    } else if (shape.refusal != null) {
      missing(type, shape.refusal);
    } else if (depth >= limits.depthMax) {
      missing(type, "too deep");
    } else {
      begin("object", value, type);
      out.append(",\"fields\":{");
      if (shape.container != null) {
        inherited(value, shape.container, depth);
      }
      for (int i = 0; i < shape.fields.length && i < NAMED_FIELDS_MAX; i++) {
        separate('{');
        field(shape.fields, value, i, depth);
      }
      out.append("}}");
    }
  }

  /** An object that a static field of its class holds: {@code class#field}. */
  private void constant(String constant) {
    int hash = constant.indexOf('#');
    out.append("{\"k\":\"scalar\",\"type\":");
    Json.string(out, constant.substring(0, hash), NAME_MAX);
    out.append(",\"text\":");
    Json.string(out, constant.substring(hash + 1), NAME_MAX);
    out.append('}');
  }

  /** What an object is as a collection or map: like a field by the name of the JDK's class. */
  private void inherited(Object value, Class<?> container, int depth) {
    Json.string(out, container.getName(), NAME_MAX);
    out.append(':');
    Content content = extended.read(value, container, limits.elementsMax);
    content(content, new Object[0], container.getName(), depth + 1);
  }

  /** A field by its name; one that a subclass hides with its own by the name of its class, too. */
  private void field(Field[] all, Object owner, int index, int depth) {
    Field field = all[index];
    String name = field.getName();
    for (int i = index + 1; i < all.length; i++) {
      if (name.equals(all[i].getName())) {
        name = field.getDeclaringClass().getName() + '.' + name;
      }
    }
    Json.string(out, name, NAME_MAX);
    out.append(':');
    String declared = typeName(field.getType());
    if (index >= limits.fieldsMax) {
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

  private void begin(String kind, Object value, String type) {
    int id = ids.add(value);
    out.append("{\"k\":\"").append(kind).append("\",\"id\":").append(id).append(",\"type\":");
    Json.string(out, type, NAME_MAX);
  }

  private void separate(char bracket) {
    if (out.charAt(out.length() - 1) != bracket) {
      out.append(',');
    }
  }

  private void truncated(String type, int size) {
    out.append("{\"k\":\"truncated\",\"type\":");
    Json.string(out, type, NAME_MAX);
    out.append(",\"size\":").append(size).append('}');
  }

  private void missing(String type, String reason) {
    out.append("{\"k\":\"missing\",\"type\":");
    Json.string(out, type, NAME_MAX);
    out.append(",\"reason\":");
    Json.string(out, reason, NAME_MAX);
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
    Json.string(out, typeName(value.getClass()), NAME_MAX);
    out.append(",\"length\":").append(length).append('}');
  }

  private static String typeName(Class<?> type) {
    Class<?> component = type.getComponentType();
    return component == null ? type.getName() : typeName(component) + "[]";
  }
}
