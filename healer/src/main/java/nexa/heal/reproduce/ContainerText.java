package nexa.heal.reproduce;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How JDK collections and maps of each kind are made: what was mutable stays mutable, what was
 * sorted sorted, and what refuses null refuses it still.
 */
final class ContainerText {

  private static final int LIST_OF_RELEASE = 9;
  private static final Set<String> COPIED =
      Set.of(
          "java.util.ArrayList", "java.util.LinkedList", "java.util.ArrayDeque",
          "java.util.Vector", "java.util.HashSet", "java.util.LinkedHashSet", "java.util.TreeSet",
          "java.util.PriorityQueue", "java.util.concurrent.CopyOnWriteArrayList",
          "java.util.concurrent.CopyOnWriteArraySet",
          "java.util.concurrent.ConcurrentLinkedQueue",
          "java.util.concurrent.ConcurrentLinkedDeque",
          "java.util.concurrent.ConcurrentSkipListSet");
  private static final Set<String> FILLED =
      Set.of(
          "java.util.HashMap", "java.util.LinkedHashMap", "java.util.TreeMap", "java.util.EnumMap",
          "java.util.IdentityHashMap", "java.util.WeakHashMap", "java.util.Hashtable",
          "java.util.Properties", "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentSkipListMap");

  /** Maps whose order does not come from the order they were filled in. */
  private static final Set<String> UNORDERED =
      Set.of(
          "java.util.HashMap", "java.util.TreeMap", "java.util.EnumMap",
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentSkipListMap");

  /** How many keys and values {@code Map.of} takes. */
  private static final int MAP_OF_MAX = 20;

  private static final Map<String, String> WRAPPED =
      Map.of(
          "Unmodifiable", "unmodifiable", "Synchronized", "synchronized", "Checked", "");

  private final Imports imports;
  private final int release;
  private final String diamond;

  ContainerText(Imports imports, CallContext context) {
    this.imports = imports;
    this.release = context.level();
    this.diamond = context.diamond();
  }

  /** The interface a kind of collection or map is best known by. */
  static String interfaceOf(String type) {
    String simple = type.substring(type.lastIndexOf('.') + 1);
    if (simple.equals("Collections$SetFromMap")) {
      return "java.util.Set";
    }
    if (simple.contains("Map") && !simple.contains("Values") && !simple.contains("Key")) {
      return "java.util.Map";
    }
    if (simple.contains("Set") || simple.contains("Key") || simple.endsWith("Singleton")) {
      return "java.util.Set";
    }
    return simple.contains("Deque") || simple.contains("Queue")
        ? "java.util." + (simple.contains("Deque") ? "Deque" : "Queue")
        : "java.util.List";
  }

  /** The expression for a collection of the given elements' expressions. */
  String sequence(String type, List<String> elements, boolean arrays) throws CannotRebuild {
    String known = interfaceOf(type);
    if (type.startsWith("java.util.ImmutableCollections$") && release >= LIST_OF_RELEASE
        && !elements.contains("null")) {
      return elements.size() == 1 && arrays && known.endsWith("List")
          ? seed(elements, true)
          : imports.name(known) + ".of(" + String.join(", ", elements) + ")";
    }
    if (type.equals("java.util.Arrays$ArrayList")) {
      return asList(elements, arrays);
    }
    if (type.endsWith("EnumSet")) {
      if (elements.isEmpty()) {
        throw new CannotRebuild("an empty EnumSet does not say of what");
      }
      return imports.name("java.util.EnumSet") + ".of(" + String.join(", ", elements) + ")";
    }
    String collections = "java.util.Collections";
    if (type.startsWith("java.util.Collections$Empty") && elements.isEmpty()) {
      return imports.name(collections) + ".empty" + known.substring("java.util.".length()) + "()";
    }
    if (type.startsWith("java.util.Collections$Singleton") && elements.size() == 1) {
      String kind = known.endsWith("List") ? "singletonList" : "singleton";
      return imports.name(collections) + "." + kind + "(" + elements.get(0) + ")";
    }
    String wrapped = wrapper(type);
    if (wrapped.isEmpty() && COPIED.contains(type)) {
      return copy(type, elements, arrays);
    }
    String copy =
        copy(
            switch (known) {
              case "java.util.Set" -> type.contains("Sorted") || type.contains("Navigable")
                  ? "java.util.TreeSet" : "java.util.LinkedHashSet";
              case "java.util.List" -> "java.util.ArrayList";
              default -> "java.util.ArrayDeque";
            },
            elements,
            arrays);
    boolean fixed = type.startsWith("java.util.ImmutableCollections$");
    String wrapping = fixed ? "unmodifiable" : wrapped;
    return wrapping.isEmpty()
        ? copy
        : imports.name(collections) + "." + wrapping
            + known.substring("java.util.".length()) + "(" + copy + ")";
  }

  /** Whether a map of this kind can be one expression; the others are filled entry by entry. */
  boolean isMapExpression(String type, List<String> entries) {
    return entries.isEmpty()
        || type.equals("java.util.Collections$SingletonMap")
        || (release >= LIST_OF_RELEASE
            && !entries.contains("null")
            && (type.startsWith("java.util.ImmutableCollections$")
                || UNORDERED.contains(type)
                || (type.equals("java.util.LinkedHashMap") && entries.size() == 2))
            && entries.size() <= MAP_OF_MAX);
  }

  /** The expression for a map of the given keys and values in turn. */
  String map(String type, List<String> entries) throws CannotRebuild {
    String all = String.join(", ", entries);
    if (type.equals("java.util.EnumMap") && entries.isEmpty()) {
      throw new CannotRebuild("an empty EnumMap does not say of what");
    }
    if (type.equals("java.util.Collections$SingletonMap")) {
      return imports.name("java.util.Collections") + ".singletonMap(" + all + ")";
    }
    boolean fixed = type.startsWith("java.util.ImmutableCollections$");
    if (fixed && release >= LIST_OF_RELEASE) {
      return imports.name("java.util.Map") + ".of(" + all + ")";
    }
    if (entries.isEmpty()) {
      return type.equals("java.util.Collections$EmptyMap") || fixed
          ? imports.name("java.util.Collections") + ".emptyMap()"
          : "new " + imports.name(filled(type)) + diamond(type) + "()";
    }
    return "new " + imports.name(filled(type)) + diamond + "(" + imports.name("java.util.Map")
        + ".of("
        + all + "))";
  }

  /** The mutable map that is filled to stand for a kind of map. */
  String filled(String type) {
    if (FILLED.contains(type)) {
      return type;
    }
    return type.contains("Sorted") || type.contains("Navigable")
        ? "java.util.TreeMap"
        : "java.util.LinkedHashMap";
  }

  /** The empty type arguments a kind of map takes. */
  String diamond(String type) {
    return type.equals("java.util.Properties") ? "" : diamond;
  }

  /** What a filled map must be put into to be of its kind again; empty for nothing. */
  String mapWrapper(String type) {
    String wrapping =
        type.startsWith("java.util.ImmutableCollections$") ? "unmodifiable" : wrapper(type);
    return wrapping.isEmpty() ? "" : imports.name("java.util.Collections") + "." + wrapping + "Map";
  }

  private String copy(String type, List<String> elements, boolean arrays) {
    return "new " + imports.name(type) + diamond + "("
        + (elements.isEmpty() ? "" : seed(elements, arrays))
        + ")";
  }

  private String seed(List<String> elements, boolean arrays) {
    return release >= LIST_OF_RELEASE && !elements.contains("null") && !arrays
        ? imports.name("java.util.List") + ".of(" + String.join(", ", elements) + ")"
        : asList(elements, arrays);
  }

  /** A lone null or array must not be taken for the array of all elements. */
  private String asList(List<String> elements, boolean arrays) {
    return elements.size() == 1 && (arrays || elements.contains("null"))
        ? imports.name("java.util.Collections") + ".singletonList(" + elements.get(0) + ")"
        : imports.name("java.util.Arrays") + ".asList(" + String.join(", ", elements) + ")";
  }

  private static String wrapper(String type) {
    String prefix = "java.util.Collections$";
    return WRAPPED.entrySet().stream()
        .filter(entry -> type.startsWith(prefix + entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(type.startsWith(prefix + "Empty") ? "unmodifiable" : "");
  }
}
