package nexa.heal.reproduce;

import static nexa.heal.reproduce.Crash.boxed;
import static nexa.heal.reproduce.Crash.number;
import static nexa.heal.reproduce.Crash.object;
import static nexa.heal.reproduce.Crash.sequence;
import static nexa.heal.reproduce.Crash.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import nexa.event.Value;
import nexa.heal.reproduce.CallContext.Mode;
import org.junit.jupiter.api.Test;

/** Objects of kinds that are not just made by their constructor; what is written must compile. */
final class ObjectKindsTest {

  @Test
  void innerObject_isMadeOnTheOneAroundIt() throws CannotRebuild {
    Value outer = object(1, "p.Main", "name", string("n"));
    Value line = object(2, "p.Main$Line", "this$0", outer, "size", number(3));

    assertThat(
        Crash.of(
            """
            class Main {
              final String name;
              Main(String name) { this.name = name; }
              class Line { final int size; Line(int size) { this.size = size; } }
              static void take(Line line) {}
            }
            """).body(Mode.CONSTRUCTORS, "take", null, line))
        .isEqualTo(
            """
            Main main = new Main("n");
            Main.Line line = main.new Line(3);
            assertDoesNotThrow(() -> Main.take(line));""");
  }

  @Test
  void objectOfATestsOwnClass_isMadeAsTheTestsDo() throws CannotRebuild {
    String main = "class Main { static void take(Runnable done) {} }";
    String done = "package q;\npublic class Done implements Runnable {%s public void run() {} }";
    String path = "src/test/java/q/Done.java";

    assertThat(
        Crash.of(main).with(path, done.formatted("")).body(Mode.PLAIN, "take", null,
            object(1, "q.Done")))
        .isEqualTo(
            """
            Done done = new Done();
            assertDoesNotThrow(() -> Main.take(done));""");
    assertThatThrownBy(
        () -> Crash.of(main).with(path, done.formatted(" Done(int n) {}"))
            .body(Mode.PLAIN, "take", null, object(1, "q.Done")))
        .isInstanceOf(CannotRebuild.class);
  }

  @Test
  void objectOfAHiddenClass_isCastWhereMoreThanAnObjectIsWanted() throws CannotRebuild {
    String main =
        "class Main { private static class Hidden implements Runnable { public void run() {} }"
            + " static void take(Object it, Runnable done) {} }";

    assertThat(
        Crash.of(main).body(Mode.FIELDS, "take", null, object(1, "p.Main$Hidden"),
            new Value.Ref(1)))
        .contains("Runnable done = (Runnable) it;");
  }

  @Test
  void ownCollection_isFilled() throws CannotRebuild {
    Value map =
        object(1, "p.Main",
            "java.util.Hashtable",
            new Value.Mapping(2, "java.util.Hashtable",
                List.of(new Value.Entry(string("a"), boxed(1)))));

    assertThat(
        Crash.of("class Main extends java.util.Hashtable<String, Integer> { void take() {} }")
            .body(Mode.CONSTRUCTORS, "take", map))
        .isEqualTo(
            """
            Main main = new Main();
            main.put("a", 1);
            assertDoesNotThrow(() -> main.take());""");
  }

  @Test
  void wellKnownObject_isWrittenByItsNameOrWhoGivesIt() throws CannotRebuild {
    Crash crash =
        Crash.of(
            """
            class Main {
              static final Main RED = new Main();
              private static final Main BLUE = new Main();
              private static final Main GREEN = new Main();
              private Main() {}
              static Main blue() { return BLUE; }
              static void take(Main main) {}
            }
            """);

    assertThat(crash.body(Mode.PLAIN, "take", null, new Value.Scalar("p.Main", "RED")))
        .isEqualTo("assertDoesNotThrow(() -> Main.take(Main.RED));");
    assertThat(crash.body(Mode.PLAIN, "take", null, new Value.Scalar("p.Main", "BLUE")))
        .contains("Main.blue()");
    assertThat(crash.body(Mode.PLAIN, "take", null, new Value.Scalar("p.Main", "GREEN")))
        .contains("constant(Main.class, \"GREEN\")");
  }

  @Test
  void freshObject_isAsItsConstructorMadeIt() throws CannotRebuild {
    String source =
        """
        class Main {
          private final String text; private int position; private boolean strict;
          Main(String text) { this.text = text; }
          void setStrict(boolean strict) { this.strict = strict; }
          void take() {}
        }
        """;
    Value main =
        object(1, "p.Main", "text", string("abc"), "position", number(2), "strict",
            new Value.Scalar("boolean", "true"));

    assertThat(Crash.of(source).body(Mode.FRESH, "take", main))
        .isEqualTo(
            """
            Main main = new Main("abc");
            main.setStrict(true);
            assertDoesNotThrow(() -> main.take());""");
  }

  @Test
  void constructorThatUsesItsParameterOtherwise_isTriedWithASize() throws CannotRebuild {
    Value main =
        object(1, "p.Main", "rows",
            sequence(2, "java.util.ArrayList", string("a"), string("b"), string("c")));

    assertThat(
        Crash.of(
            """
            class Main {
              private final java.util.List<String> rows = new java.util.ArrayList<>();
              Main(int count) { for (int i = 0; i < count; i++) { rows.add(""); } }
              void take() {}
            }
            """).body(Mode.FRESH, "take", main))
        .startsWith("Main main = new Main(3);");
  }

  @Test
  void iterator_goesOverWhatWasLeft() throws CannotRebuild {
    Value list = sequence(2, "java.util.ArrayList", string("a"), string("b"));
    Value iterator = object(1, "java.util.ArrayList$Itr", "cursor", number(1), "this$0", list);

    assertThat(
        Crash.of("class Main { static void take(java.util.Iterator<String> all) {} }")
            .body(Mode.PLAIN, "take", null, iterator))
        .startsWith("Iterator<String> all = new ArrayList<>(List.of(\"b\")).iterator();");
  }

  @Test
  void callback_isStoodInForWhereNothingHangsOnIt() throws CannotRebuild {
    Value lambda = new Value.Missing("p.Other$$Lambda/1", "lambda");

    assertThat(
        Crash.of("class Main { static void take(Runnable done) {} }")
            .body(Mode.CONSTRUCTORS, "take", null, lambda))
        .startsWith("Runnable done = stub(Runnable.class);");
    assertThatThrownBy(
        () -> Crash.of("class Main {\n  static void take(Runnable done) { done.run(); } }")
            .test(Mode.CONSTRUCTORS, "take", null, lambda))
        .isInstanceOf(CannotRebuild.class);
  }

  @Test
  void objectOfAnUnknownClass_isStoodInForInACallFurtherOutAlone() throws CannotRebuild {
    Crash crash = Crash.of("class Main { static void take(Runnable done) {} }");
    Value unknown = object(1, "q.Other", "count", number(1));

    assertThatThrownBy(() -> crash.test(Mode.PLAIN, "take", null, unknown))
        .isInstanceOf(CannotRebuild.class);
    assertThat(crash.furtherOut().body(Mode.PLAIN, "take", null, unknown))
        .contains("Main.take(stub(Runnable.class))");
  }

  @Test
  void methodOfAPrivateClass_isCalledByReflection() throws CannotRebuild {
    assertThat(
        Crash.of("class Main { private static int take(int a, String b) { return a; } }")
            .body(Mode.MIXED, "take", null, number(1), string("x")))
        .contains("call(null, Main.class, \"take\", new Class<?>[] {int.class,");
  }

  @Test
  void longArrays_areWrittenShort() throws CannotRebuild {
    Crash crash = Crash.of("class Main { static void take(Object all) {} }");

    assertThat(crash.body(Mode.PLAIN, "take", null, array("int[]", "int", 100, "0")))
        .contains("new int[100]");
    assertThat(crash.body(Mode.PLAIN, "take", null, array("char[]", "char", 30, "a")))
        .contains("\"" + "a".repeat(30) + "\".toCharArray()");
    assertThat(crash.body(Mode.PLAIN, "take", null, array("byte[]", "byte", 30, "65")))
        .contains("\"" + "A".repeat(30) + "\".getBytes(StandardCharsets.US_ASCII)");
    assertThat(crash.body(Mode.PLAIN, "take", null, array("byte[]", "byte", 30, "-1")))
        .contains("Base64.getDecoder().decode(");
  }

  @Test
  void exception_isMadeOfItsMessageAndCause() throws CannotRebuild {
    Value cause = object(2, "java.io.IOException", "detailMessage", string("io"));
    Value thrown =
        object(1, "java.lang.IllegalStateException", "detailMessage", string("no"), "cause", cause);

    assertThat(
        Crash.of("class Main { static void take(Exception e) {} }")
            .body(Mode.PLAIN, "take", null, thrown))
        .contains("new IllegalStateException(\"no\", new IOException(\"io\"))");
  }

  @Test
  void oldCode_getsNeitherDiamondNorNewerCalls() throws CannotRebuild {
    Crash crash = new Crash(8);
    for (int i = 0; i < 20; i++) {
      crash.with("src/main/java/p/Old" + i + ".java", "package p; class Old" + i + " {}");
    }
    crash.with("src/main/java/p/Main.java",
        "package p;\nclass Main { static void take(java.util.List all) {} }");

    assertThat(
        crash.body(Mode.PLAIN, "take", null, sequence(1, "java.util.ArrayList", boxed(1))))
        .startsWith("List all = new ArrayList(Arrays.asList(1));");
  }

  private static Value array(String type, String component, int length, String element) {
    return new Value.Array(
        1, type, java.util.Collections.nCopies(length, new Value.Scalar(component, element)));
  }
}
