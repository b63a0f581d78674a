package watched;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Objects that punish whoever calls them or follows them without end. */
@SuppressWarnings("UnusedVariable") // its fields are read by reflection
public final class Hostile {

  private final List<Object> trap = Collections.unmodifiableList(new EndlessList());
  private final String apiKey = "k-123456";
  private final char[] letters = {'p', 'w'};

  static Object cycle() {
    Map<Object, Object> map = new HashMap<>();
    List<Object> list = new ArrayList<>();
    list.add(map);
    map.put("list", list);
    return list;
  }

  static Object huge() {
    return new Object[] {"x".repeat(30_000_000), new byte[20_000_000], new Hostile(), deep(200)};
  }

  void fail(Object cycle, Object huge, Hostile other) {
    if (letters.length + apiKey.length() > 1) {
      throw new IllegalStateException("token=abcdef and card 4111 1111 1111 1111");
    }
  }

  @Override
  public String toString() {
    throw called();
  }

  @Override
  public int hashCode() {
    throw called();
  }

  @Override
  public boolean equals(Object other) {
    throw called();
  }

  private static RuntimeException called() {
    System.out.println("called application code");
    return new IllegalStateException("called");
  }

  private static Object deep(int levels) {
    Object[] inner = {};
    for (int i = 0; i < levels; i++) {
      inner = new Object[] {inner};
    }
    return inner;
  }

  /** A list whose every method would never come back. */
  private static final class EndlessList extends AbstractList<Object> {
    @Override
    public Object get(int index) {
      throw called();
    }

    @Override
    public int size() {
      throw called();
    }
  }
}
