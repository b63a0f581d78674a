package nexa.javaagent.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JDK collections and maps of exactly known classes. Iterating these runs no code of the
 * application and takes no lock; wrappers are read through to what they wrap, which must be known
 * as well.
 */
final class JdkContainers {

  private static final int WRAPPERS_MAX = 4;

  private static final Set<String> SEQUENCES =
      names(
          "ArrayList", "LinkedList", "ArrayDeque", "Arrays$ArrayList", "HashSet", "LinkedHashSet",
          "PriorityQueue", "ArrayList$SubList", "Collections$EmptyList", "Collections$EmptySet",
          "Collections$SingletonList", "Collections$SingletonSet", "Collections$Singleton",
          "Collections$CopiesList", "Collections$SingletonSet", "RegularEnumSet", "JumboEnumSet",
          "ImmutableCollections$List12", "ImmutableCollections$ListN",
          "ImmutableCollections$SubList", "ImmutableCollections$Set12",
          "ImmutableCollections$SetN", "HashMap$KeySet", "HashMap$Values",
          "LinkedHashMap$LinkedKeySet", "LinkedHashMap$LinkedValues",
          "concurrent.CopyOnWriteArrayList", "concurrent.CopyOnWriteArraySet",
          "concurrent.ConcurrentLinkedQueue", "concurrent.ConcurrentLinkedDeque",
          "concurrent.ConcurrentHashMap$KeySetView", "concurrent.ConcurrentHashMap$ValuesView");

  private static final Set<String> MAPS =
      names(
          "HashMap", "LinkedHashMap", "TreeMap", "EnumMap", "IdentityHashMap", "WeakHashMap",
          "Collections$EmptyMap", "Collections$SingletonMap", "ImmutableCollections$Map1",
          "ImmutableCollections$MapN", "concurrent.ConcurrentHashMap",
          "concurrent.ConcurrentSkipListMap");

  /** Class to the field that holds what it wraps. */
  private static final Map<String, String> WRAPPERS = wrappers();

  private final FieldReader fields;

  JdkContainers(FieldReader fields) {
    this.fields = fields;
  }

  /** The content of a known container, or null when the object is none. */
  @Nullable Content read(Object value, int elementsMax) {
    if (!value.getClass().getName().startsWith("java.util.")) {
      return null;
    }
    try {
      Object inner = value;
      for (int i = 0; i < WRAPPERS_MAX; i++) {
        String name = inner.getClass().getName();
        if (SEQUENCES.contains(name)) {
          return sequence((Collection<?>) inner, elementsMax);
        }
        if (MAPS.contains(name)) {
          return map((Map<?, ?>) inner, value instanceof Map, elementsMax);
        }
        if (name.equals("java.util.Vector") || name.equals("java.util.Stack")) {
          return vector(inner, elementsMax);
        }
        String field = WRAPPERS.get(name);
        Object next = field == null ? null : fields.read(inner, field);
        if (next == null) {
          return inner == value ? null : Content.unreadable("holds " + name);
        }
        inner = next;
      }
      return Content.unreadable("too deep");
    } catch (Throwable t) { // changed while it was read, or a JDK with other fields
      return Content.unreadable("not readable: " + t.getClass().getName());
    }
  }

  private static Content sequence(Collection<?> from, int elementsMax) {
    List<@Nullable Object> elements = new ArrayList<@Nullable Object>();
    Iterator<?> all = from.iterator();
    while (all.hasNext()) {
      if (elements.size() == elementsMax) {
        return Content.cut(from.size());
      }
      elements.add(all.next());
    }
    return Content.of(elements, false);
  }

  private static Content map(Map<?, ?> from, boolean entries, int elementsMax) {
    List<@Nullable Object> elements = new ArrayList<@Nullable Object>();
    Iterator<? extends Map.Entry<?, ?>> all = from.entrySet().iterator();
    for (int i = 0; all.hasNext(); i++) {
      if (i == elementsMax) {
        return Content.cut(from.size());
      }
      Map.Entry<?, ?> entry = all.next();
      elements.add(entry.getKey());
      if (entries) {
        elements.add(entry.getValue());
      }
    }
    return Content.of(elements, entries);
  }

  /** A vector's methods are synchronized, and would wait for whoever holds it. */
  private Content vector(Object vector, int elementsMax) throws Exception {
    Object count = fields.read(vector, "elementCount");
    Object data = fields.read(vector, "elementData");
    int size = count == null ? 0 : (Integer) count;
    if (size > elementsMax || data == null) {
      return Content.cut(size);
    }
    return Content.of(Arrays.asList(Arrays.copyOf((Object[]) data, size)), false);
  }

  private static Set<String> names(String... simple) {
    Set<String> names = new HashSet<String>();
    for (String name : simple) {
      names.add("java.util." + name);
    }
    return names;
  }

  private static Map<String, String> wrappers() {
    Map<String, String> wrappers = new HashMap<String, String>();
    for (String kind : new String[] {"Unmodifiable", "Synchronized", "Checked"}) {
      String prefix = "java.util.Collections$" + kind;
      for (String shape : new String[] {
        "Collection", "Set", "List", "RandomAccessList", "SortedSet", "NavigableSet",
        "SequencedCollection", "SequencedSet"
      }) {
        wrappers.put(prefix + shape, "c");
      }
      for (String shape : new String[] {"Map", "SortedMap", "NavigableMap", "SequencedMap"}) {
        wrappers.put(prefix + shape, "m");
      }
    }
    wrappers.put("java.util.TreeSet", "m");
    wrappers.put("java.util.concurrent.ConcurrentSkipListSet", "m");
    wrappers.put("java.util.Collections$SetFromMap", "m");
    wrappers.put("java.util.Properties", "map");
    return wrappers;
  }

  /** The elements of a container, its size when it was cut, or why it could not be read. */
  static final class Content {
    final List<@Nullable Object> elements;

    /** True when the elements are keys and values in turn. */
    final boolean entries;

    /** The size of a container that is too large, else -1. */
    final int cutSize;

    final @Nullable String refusal;

    private Content(
        List<@Nullable Object> elements, boolean entries, int cutSize, @Nullable String refusal) {
      this.elements = elements;
      this.entries = entries;
      this.cutSize = cutSize;
      this.refusal = refusal;
    }

    static Content of(List<@Nullable Object> elements, boolean entries) {
      return new Content(elements, entries, -1, null);
    }

    static Content cut(int size) {
      return new Content(new ArrayList<@Nullable Object>(), false, size, null);
    }

    static Content unreadable(String refusal) {
      return new Content(new ArrayList<@Nullable Object>(), false, -1, refusal);
    }
  }
}
