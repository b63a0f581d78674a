package nexa.javaagent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class ValueWriterTest {

  /** An object with a superclass, a secret and a primitive. */
  @SuppressWarnings("UnusedVariable") // read by reflection
  private static final class Order extends Base {
    private final int quantity = 3;
    private final String token = "abc";
    private final DayOfWeek day = DayOfWeek.MONDAY;
  }

  @SuppressWarnings("UnusedVariable") // read by reflection
  private abstract static class Base {
    private final String id = "o-1";
  }

  /** An object with a field of the name of one of its superclass. */
  @SuppressWarnings({"UnusedVariable", "HidingField"}) // read by reflection
  private static final class Renumbered extends Base {
    private final String id = "o-2";
  }

  /** A list of the application's own, whose methods must not be called. */
  private static final class OwnList extends ArrayList<String> {
    @Override
    public Iterator<String> iterator() {
      throw new IllegalStateException("called");
    }
  }

  /** A map of the application's own. */
  @SuppressWarnings("UnusedVariable") // read by reflection
  private static final class OwnMap extends Hashtable<String, Integer> {
    private final String name = "own";
  }

  /** A value of which there are well-known ones. */
  @SuppressWarnings("UnusedVariable") // read by reflection
  private static final class Shade {
    static final Shade DARK = new Shade(9);
    private final int depth;

    private Shade(int depth) {
      this.depth = depth;
    }
  }

  private static final class Node {
    private @Nullable Node next;
  }

  static Stream<Object> sequences() {
    return Stream.of(
        List.of("a", "b"), new ArrayList<>(List.of("a", "b")), Arrays.asList("a", "b"),
        new LinkedList<>(List.of("a", "b")), new ArrayDeque<>(List.of("a", "b")),
        Collections.unmodifiableList(new ArrayList<>(List.of("a", "b"))),
        Collections.unmodifiableCollection(new TreeSet<>(List.of("a", "b"))),
        Collections.synchronizedList(new ArrayList<>(List.of("a", "b"))),
        new TreeSet<>(Set.of("a", "b")), new HashSet<>(Set.of("a", "b")),
        new Vector<>(List.of("a", "b")), new CopyOnWriteArrayList<>(List.of("a", "b")),
        new TreeMap<>(Map.of("a", 1, "b", 2)).navigableKeySet().stream().toList());
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void jdkCollection_isASequenceInOrder(Object collection) {
    JsonNode value = write("it", collection);
    assertThat(value.get("k").asString()).isEqualTo("seq");
    assertThat(value.get("type").asString()).isEqualTo(collection.getClass().getName());
    assertThat(value.at("/elements/0/text").asString()).isEqualTo("a");
    assertThat(value.at("/elements/1/text").asString()).isEqualTo("b");
    assertThat(value.get("elements").size()).isEqualTo(2);
  }

  static Stream<Object> maps() {
    return Stream.of(
        Map.of("a", 1), new TreeMap<>(Map.of("a", 1)), new LinkedHashMap<>(Map.of("a", 1)),
        new ConcurrentHashMap<>(Map.of("a", 1)), Collections.singletonMap("a", 1),
        Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1))));
  }

  @ParameterizedTest
  @MethodSource("maps")
  void jdkMap_isAMapOfEntries(Object map) {
    JsonNode value = write("it", map);
    assertThat(value.get("k").asString()).isEqualTo("map");
    assertThat(value.at("/entries/0/0/text").asString()).isEqualTo("a");
    assertThat(value.at("/entries/0/1/type").asString()).isEqualTo("java.lang.Integer");
  }

  static Stream<Object[]> scalars() {
    UUID uuid = UUID.fromString("00000000-0000-0000-0000-000000000001");
    return Stream.of(
        new Object[] {"text", "java.lang.String", "text"},
        new Object[] {7L, "java.lang.Long", "7"},
        new Object[] {new BigDecimal("1.50"), "java.math.BigDecimal", "1.50"},
        new Object[] {LocalDate.of(2026, 11, 25), "java.time.LocalDate", "2026-11-25"},
        new Object[] {uuid, "java.util.UUID", uuid.toString()},
        new Object[] {StandardCharsets.UTF_8, "java.nio.charset.Charset", "UTF-8"},
        new Object[] {String.class, "java.lang.Class", "java.lang.String"},
        new Object[] {DayOfWeek.FRIDAY, "java.time.DayOfWeek", "FRIDAY"});
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void valueType_isAScalarWithItsText(Object value, String type, String text) {
    JsonNode json = write("it", value);
    assertThat(json.get("k").asString()).isEqualTo("scalar");
    assertThat(json.get("type").asString()).isEqualTo(type);
    assertThat(json.get("text").asString()).isEqualTo(text);
    assertThat(json.has("enum")).isEqualTo(value instanceof Enum);
  }

  @Test
  void object_hasTheFieldsOfItsSuperclassesFirst() {
    JsonNode value = write("it", new Order());
    assertThat(value.get("fields").propertyNames()).containsExactly("id", "quantity", "token",
        "day");
    assertThat(value.at("/fields/quantity/type").asString()).isEqualTo("int");
    assertThat(value.at("/fields/token/k").asString()).isEqualTo("redacted");
    assertThat(value.at("/fields/token/length").asInt()).isEqualTo(3);
  }

  @Test
  void hiddenField_isNamedByItsClassToo() {
    JsonNode fields = write("it", new Renumbered()).get("fields");
    assertThat(fields.propertyNames()).containsExactly(Base.class.getName() + ".id", "id");
    assertThat(fields.at("/id/text").asString()).isEqualTo("o-2");
  }

  @Test
  void cycle_isARef() {
    Node node = new Node();
    node.next = node;
    assertThat(write("it", node).at("/fields/next").toString())
        .isEqualTo("{\"k\":\"ref\",\"id\":1}");
  }

  @Test
  void depthBeyondTheLimit_isMissing() {
    Node first = new Node();
    Node last = first;
    for (int i = 0; i < 10; i++) {
      last.next = new Node();
      last = last.next;
    }
    JsonNode deepest = write("it", first).at("/fields/next".repeat(5));
    assertThat(deepest.get("reason").asString()).isEqualTo("too deep");
  }

  @Test
  void largeValues_areTruncatedWithTheirSize() {
    assertThat(write("it", filled(1025)).toString())
        .isEqualTo("{\"k\":\"truncated\",\"type\":\"int[]\",\"size\":1025}");
    assertThat(write("it", Collections.nCopies(30, "x")).get("size").asInt()).isEqualTo(30);
    assertThat(write("it", "x".repeat(1025)).get("size").asInt()).isEqualTo(1025);
  }

  @Test
  void longArrayOfNumbers_isWordsWithoutTheZerosAtItsEnd() {
    assertThat(write("it", Arrays.copyOf(new byte[] {1, -2}, 512)).toString())
        .isEqualTo(
            "{\"k\":\"array\",\"id\":1,\"type\":\"byte[]\",\"length\":512,\"numbers\":\"1 -2\"}");
    assertThat(write("it", filled(30)).get("numbers").asString()).startsWith("7 7 7");
    assertThat(write("it", Arrays.copyOf(new String[] {"a", null, "b"}, 32)).get("elements"))
        .hasSize(3);
  }

  @Test
  void ownListOrMap_isReadByTheFieldsOfWhatItExtends() {
    OwnList list = new OwnList();
    list.add("a");
    OwnMap map = new OwnMap();
    map.put("b", 2);

    assertThat(write("it", list).at("/fields/java.util.ArrayList/elements/0/text").asString())
        .isEqualTo("a");
    assertThat(write("it", map).at("/fields/java.util.Hashtable/entries/0/1/text").asString())
        .isEqualTo("2");
    assertThat(write("it", map).at("/fields/name/text").asString()).isEqualTo("own");
  }

  @Test
  void readerOverKnownText_isItsTextAndHowFarItWasRead() throws IOException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(new byte[] {1, 2, 3});
    bytes.read();

    JsonNode fields = write("it", new BufferedInputStream(bytes)).at("/fields/in/fields");

    assertThat(fields.at("/pos/text").asString()).isEqualTo("1");
    assertThat(fields.at("/buf/elements")).hasSize(3);
  }

  @Test
  void unchangingObjectInAStaticField_isNamedAfterIt() {
    assertThat(write("it", Shade.DARK).toString())
        .isEqualTo(
            "{\"k\":\"scalar\",\"type\":\"" + Shade.class.getName() + "\",\"text\":\"DARK\"}");
    assertThat(write("it", new Shade(1)).get("k").asString()).isEqualTo("object");
  }

  @Test
  void exception_isItsMessageAndCause() {
    JsonNode fields =
        write("it", new IllegalStateException("no", new IOException("io"))).get("fields");
    assertThat(fields.at("/detailMessage/text").asString()).isEqualTo("no");
    assertThat(fields.at("/cause/type").asString()).isEqualTo("java.io.IOException");
  }

  @Test
  void stringBuffer_isReadWithoutItsLock() {
    assertThat(write("it", new StringBuffer("a\u20ac")).at("/text").asString())
        .isEqualTo("a\u20ac");
  }

  @Test
  void whatCannotBeReadSafely_isMissing() {
    assertThat(write("it", new Thread()).get("reason").asString()).isEqualTo("JDK object");
    Runnable lambda = () -> {};
    assertThat(write("it", lambda).get("reason").asString()).isEqualTo("lambda");
  }

  @Test
  void optional_wrapsItsContent() {
    assertThat(write("it", Optional.of("a")).at("/value/text").asString()).isEqualTo("a");
    assertThat(write("it", Optional.empty()).get("value").isNull()).isTrue();
  }

  @Test
  void sensitiveMapKey_hidesItsValueButNotNull() {
    Map<String, String> map = new TreeMap<>();
    map.put("password", "p");
    map.put("token", null);
    JsonNode entries = write("it", map).get("entries");
    assertThat(entries.at("/0/1/k").asString()).isEqualTo("redacted");
    assertThat(entries.at("/1/1/k").asString()).isEqualTo("null");
  }

  @Test
  void spentTime_leavesOnlyScalars() {
    StringBuilder out = new StringBuilder();
    ValueWriter late = writer(out, System.nanoTime() - 1);
    late.write("it", "text", null, 0);
    late.write("it", List.of("text"), null, 0);
    assertThat(out.toString()).startsWith("{\"k\":\"scalar\"").contains("out of time");
  }

  private static int[] filled(int length) {
    int[] numbers = new int[length];
    Arrays.fill(numbers, 7);
    return numbers;
  }

  private static JsonNode write(String name, Object value) {
    StringBuilder out = new StringBuilder();
    writer(out, System.nanoTime() + 10_000_000_000L).write(name, value, null, 0);
    return new ObjectMapper().readTree(out.toString());
  }

  private static ValueWriter writer(StringBuilder out, long deadlineNanos) {
    return new ValueWriter(
        out, 64 * 1024, deadlineNanos, CaptureRules.service(new Redactor(List.of()), null),
        new ObjectNumbers(0));
  }
}
