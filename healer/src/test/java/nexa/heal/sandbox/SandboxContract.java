package nexa.heal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import nexa.heal.sandbox.Sandbox.Session;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.patch.TestOutcome;
import nexa.patch.TestOutcome.Status;
import org.junit.jupiter.api.Test;

/** What every sandbox does. */
abstract class SandboxContract {

  private static final String CRASH = "src/test/java/shop/CrashTest.java";
  private static final String CRASH_SOURCE =
      """
      package shop;

      class CrashTest {
        @org.junit.jupiter.api.Test void crashes() { new Cart().total(null, 2); }
      }
      """;
  private static final Map<String, String> BROKEN =
      Map.of(
          "src/main/java/shop/Bad.java", "package shop; class Bad { int x = y; }",
          "src/main/java/shop/Needs.java", "package shop; class Needs { Bad bad; int x = bad.y; }",
          "src/test/java/shop/NeedsTest.java", "package shop; class NeedsTest { Needs needs; }");
  private static final String GUARDED =
      TinyProject.CART_SOURCE.replace("return price", "return price == null ? 0 : price");

  /** The sandbox under test. */
  abstract Sandbox sandbox();

  @Test
  void wholeSuite_reportsEachTestOnce() {
    try (Session session = sandbox().open(TinyProject.with(Map.of()))) {
      assertThat(session.buildErrors()).isEmpty();
      assertThat(ran(session.run(Map.of(), List.of())))
          .extracting(TestOutcome::testId, TestOutcome::status)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple("shop.CartTest#adds", Status.PASSED),
              org.assertj.core.groups.Tuple.tuple("shop.CartTest#later", Status.SKIPPED),
              org.assertj.core.groups.Tuple.tuple("shop.CartTest#multiplies[1]", Status.PASSED),
              org.assertj.core.groups.Tuple.tuple("shop.CartTest#multiplies[2]", Status.PASSED));
    }
  }

  @Test
  void reproduction_isRedOnBaseAndGreenOnPatch() {
    try (Session session = sandbox().open(TinyProject.with(Map.of()))) {
      List<String> test = List.of("shop.CrashTest#crashes");
      TestOutcome red = ran(session.run(Map.of(CRASH, CRASH_SOURCE), test)).getFirst();
      Map<String, String> patched = Map.of(CRASH, CRASH_SOURCE, TinyProject.CART, GUARDED);
      TestOutcome green = ran(session.run(patched, test)).getFirst();
      TestOutcome redAgain = ran(session.run(Map.of(CRASH, CRASH_SOURCE), test)).getFirst();

      assertThat(red.status()).isEqualTo(Status.FAILED);
      assertThat(red.failure())
          .startsWith("java.lang.NullPointerException")
          .contains("shop.Cart.total(Cart.java:5)");
      assertThat(green).isEqualTo(new TestOutcome("shop.CrashTest#crashes", Status.PASSED, null));
      assertThat(redAgain.status()).isEqualTo(Status.FAILED);
    }
  }

  @Test
  void brokenOverlay_isNotCompiled() {
    try (Session session = sandbox().open(TinyProject.with(Map.of()))) {
      String broken = TinyProject.CART_SOURCE.replace("price * count", "prices * count");
      TestRun run = session.run(Map.of(TinyProject.CART, broken), List.of());
      assertThat(run).isInstanceOfSatisfying(
          TestRun.NotCompiled.class,
          errors -> assertThat(errors.errors().getFirst()).startsWith(TinyProject.CART + ":5: "));
    }
  }

  @Test
  void changedSignature_isSeenByItsCallers() {
    try (Session session = sandbox().open(TinyProject.with(Map.of()))) {
      String renamed = TinyProject.CART_SOURCE.replace("total", "sum");
      TestRun run = session.run(Map.of(TinyProject.CART, renamed), List.of());
      assertThat(run).isInstanceOfSatisfying(
          TestRun.NotCompiled.class,
          errors -> assertThat(errors.errors().getFirst()).startsWith(TinyProject.CART_TEST));
    }
  }

  @Test
  void brokenProject_saysItsErrors() {
    try (Session session = sandbox().open(TinyProject.with(BROKEN))) {
      assertThat(session.buildErrors()).first().asString().contains("Bad.java:1");
      assertThat(session.obstacle("src/main/java/shop/Bad.java")).get().asString().contains("y");
      assertThat(session.obstacle("src/main/java/shop/Needs.java")).isPresent();
    }
  }

  @Test
  void brokenProject_runsWhatDoesNotNeedTheBrokenFiles() {
    try (Session session = sandbox().open(TinyProject.with(BROKEN))) {
      assertThat(session.obstacle(TinyProject.CART)).isEmpty();
      String renamed = TinyProject.CART_SOURCE.replace("}\n}", "}\n  int more;\n}");
      assertThat(ran(session.run(Map.of(TinyProject.CART, renamed), List.of())))
          .extracting(TestOutcome::testId)
          .contains("shop.CartTest#adds")
          .noneMatch(id -> id.contains("NeedsTest"));
    }
  }

  @Test
  void resources_areOnTheClassPathAndInTheWorkingDirectory() {
    Map<String, String> files =
        Map.of(
            "src/main/resources/price.txt", "7",
            "src/test/java/shop/PriceTest.java",
            """
            package shop;

            import static org.junit.jupiter.api.Assertions.assertEquals;
            import java.nio.file.*;

            class PriceTest {
              @org.junit.jupiter.api.Test void reads() throws Exception {
                byte[] found = getClass().getResourceAsStream("/price.txt").readAllBytes();
                assertEquals("7", new String(found));
                assertEquals("7", Files.readString(Path.of("src/main/resources/price.txt")));
              }
            }
            """);
    try (Session session = sandbox().open(TinyProject.with(files))) {
      assertThat(ran(session.run(Map.of(), List.of("shop.PriceTest"))))
          .containsExactly(new TestOutcome("shop.PriceTest#reads", Status.PASSED, null));
    }
  }

  static List<TestOutcome> ran(TestRun run) {
    assertThat(run).isInstanceOf(TestRun.Ran.class);
    return ((TestRun.Ran) run).outcomes();
  }
}
