package nexa.heal.reproduce;

import static nexa.heal.reproduce.Crash.number;
import static nexa.heal.reproduce.Crash.object;
import static nexa.heal.reproduce.Crash.sequence;
import static nexa.heal.reproduce.Crash.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nexa.event.Value;
import nexa.heal.reproduce.CallContext.Mode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ObjectWriterTest {

  @Test
  void record_isMadeByItsCanonicalConstructor() throws CannotRebuild {
    Value line = object(1, "p.Main$Line", "sku", string("a"), "count", number(2));

    assertBody(
        "class Main { record Line(String sku, int count) {} static void take(Line line) {} }",
        null,
        """
        Main.Line line = new Main.Line("a", 2);
        assertDoesNotThrow(() -> Main.take(line));""",
        line);
  }

  @Test
  void constructor_isReadForWhereItsParametersGo() throws CannotRebuild {
    Value cart =
        object(1, "p.Main", "currency", string("EUR"),
            "lines", sequence(2, "java.util.ImmutableCollections$List12", string("a")), "count",
            number(0));

    assertBody(
        """
        class Main {
          private final java.util.List<String> lines; private final String currency; private int count;
          Main(String c) { this(c, new java.util.ArrayList<>()); }
          Main(String c, java.util.List<String> given) {
            currency = java.util.Objects.requireNonNull(c, "c");
            this.lines = java.util.List.copyOf(given);
          }
          void take() {}
        }
        """,
        cart,
        """
        Main main = new Main("EUR", List.of("a"));
        assertDoesNotThrow(() -> main.take());""");
  }

  @Test
  void listOfAnArray_isMadeByTheArray() throws CannotRebuild {
    Value note =
        object(1, "p.Main", "tags",
            sequence(2, "java.util.Arrays$ArrayList", string("a"), string("b")));

    assertBody(
        """
        class Main {
          private final java.util.List<String> tags;
          Main(String... given) { tags = java.util.Arrays.asList(given); }
          void take() {}
        }
        """,
        note,
        """
        Main main = new Main(new String[] {"a", "b"});
        assertDoesNotThrow(() -> main.take());""");
  }

  @Test
  void superclassConstructor_isReadToo() throws CannotRebuild {
    Value main = object(1, "p.Main", "name", string("n"), "size", number(3));

    assertBody(
        """
        class Base { private final String name; Base(String n) { this.name = n; } }
        class Main extends Base {
          private final int size;
          Main(int s, String label) { super(label); this.size = s; }
          void take() {}
        }
        """,
        main,
        """
        Main main = new Main(3, "n");
        assertDoesNotThrow(() -> main.take());""");
  }

  @Test
  void constructorThatIsHandedNull_comesAfterTheOneWithout() throws CannotRebuild {
    assertBody(
        """
        class Main {
          private String name; private int size;
          Main(String n) { if (n == null) throw new IllegalStateException(); this.name = n; }
          Main() { size = 0; }
          void take() {}
        }
        """,
        object(1, "p.Main", "name", new Value.Null(), "size", number(0)),
        """
        Main main = new Main();
        assertDoesNotThrow(() -> main.take());""");
  }

  @Test
  void privateConstructor_givesWayToTheFactory() throws CannotRebuild {
    assertBody(
        """
        class Main {
          private final String code;
          private Main(String c) { this.code = c; }
          static Main of(String text) { return new Main(text); }
          void take() {}
        }
        """,
        object(1, "p.Main", "code", string("x")),
        """
        Main main = Main.of("x");
        assertDoesNotThrow(() -> main.take());""");
  }

  @Test
  void builderThatGivesItself_makesTheObject() throws CannotRebuild {
    assertBody(
        """
        class Main {
          private final String code; private final int count; private final java.util.List<String> tags;
          private Main(Builder b) { code = b.code; count = b.count; tags = java.util.List.copyOf(b.tags); }
          static Builder builder() { return new Builder(); }
          void take() {}
          static final class Builder {
            private String code; private int count = 1;
            private final java.util.List<String> tags = new java.util.ArrayList<>();
            private Builder() {}
            Builder code(String text) { this.code = text; return this; }
            Builder count(int n) { count = n; return this; }
            Builder tag(String tag) { tags.add(tag); return this; }
            Main build() { return new Main(this); }
          }
        }
        """,
        object(1, "p.Main", "code", string("x"), "count", number(2), "tags",
            sequence(2, "java.util.ImmutableCollections$List12", string("a"))),
        """
        Main.Builder builder = Main.builder();
        builder.code("x");
        builder.count(2);
        builder.tag("a");
        Main main = builder.build();
        assertDoesNotThrow(() -> main.take());""");
  }

  @Test
  void builderThatHandsOverItsFields_makesTheObject() throws CannotRebuild {
    assertBody(
        """
        class Main {
          private final String code; private final int count;
          Main(String code, int count, Void internal) { this.code = code; this.count = count; }
          void take() {}
        }
        class MainBuilder {
          private final String given; private int n;
          MainBuilder(String given) { this.given = given; }
          MainBuilder withCount(int count) { n = count; return this; }
          Main toMain() {
            if (n < 0) throw new IllegalStateException();
            return new Main(given, this.n, null);
          }
        }
        """,
        object(1, "p.Main", "code", string("x"), "count", number(2)),
        """
        MainBuilder mainBuilder = new MainBuilder("x");
        mainBuilder.withCount(2);
        Main main = mainBuilder.toMain();
        assertDoesNotThrow(() -> main.take());""");
  }

  @Test
  void whatAnInitialiserMakes_isLeftAloneAtFirst() throws CannotRebuild {
    String source =
        """
        class Main {
          private final Shelf shelf = Shelf.full();
          void take() {}
          static class Shelf {
            private final int size;
            Shelf(int size) { this.size = size; }
            static Shelf full() { return new Shelf(9); }
          }
        }
        """;
    Value main = object(1, "p.Main", "shelf", object(2, "p.Main$Shelf", "size", number(8)));

    assertThat(Crash.of(source).body(Mode.PLAIN, "take", main))
        .startsWith("Main main = new Main();\nassertDoesNotThrow");
    assertThat(Crash.of(source).body(Mode.CONSTRUCTORS, "take", main))
        .startsWith("Main main = new Main();\nset(main, \"shelf\", new Main.Shelf(8));");
  }

  @Test
  void whatNoConstructorTakes_isAddedOrSet() throws CannotRebuild {
    Value main =
        object(1, "p.Main", "lines", sequence(2, "java.util.ArrayList", string("a"), string("b")),
            "name", string("n"), "open", new Value.Scalar("boolean", "false"));

    assertBody(
        """
        class Main {
          private final java.util.List<String> lines = new java.util.ArrayList<>();
          private String name; private boolean open;
          void add(String line) { lines.add(line); }
          void setName(String name) { this.name = name; }
          void take() {}
        }
        """,
        main,
        """
        Main main = new Main();
        main.add("a");
        main.add("b");
        main.setName("n");
        assertDoesNotThrow(() -> main.take());""");
  }

  @Test
  void privateState_isSetByAFixtureLast() throws CannotRebuild {
    String test =
        Crash.of("class Main { private int hits; void take() { hits++; } }")
            .test(Mode.CONSTRUCTORS, "take", object(1, "p.Main", "hits", number(7)));

    assertThat(test)
        .contains("void take_survivesIllegalStateException() throws Exception {")
        .contains("    Main main = new Main();\n    set(main, \"hits\", 7);\n")
        .contains("  private static void set(Object target, String name, Object value)");
  }

  @Test
  void stateNoCallerCanMake_isAllocated() throws CannotRebuild {
    String source =
        """
        class Main {
          private final String code;
          private Main(int seed) { this.code = "" + seed; }
          private void take(int n) {}
        }
        """;
    Value main = object(1, "p.Main", "code", string("x"));

    assertThatThrownBy(() -> Crash.of(source).test(Mode.CONSTRUCTORS, "take", main, number(1)))
        .isInstanceOf(CannotRebuild.class);
    assertThat(Crash.of(source).body(Mode.FIELDS, "take", main, number(1)))
        .isEqualTo(
            """
            Main main = allocate(Main.class);
            set(main, "code", "x");
            assertDoesNotThrow(
            () -> call(main, Main.class, "take", new Class<?>[] {int.class}, new Object[] {1}));"""
                .replace("assertDoesNotThrow(\n() -> call", "assertDoesNotThrow(() -> call")
                .replace("new Object[] {1}));", "\nnew Object[] {1}));")
                .replace("{int.class}, \n", "{int.class},\n"));
  }

  @Test
  void sharedObject_isOneLocal() throws CannotRebuild {
    Value line = object(1, "p.Main$Line", "sku", string("a"));

    assertBody(
        "class Main { record Line(String sku) {} static void take(Line one, Line other) {} }",
        null,
        """
        Main.Line one = new Main.Line("a");
        assertDoesNotThrow(() -> Main.take(one, one));""",
        line,
        new Value.Ref(1));
  }

  @Test
  void cycle_isClosedOnceTheObjectExists() throws CannotRebuild {
    Value child = object(2, "p.Main$Node", "parent", new Value.Ref(1), "child", new Value.Null());
    Value parent = object(1, "p.Main$Node", "parent", new Value.Null(), "child", child);

    assertBody(
        """
        class Main {
          static class Node { Node parent; Node child; Node() {} }
          static void take(Node node) {}
        }
        """,
        null,
        """
        Main.Node node = new Main.Node();
        Main.Node child = new Main.Node();
        set(child, "parent", node);
        set(node, "child", child);
        assertDoesNotThrow(() -> Main.take(node));""",
        parent);
  }

  @Test
  void missingField_isLeftOutUnlessTheFailingMethodNeedsIt() throws CannotRebuild {
    String source =
        """
        class Main {
          void take() { %s }
          private final Runnable log; private final Runnable other;
          Main(Runnable log, Runnable other) { this.log = log; this.other = other; }
        }
        """;
    Value lambda = new Value.Missing("p.Main$$Lambda/1", "lambda");
    Value main = object(1, "p.Main", "log", lambda, "other", lambda);

    assertThat(Crash.of(source.formatted("hashCode();")).body(Mode.CONSTRUCTORS, "take", main))
        .startsWith("Main main = new Main((Runnable) null, (Runnable) null);");
    assertThatThrownBy(
        () -> Crash.of(source.formatted("log.run();")).test(Mode.CONSTRUCTORS, "take", main))
        .isInstanceOf(CannotRebuild.class);
  }

  private static void assertBody(
      String source, @Nullable Value receiver, String body, Value... arguments)
      throws CannotRebuild {
    assertThat(Crash.of(source).body(Mode.CONSTRUCTORS, "take", receiver, arguments))
        .isEqualTo(body);
  }
}
