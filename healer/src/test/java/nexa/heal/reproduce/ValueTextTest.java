package nexa.heal.reproduce;

import static nexa.heal.reproduce.Crash.boxed;
import static nexa.heal.reproduce.Crash.number;
import static nexa.heal.reproduce.Crash.sequence;
import static nexa.heal.reproduce.Crash.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import nexa.event.Value;
import nexa.heal.reproduce.CallContext.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ValueTextTest {

  private static final String TAKER =
      "public class Main { enum Color { RED } public static void take(Object value) {} }";

  @ParameterizedTest
  @MethodSource({"scalars", "containers"})
  void value_isWrittenAs(Value value, String expected) throws CannotRebuild {
    String body = Crash.of(TAKER).body(Mode.CONSTRUCTORS, "take", null, value);

    String written =
        body.startsWith("assert")
            ? between(body, "Main.take(", "));")
            : between(body, " = ", ";\n");
    assertThat(written).isEqualTo(expected);
  }

  static Stream<Arguments> scalars() {
    return Stream.of(
        arguments(new Value.Null(), "null"),
        arguments(number(-5), "-5"),
        arguments(scalar("java.lang.Long", "5"), "5L"),
        arguments(scalar("byte", "5"), "(byte) 5"),
        arguments(scalar("double", "1.0E10"), "1.0E10"),
        arguments(scalar("java.lang.Double", "NaN"), "Double.NaN"),
        arguments(scalar("float", "-Infinity"), "Float.NEGATIVE_INFINITY"),
        arguments(scalar("char", "'"), "'\\''"),
        arguments(scalar("boolean", "true"), "true"),
        arguments(string("a\"b\\\n\u202e\u00e4"), "\"a\\\"b\\\\\\n\\u202e\\u00e4\""),
        arguments(scalar("java.lang.Class", "p.Main$Color"), "Main.Color.class"),
        arguments(scalar("java.lang.Class", "int"), "int.class"),
        arguments(scalar("p.Main$Color", "RED"), "Main.Color.RED"),
        arguments(scalar("java.util.concurrent.TimeUnit", "DAYS"), "TimeUnit.DAYS"),
        arguments(scalar("java.math.BigDecimal", "1.50"), "new BigDecimal(\"1.50\")"),
        arguments(scalar("java.time.LocalDate", "2026-11-25"), "LocalDate.parse(\"2026-11-25\")"),
        arguments(scalar("java.util.UUID", "u"), "UUID.fromString(\"u\")"),
        arguments(scalar("java.util.Locale", "en_US"), "Locale.forLanguageTag(\"en-US\")"),
        arguments(scalar("java.nio.charset.Charset", "UTF-8"), "Charset.forName(\"UTF-8\")"),
        arguments(scalar("java.nio.file.Path", "/a"), "Paths.get(\"/a\")"),
        arguments(scalar("java.util.Date", "2026-11-25T00:00:00Z"),
            "Date.from(Instant.parse(\"2026-11-25T00:00:00Z\"))"),
        arguments(scalar("java.util.concurrent.atomic.AtomicLong", "7"), "new AtomicLong(7L)"),
        arguments(new Value.Redacted("java.lang.String", 3), "\"xxx\""),
        arguments(new Value.Missing("java.util.concurrent.locks.ReentrantLock", "JDK object"),
            "new ReentrantLock()"));
  }

  static Stream<Arguments> containers() {
    return Stream.of(
        arguments(sequence(1, "java.util.ArrayList"), "new ArrayList<>()"),
        arguments(sequence(1, "java.util.ArrayList", boxed(1), boxed(2)),
            "new ArrayList<>(List.of(1, 2))"),
        arguments(sequence(1, "java.util.ArrayList", boxed(1), new Value.Null()),
            "new ArrayList<>(Arrays.asList(1, null))"),
        arguments(sequence(1, "java.util.LinkedList", new Value.Null()),
            "new LinkedList<>(Collections.singletonList(null))"),
        arguments(sequence(1, "java.util.ImmutableCollections$List12", boxed(1)), "List.of(1)"),
        arguments(sequence(1, "java.util.ImmutableCollections$ListN", new Value.Null(), boxed(1)),
            "Collections.unmodifiableList(new ArrayList<>(Arrays.asList(null, 1)))"),
        arguments(sequence(1, "java.util.ImmutableCollections$SetN", boxed(1), boxed(2)),
            "Set.of(1, 2)"),
        arguments(sequence(1, "java.util.Arrays$ArrayList", boxed(1)), "Arrays.asList(1)"),
        arguments(sequence(1, "java.util.Collections$EmptyList"), "Collections.emptyList()"),
        arguments(sequence(1, "java.util.Collections$UnmodifiableRandomAccessList", boxed(1)),
            "Collections.unmodifiableList(new ArrayList<>(List.of(1)))"),
        arguments(sequence(1, "java.util.Collections$SynchronizedSet", boxed(1)),
            "Collections.synchronizedSet(new LinkedHashSet<>(List.of(1)))"),
        arguments(sequence(1, "java.util.HashMap$Values", boxed(1)), "new ArrayList<>(List.of(1))"),
        arguments(sequence(1, "java.util.concurrent.ConcurrentLinkedQueue", boxed(1)),
            "new ConcurrentLinkedQueue<>(List.of(1))"),
        arguments(map("java.util.HashMap", string("a"), boxed(1)),
            "new HashMap<>(Map.of(\"a\", 1))"),
        arguments(map("java.util.LinkedHashMap"), "new LinkedHashMap<>()"),
        arguments(map("java.util.LinkedHashMap", string("a"), boxed(1)),
            "new LinkedHashMap<>(Map.of(\"a\", 1))"),
        arguments(map("java.util.ImmutableCollections$Map1", string("a"), boxed(1)),
            "Map.of(\"a\", 1)"),
        arguments(new Value.Maybe(boxed(1)), "Optional.of(1)"),
        arguments(new Value.Maybe(number(1)), "OptionalInt.of(1)"),
        arguments(new Value.Maybe(null), "Optional.empty()"),
        arguments(new Value.Array(1, "int[]", List.of(number(1), number(2))), "new int[] {1, 2}"),
        arguments(new Value.Array(1, "java.lang.String[][]",
            List.of(new Value.Array(2, "java.lang.String[]", List.of(new Value.Null())))),
            "new String[][] {new String[] {null}}"));
  }

  @Test
  void orderedMap_isFilledInItsOrder() throws CannotRebuild {
    Value map =
        map("java.util.LinkedHashMap", string("b"), boxed(1), string("a"), new Value.Null());

    assertThat(Crash.of("class Main { static void take(java.util.Map<String, Integer> prices) {} }")
        .body(Mode.CONSTRUCTORS, "take", null, map))
        .isEqualTo(
            """
            Map<String, Integer> prices = new LinkedHashMap<>();
            prices.put("b", 1);
            prices.put("a", null);
            assertDoesNotThrow(() -> Main.take(prices));""");
  }

  @Test
  void forJava8_nothingNewerIsUsed() throws CannotRebuild {
    Value list = sequence(1, "java.util.ArrayList", boxed(1));
    Crash crash =
        new Crash(8).with("src/main/java/p/Main.java",
            "package p;\nclass Main { static void take(java.util.List<Integer> all) {} }");

    assertThat(crash.body(Mode.CONSTRUCTORS, "take", null, list))
        .startsWith("List<Integer> all = new ArrayList<>(Arrays.asList(1));");
  }

  @Test
  void hostileText_isNoCode() {
    refused(scalar("int", "0); System.exit(1"));
    refused(scalar("p.Main$Color", "RED; System.exit(1)"));
    refused(scalar("p.Main$Color); evil(", "RED"));
    refused(new Value.Array(1, "int[] {} ; evil() []", List.of()));
  }

  @Test
  void cutAndUnknownValues_areRefused() {
    refused(new Value.Truncated("java.util.ArrayList", 500));
    refused(new Value.Missing("java.net.Socket", "JDK object"));
    refused(new Value.Redacted("java.security.Key", 0));
    refused(new Value.Ref(9));
  }

  private static void refused(Value value) {
    assertThatThrownBy(() -> Crash.of(TAKER).test(Mode.CONSTRUCTORS, "take", null, value))
        .isInstanceOf(CannotRebuild.class);
  }

  private static String between(String text, String before, String after) {
    int start = text.indexOf(before) + before.length();
    return text.substring(start, text.indexOf(after, start));
  }

  private static Value.Scalar scalar(String type, String text) {
    return new Value.Scalar(type, text);
  }

  private static Value.Mapping map(String type, Value... entries) {
    List<Value.Entry> all = new java.util.ArrayList<>();
    for (int i = 0; i < entries.length; i += 2) {
      all.add(new Value.Entry(entries[i], entries[i + 1]));
    }
    return new Value.Mapping(1, type, all);
  }
}
