package nexa.javaagent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Objects made to hang, to blow up or to be noticed by whoever reads them. */
final class HostileObjectsTest {

  private static final AtomicInteger CALLS = new AtomicInteger();

  /** Whose every method is counted and fails, or never returns. */
  private static class Trap implements Comparable<Trap>, Iterable<Object>, CharSequence {
    @SuppressWarnings("UnusedVariable") // read by reflection
    private final String inside = "seen";

    @Override
    public String toString() {
      return String.valueOf(hang());
    }

    @Override
    public int hashCode() {
      throw called();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      throw called();
    }

    @Override
    public int compareTo(Trap other) {
      throw called();
    }

    @Override
    public Iterator<Object> iterator() {
      throw called();
    }

    @Override
    public int length() {
      throw called();
    }

    @Override
    public char charAt(int index) {
      throw called();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      throw called();
    }
  }

  private record Accessor(String name) {
    @Override
    public String name() {
      throw called();
    }
  }

  private static final class Endless extends AbstractCollection<Object> {
    @Override
    public Iterator<Object> iterator() {
      throw called();
    }

    @Override
    public int size() {
      throw called();
    }
  }

  private static final class OwnMap extends AbstractMap<Object, Object> {
    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
      throw called();
    }
  }

  private static final class OwnArrayList extends ArrayList<Object> {
    @Override
    public int size() {
      throw called();
    }
  }

  private static final class OwnHashMap extends HashMap<Object, Object> {
    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
      throw called();
    }
  }

  private static final class Node {
    @SuppressWarnings("UnusedVariable") // read by reflection
    private @Nullable Object next;
  }

  private static final class Wrapping extends RuntimeException {
    Wrapping(@Nullable Throwable cause) {
      super("wraps", cause);
    }

    @Override
    public String getMessage() {
      throw called();
    }

    @Override
    public synchronized Throwable getCause() {
      throw called();
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw called();
    }
  }

  private static List<Object> hostile() {
    Map<Object, Object> byIdentity = new IdentityHashMap<>();
    byIdentity.put(new Trap(), new Trap());
    Object proxy =
        Proxy.newProxyInstance(
            HostileObjectsTest.class.getClassLoader(),
            new Class<?>[] {Runnable.class},
            (self, method, arguments) -> {
              throw called();
            });
    return List.of(
        new Trap[] {new Trap()}, new Accessor("a"), new Object[] {new Endless(), new OwnMap()},
        new Object[] {new OwnArrayList(), new OwnHashMap()}, byIdentity, new Object[] {proxy},
        Collections.unmodifiableCollection(new Endless()),
        Collections.unmodifiableMap(new OwnMap()), Collections.checkedMap(new OwnMap(),
            Object.class, Object.class),
        Collections.singletonList(new Trap()), Optional.of(new Trap()), cyclicMap(), cyclicArray(),
        nested(1_000_000), optionals(1_000_000), chain(1_000_000), new byte[50_000_000],
        new Object[] {"x".repeat(100_000_000)}, new StringBuilder("x".repeat(50_000_000)),
        Collections.nCopies(Integer.MAX_VALUE, "x"), new long[3][3][3][3][3], many(100_000));
  }

  @BeforeEach
  void forget() {
    CALLS.set(0);
  }

  /** One test, because a parameter of a test is asked for its text. */
  @Test
  void hostileObject_isNeitherCalledNorFollowedWithoutEnd() {
    for (Object hostile : hostile()) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> assertThat(write(hostile).toString().length()).isLessThan(70_000));
      assertThat(CALLS).as(hostile.getClass().getName()).hasValue(0);
    }
  }

  @Test
  void trap_isShownByItsFields() {
    assertThat(write(new Trap()).at("/fields/inside/text").asString()).isEqualTo("seen");
    assertThat(write(new Accessor("a")).at("/fields/name/text").asString()).isEqualTo("a");
    assertThat(CALLS).hasValue(0);
  }

  @Test
  void hostileThrowable_isNotCalled() {
    Throwable thrown = new Wrapping(new IllegalStateException("inner"));
    ThrowableReader.root(thrown);
    ThrowableReader.message(thrown);
    ThrowableReader.frames(thrown);
    assertThat(CALLS).hasValue(0);
  }

  @Test
  void endlessCauses_areFollowedForAWhileOnly() {
    Throwable thrown = new Wrapping(null);
    for (int i = 0; i < 1_000_000; i++) {
      thrown = new Wrapping(thrown);
      thrown.setStackTrace(new StackTraceElement[0]);
    }
    Throwable outermost = thrown;
    assertTimeoutPreemptively(
        Duration.ofSeconds(1), () -> ThrowableReader.root(outermost));
    assertThat(CALLS).hasValue(0);
  }

  private static Object cyclicMap() {
    Map<Object, Object> map = new TreeMap<>();
    map.put("self", map);
    map.put("list", new ArrayList<>(List.of(map)));
    return map;
  }

  private static Object cyclicArray() {
    Object[] array = new Object[1];
    array[0] = array;
    return array;
  }

  private static Object nested(int levels) {
    Object[] inner = {};
    for (int i = 0; i < levels; i++) {
      inner = new Object[] {inner};
    }
    return inner;
  }

  private static Object optionals(int levels) {
    Object inner = "x";
    for (int i = 0; i < levels; i++) {
      inner = Optional.of(inner);
    }
    return inner;
  }

  private static Object chain(int length) {
    Node first = new Node();
    Node last = first;
    for (int i = 0; i < length; i++) {
      Node next = new Node();
      last.next = next;
      last = next;
    }
    return first;
  }

  /** A tree that is as wide as allowed on every level. */
  private static Object many(int leaves) {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < leaves; i++) {
      all.add("leaf " + i);
    }
    Object level = all.subList(0, 20).toArray();
    for (int depth = 0; depth < 4; depth++) {
      Object[] wider = new Object[20];
      for (int i = 0; i < wider.length; i++) {
        wider[i] = depth == 0 ? ((Object[]) level).clone() : new Object[] {level, level, "x" + i};
      }
      level = wider;
    }
    return level;
  }

  private static RuntimeException called() {
    CALLS.incrementAndGet();
    return new IllegalStateException("called");
  }

  private static Object hang() {
    CALLS.incrementAndGet();
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    return "interrupted";
  }

  private static JsonNode write(Object value) {
    StringBuilder out = new StringBuilder();
    new ValueWriter(
        out, 64 * 1024, System.nanoTime() + 1_000_000_000L,
        CaptureRules.service(new Redactor(List.of()), null), new ObjectNumbers(0))
        .write("it", value, null, 0);
    return new ObjectMapper().readTree(out.toString());
  }
}
