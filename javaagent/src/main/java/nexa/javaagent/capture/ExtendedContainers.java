package nexa.javaagent.capture;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import nexa.javaagent.capture.JdkContainers.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an application's own class inherits from a JDK collection or map, by the fields of the
 * JDK's class: its methods may have been overridden.
 */
final class ExtendedContainers {

  private final FieldReader fields;

  ExtendedContainers(FieldReader fields) {
    this.fields = fields;
  }

  static boolean isReadable(Class<?> type) {
    switch (type.getName()) {
      case "java.util.ArrayList":
      case "java.util.Vector":
      case "java.util.LinkedList":
      case "java.util.HashMap":
      case "java.util.LinkedHashMap":
      case "java.util.Hashtable":
      case "java.util.TreeMap":
      case "java.util.HashSet":
      case "java.util.LinkedHashSet":
      case "java.util.TreeSet":
        return true;
      default:
        return false;
    }
  }

  /** The elements, or the keys and values in turn. */
  Content read(Object value, Class<?> type, int elementsMax) {
    try {
      List<@Nullable Object> found = new ArrayList<@Nullable Object>();
      boolean entries = type.getName().endsWith("Map") || type.getName().endsWith("Hashtable");
      int wanted = (entries ? 2 : 1) * elementsMax + 1;
      switch (type.getName()) {
        case "java.util.ArrayList":
          array(fields.read(value, "elementData"), number(value, "size"), found, wanted);
          break;
        case "java.util.Vector":
          array(fields.read(value, "elementData"), number(value, "elementCount"), found, wanted);
          break;
        case "java.util.LinkedList":
          chain(fields.read(value, "first"), "next", found, wanted, "item");
          break;
        case "java.util.LinkedHashMap":
          chain(fields.read(value, "head"), "after", found, wanted, "key", "value");
          break;
        case "java.util.TreeMap":
          tree(fields.read(value, "root"), found, wanted);
          break;
        case "java.util.HashMap":
        case "java.util.Hashtable":
          table(fields.read(value, "table"), found, wanted);
          break;
        default:
          return set(value, elementsMax);
      }
      return found.size() < wanted ? Content.of(found, entries) : Content.cut(found.size());
    } catch (Throwable t) { // changed while it was read, or a JDK with other fields
      return Content.unreadable("not readable: " + t.getClass().getName());
    }
  }

  /** A set is the keys of a map. */
  private Content set(Object value, int elementsMax) throws Exception {
    Object map = fields.read(value, value instanceof java.util.TreeSet ? "m" : "map");
    if (map == null) {
      return Content.unreadable("no map");
    }
    Content entries = read(map, map.getClass(), elementsMax);
    List<@Nullable Object> keys = new ArrayList<@Nullable Object>();
    for (int i = 0; i < entries.elements.size(); i += 2) {
      keys.add(entries.elements.get(i));
    }
    return entries.cutSize >= 0 || entries.refusal != null ? entries : Content.of(keys, false);
  }

  private int number(Object value, String field) throws Exception {
    Object number = fields.read(value, field);
    return number == null ? 0 : (Integer) number;
  }

  private static void array(
      @Nullable Object data, int size, List<@Nullable Object> into, int wanted) {
    for (int i = 0; data != null && i < size && into.size() < wanted; i++) {
      into.add(Array.get(data, i));
    }
  }

  private void chain(
      @Nullable Object first, String next, List<@Nullable Object> into, int wanted,
      String... content) throws Exception {
    Object at = first;
    while (at != null && into.size() < wanted) {
      for (String field : content) {
        into.add(fields.read(at, field));
      }
      at = fields.read(at, next);
    }
  }

  private void table(@Nullable Object table, List<@Nullable Object> into, int wanted)
      throws Exception {
    for (int i = 0; table != null && i < Array.getLength(table) && into.size() < wanted; i++) {
      chain(Array.get(table, i), "next", into, wanted, "key", "value");
    }
  }

  private void tree(@Nullable Object root, List<@Nullable Object> into, int wanted)
      throws Exception {
    Deque<Object> open = new ArrayDeque<Object>();
    Object at = root;
    while ((at != null || !open.isEmpty()) && into.size() < wanted) {
      if (at != null) {
        open.push(at);
        at = fields.read(at, "left");
      } else {
        Object next = open.pop();
        into.add(fields.read(next, "key"));
        into.add(fields.read(next, "value"));
        at = fields.read(next, "right");
      }
    }
  }
}
