package nexa.heal.sandbox.runner;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A value as text, so that what two versions of a program return can be held against each other.
 * Objects of the program are told by their fields; nothing of the program is called. A decimal is
 * told by its number: how many zeros end it is no other value.
 */
final class ValueDigest {

  private static final int NODES_MAX = 400;
  private static final int ELEMENTS_MAX = 64;
  private static final int DEPTH_MAX = 5;
  private static final int TEXT_CHARS_MAX = 2000;
  private static final int CHARS_MAX = 16 * 1024;

  private final StringBuilder out = new StringBuilder();
  private final IdentityHashMap<Object, Integer> seen;
  private final AtomicInteger nodes;

  private ValueDigest(IdentityHashMap<Object, Integer> seen, AtomicInteger nodes) {
    this.seen = seen;
    this.nodes = nodes;
  }

  /** The text of a value; equal texts are values nobody could tell apart so far. */
  static String of(@Nullable Object value) {
    ValueDigest digest = new ValueDigest(new IdentityHashMap<>(), new AtomicInteger());
    digest.write(value, 0);
    return Wire.bounded(digest.out.toString(), CHARS_MAX);
  }

  private String part(@Nullable Object value, int depth) {
    ValueDigest digest = new ValueDigest(seen, nodes);
    digest.write(value, depth);
    return digest.out.toString();
  }

  private void write(@Nullable Object value, int depth) {
    if (nodes.incrementAndGet() > NODES_MAX || depth > DEPTH_MAX || out.length() > CHARS_MAX) {
      out.append('…');
      return;
    }
    switch (value) {
      case null -> out.append("null");
      case String text -> quote(text);
      case Character c -> quote(c.toString());
      case BigDecimal decimal when isOfJdk(decimal) ->
          out.append("BigDecimal ").append(decimal.stripTrailingZeros());
      case Number number when isOfJdk(number) ->
          out.append(number.getClass().getSimpleName()).append(' ').append(number);
      case Boolean truth -> out.append(truth.booleanValue());
      case Enum<?> constant -> out.append(constant.getDeclaringClass().getName())
          .append('.').append(constant.name());
      case Class<?> type -> out.append("class ").append(type.getName());
      case Throwable thrown -> out.append(thrown.getClass().getName());
      default -> writeObject(value, depth);
    }
  }

  private void writeObject(Object value, int depth) {
    Integer known = seen.putIfAbsent(value, seen.size());
    if (known != null) {
      out.append('#').append(known.intValue());
      return;
    }
    Class<?> type = value.getClass();
    if (type.isArray()) {
      writeArray(value, depth);
    } else if (isOfJdk(value)) {
      writeJdk(value, depth);
    } else if (type.isHidden() || type.isSynthetic()) {
      out.append("function");
    } else {
      writeFields(value, depth);
    }
  }

  private void writeArray(Object array, int depth) {
    int length = Array.getLength(array);
    out.append(array.getClass().getComponentType().getSimpleName()).append('[').append(length);
    for (int i = 0; i < Math.min(length, ELEMENTS_MAX); i++) {
      out.append(i == 0 ? ": " : ", ");
      write(Array.get(array, i), depth + 1);
    }
    out.append(']');
  }

  /** A value of the JDK, whose methods may be called: it holds no code of the program's. */
  private void writeJdk(Object value, int depth) {
    switch (value) {
      case CharSequence text -> quote(text.toString());
      case Optional<?> optional -> {
        out.append("optional ");
        write(optional.orElse(null), depth + 1);
      }
      case Map<?, ?> map -> writeMap(map, depth);
      case Collection<?> all -> writeElements(all, depth);
      case Comparable<?> plain -> quote(plain.toString());
      default -> out.append(value.getClass().getName());
    }
  }

  private void writeElements(Collection<?> all, int depth) {
    boolean ordered = !(all instanceof java.util.HashSet) || all instanceof java.util.LinkedHashSet;
    out.append(ordered ? "elements " : "set ").append(all.size()).append(" {");
    if (ordered) {
      int count = 0;
      for (Object each : all) {
        if (count++ == ELEMENTS_MAX) {
          break;
        }
        write(each, depth + 1);
        out.append("; ");
      }
    } else {
      all.stream().limit(ELEMENTS_MAX).map(each -> part(each, depth + 1)).sorted()
          .forEach(text -> out.append(text).append("; "));
    }
    out.append('}');
  }

  private void writeMap(Map<?, ?> map, int depth) {
    out.append("map ").append(map.size()).append(" {");
    map.entrySet().stream()
        .limit(ELEMENTS_MAX)
        .map(entry -> part(entry.getKey(), depth + 1) + "=" + part(entry.getValue(), depth + 1))
        .sorted(Comparator.naturalOrder())
        .forEach(text -> out.append(text).append("; "));
    out.append('}');
  }

  private void writeFields(Object value, int depth) {
    Map<String, Field> fields = new TreeMap<>();
    for (Class<?> at = value.getClass(); at != null && !isOfJdk(at); at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          fields.put(field.getName() + " " + at.getName(), field);
        }
      }
    }
    out.append(value.getClass().getName()).append(" {");
    for (Field field : fields.values()) {
      out.append(field.getName()).append(": ");
      try {
        field.setAccessible(true);
        write(field.get(value), depth + 1);
      } catch (IllegalAccessException | InaccessibleObjectException e) {
        out.append('?');
      }
      out.append("; ");
    }
    out.append('}');
  }

  private static boolean isOfJdk(Object value) {
    return isOfJdk(value.getClass());
  }

  private static boolean isOfJdk(Class<?> type) {
    return type.getClassLoader() == null
        || type.getClassLoader() == ClassLoader.getPlatformClassLoader();
  }

  private void quote(String text) {
    out.append('"').append(Wire.bounded(text, TEXT_CHARS_MAX)).append('"');
  }
}
