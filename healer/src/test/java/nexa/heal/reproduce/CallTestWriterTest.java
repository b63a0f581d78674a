package nexa.heal.reproduce;

import static nexa.heal.reproduce.Crash.object;
import static nexa.heal.reproduce.Crash.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import nexa.event.Value;
import nexa.heal.reproduce.CallContext.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallTestWriterTest {

  private static final String MAIN =
      "class Main { void take(String text) {} private void hide() {} }";

  @Test
  void test_isAWholeFile() throws CannotRebuild {
    assertThat(Crash.of(MAIN).test(Mode.CONSTRUCTORS, "take", object(1, "p.Main"), string("a")))
        .isEqualTo(
            """
            package p;

            import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

            import org.junit.jupiter.api.Test;

            /** Repeats crash SHOP-1 with the values the service held. */
            class MainTakeCrashTest {

              @Test
              void take_survivesIllegalStateException() {
                Main main = new Main();

                assertDoesNotThrow(() -> main.take("a"));
              }
            }
            """);
  }

  @Test
  void projectsOwnStyle_isKept() throws CannotRebuild {
    Crash crash =
        Crash.of(MAIN)
            .with(
                "src/test/java/p/MainTest.java",
                """
                package p;
                import static org.assertj.core.api.Assertions.assertThat;
                import org.junit.jupiter.api.Test;

                public class MainTest {
                \t@Test
                \tpublic void a() { assertThat(1).isEqualTo(1); }
                }
                """)
            .with("src/test/java/p/MainTakeCrashTest.java",
                "package p; class MainTakeCrashTest {}");

    assertThat(crash.test(Mode.CONSTRUCTORS, "take", object(1, "p.Main"), string("a")))
        .contains("public class MainTakeCrash2Test {")
        .contains("\tpublic void take_survivesIllegalStateException() {\n\t\tMain main")
        .contains("assertThatCode(() -> main.take(\"a\")).doesNotThrowAnyException();");
  }

  @Test
  void junit4Project_getsAJUnit4Test() throws CannotRebuild {
    Crash crash =
        Crash.of(MAIN)
            .with("src/test/java/org/junit/Test.java",
                "package org.junit; public @interface Test {}")
            .with("src/test/java/p/MainTest.java",
                "package p; import org.junit.Test; public class MainTest { @Test public void a() {} }");

    assertThat(crash.test(Mode.CONSTRUCTORS, "take", object(1, "p.Main"), string("a")))
        .contains("import org.junit.Test;")
        .contains("public class MainTakeCrashTest {")
        .contains("    main.take(\"a\");");
  }

  @Test
  void promisedException_isNoCrash() throws CannotRebuild {
    Crash crash =
        Crash.of(
            """
            class Main {
              /**
               * Takes a number.
               *
               * @throws NumberFormatException when it is none
               * @throws IllegalStateException when it is closed
               * @throws RuntimeException for whatever reason
               */
              static void take(String text) throws java.io.IOException {}
            }
            """);

    assertThat(crash.test(Mode.CONSTRUCTORS, "take", null, string("a")))
        .contains("    try {\n      Main.take(\"a\");\n    } catch (IOException promised) {\n")
        .contains("} catch (NumberFormatException promised) {")
        .doesNotContain("catch (IllegalStateException")
        .doesNotContain("catch (RuntimeException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"java.io.IOException, java.io.FileNotFoundException",
        "java.io.FileNotFoundException, java.io.IOException"})
  void promisedExceptions_areCaughtSpecialOnesFirst(String promised) throws CannotRebuild {
    Crash crash =
        Crash.of("class Main { static void take(String text) throws " + promised + " {} }");

    assertThat(crash.test(Mode.CONSTRUCTORS, "take", null, string("a")))
        .containsSubsequence("catch (FileNotFoundException promised)",
            "catch (IOException promised)");
  }

  @Test
  void nullForAnOverload_isCast() throws CannotRebuild {
    Crash crash =
        Crash.of("class Main { static void take(String a) {} static void take(Integer a) {} }");

    assertThat(
        crash
            .withDescriptor("(Ljava/lang/Integer;)V")
            .body(Mode.CONSTRUCTORS, "take", null, new Value.Null()))
        .isEqualTo("assertDoesNotThrow(() -> Main.take((Integer) null));");
  }

  @Test
  void longCall_isWrapped() throws CannotRebuild {
    String source = "class Main { static void take(String a, String b, String c) {} }";
    String text = "x".repeat(50);

    List<String> lines =
        Crash.of(source)
            .test(Mode.CONSTRUCTORS, "take", null, string(text), string(text), string(text))
            .lines()
            .toList();

    assertThat(lines).allMatch(line -> line.length() <= 100);
  }

  @Test
  void longDeclaration_isBrokenAfterTheEqualsSign() {
    assertThat(Wrapping.wrap("Line line = new Line(\"" + "x".repeat(80) + "\");", "    ", "  "))
        .isEqualTo("    Line line =\n        new Line(\"" + "x".repeat(80) + "\");");
  }

  @Test
  void callThatNoTestCanMake_isRefusedWithTheReason() {
    refused(MAIN, "hide", "is private");
    refused("class Main { void take(int a) {} }", "take", "captured in part");
    refused("class Main { void take() {} }", "gone", "no method of the source");
  }

  @Test
  void startOfTheService_isNotRepeated() {
    Crash crash =
        Crash.of("class Main { public static void main(String[] all) {} }")
            .withDescriptor("([Ljava/lang/String;)V");

    assertThatThrownBy(() -> crash.test(Mode.PLAIN, "main", null, new Value.Null()))
        .isInstanceOf(CannotRebuild.class)
        .hasMessageContaining("starts the service");
  }

  private static void refused(String source, String method, String why) {
    assertThatThrownBy(() -> Crash.of(source).test(Mode.CONSTRUCTORS, method, object(1, "p.Main")))
        .isInstanceOf(CannotRebuild.class)
        .hasMessageContaining(why);
  }
}
