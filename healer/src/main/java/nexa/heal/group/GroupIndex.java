package nexa.heal.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One trace's shape for each group, found by what is rare in a crash and by the nearest vectors.
 *
 * <p>An inverted index leads from methods, classes and messages to groups; each term counts by its
 * rarity among the groups (BM25's idea with a floor, so that few groups make nothing look common).
 * Vectors are compared one by one: with ten thousand that takes a few milliseconds, and is exact.
 */
final class GroupIndex {

  private static final int CANDIDATES_BY_TERMS_MAX = 40;
  private static final int CANDIDATES_BY_MEANING_MAX = 20;

  /** Groups that are counted in although there are none, so that the first ones are judged alike. */
  private static final double GROUPS_ASSUMED = 10;

  private final List<@Nullable Entry> entries = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();
  private final Map<String, Slots> slotsOf = new HashMap<>();
  private int size;

  /** A group and the shape it is compared by. */
  record Entry(String group, CrashShape shape) {}

  /** Adds a group; gives the slot it is known by. */
  int add(String group, CrashShape shape) {
    Entry entry = new Entry(group, shape.named(this::held));
    int slot = free.isEmpty() ? entries.size() : free.removeLast();
    if (slot == entries.size()) {
      entries.add(entry);
    } else {
      entries.set(slot, entry);
    }
    terms(shape).forEach(term -> slotsOf.computeIfAbsent(term, Slots::new).add(slot));
    size++;
    return slot;
  }

  void remove(int slot) {
    for (String term : terms(entry(slot).shape)) {
      Slots slots = slotsOf.get(term);
      if (slots != null && slots.remove(slot) == 0) {
        slotsOf.remove(term);
      }
    }
    entries.set(slot, null);
    free.add(slot);
    size--;
  }

  /** The same name, in the one copy that all groups share. */
  private String held(String method) {
    return slotsOf.computeIfAbsent(method, Slots::new).term;
  }

  private Entry entry(int slot) {
    return Objects.requireNonNull(entries.get(slot), "No group in slot " + slot);
  }

  /** How much a method says: much when few groups have it, never nothing. */
  double rarity(String method) {
    Slots slots = slotsOf.get(method);
    int groups = slots == null ? 1 : slots.size();
    return Math.log(1 + (size + GROUPS_ASSUMED) / (groups + 1));
  }

  /** The groups that share the rarest terms with a crash, and those nearest in meaning. */
  List<Entry> candidates(CrashShape shape) {
    double[] shared = new double[entries.size()];
    for (String term : terms(shape)) {
      Slots slots = slotsOf.get(term);
      if (slots != null) {
        slots.addTo(shared, rarity(term));
      }
    }
    Set<Integer> found = new LinkedHashSet<>(best(slot -> shared[slot], CANDIDATES_BY_TERMS_MAX));
    Meaning meaning = shape.meaning();
    if (meaning != null) {
      found.addAll(best(slot -> cosine(slot, meaning), CANDIDATES_BY_MEANING_MAX));
    }
    return found.stream().map(this::entry).toList();
  }

  private double cosine(int slot, Meaning meaning) {
    Entry entry = entries.get(slot);
    Meaning other = entry == null ? null : entry.shape.meaning();
    return other == null ? 0 : other.cosine(meaning);
  }

  /** The slots with the highest values above 0, of equal ones the first. */
  private List<Integer> best(IntToDoubleFunction value, int max) {
    double[] values = IntStream.range(0, entries.size()).mapToDouble(value).toArray();
    Comparator<Integer> worstFirst =
        Comparator.<Integer>comparingDouble(slot -> values[slot])
            .thenComparing(Comparator.reverseOrder());
    PriorityQueue<Integer> best = new PriorityQueue<>(worstFirst);
    for (int slot = 0; slot < values.length; slot++) {
      if (values[slot] > 0) {
        best.add(slot);
        if (best.size() > max) {
          best.remove();
        }
      }
    }
    return best.stream().sorted(worstFirst.reversed()).toList();
  }

  /** What a crash is found by: methods as they are; classes, and what it said, with a mark before. */
  private static Set<String> terms(CrashShape shape) {
    Set<String> terms = new LinkedHashSet<>(shape.methods());
    for (String method : shape.methods()) {
      terms.add("class " + method.substring(0, method.lastIndexOf('.')));
    }
    if (!shape.message().isEmpty()) {
      terms.add("says " + shape.rootType() + " " + shape.message());
    }
    return terms;
  }

  /** A term and a growing list of slots, without an object for each. */
  private static final class Slots {
    private final String term;
    private int[] slots = new int[2];
    private int size;

    Slots(String term) {
      this.term = term;
    }

    void add(int slot) {
      if (size == slots.length) {
        slots = Arrays.copyOf(slots, size + (size >> 1) + 1);
      }
      slots[size++] = slot;
    }

    /** Gives the number left. */
    int remove(int slot) {
      for (int i = 0; i < size; i++) {
        if (slots[i] == slot) {
          slots[i] = slots[--size];
          break;
        }
      }
      return size;
    }

    int size() {
      return size;
    }

    void addTo(double[] sums, double value) {
      for (int i = 0; i < size; i++) {
        sums[slots[i]] += value;
      }
    }
  }
}
