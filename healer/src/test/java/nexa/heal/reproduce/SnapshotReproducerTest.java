package nexa.heal.reproduce;

import static nexa.heal.reproduce.Crash.object;
import static nexa.heal.reproduce.Crash.sequence;
import static nexa.heal.reproduce.Crash.string;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexa.event.CapturedFrame;
import nexa.event.Frame;
import nexa.event.Snapshot;
import nexa.event.StackTrace;
import nexa.event.Value;
import nexa.heal.locate.SourceLocator;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.GitFolder;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Project;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Locator;
import nexa.repair.Reproducer.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotReproducerTest {

  private static final String CART =
      """
      package com.example;

      import java.util.ArrayList;
      import java.util.List;

      /** A cart. */
      public class Cart {
        private final List<Line> lines = new ArrayList<>();

        public record Line(String sku, Integer price) {}

        public void add(Line line) {
          lines.add(line);
        }

        public int total() {
          int total = 0;
          for (Line line : lines) {
            total += line.price();
          }
          return total;
        }
      }
      """;
  private static final String DESK =
      """
      package com.example;

      import java.net.Socket;

      public class Desk {
        public int serve(Cart cart, Socket guest) {
          return quote(cart);
        }

        int quote(Cart cart) {
          return cart.total();
        }

        int quote() {
          return quote(null);
        }
      }
      """;
  private static final Value CART_VALUE =
      object(1, "com.example.Cart", "lines",
          sequence(2, "java.util.ArrayList",
              object(3, "com.example.Cart$Line", "sku", string("a"), "price", new Value.Null())));
  private static final Frame TOTAL = new Frame("com.example.Cart", "total", "Cart.java", 19);
  private static final Frame QUOTE = new Frame("com.example.Desk", "quote", "Desk.java", 11);
  private static final Frame QUOTE_NOTHING =
      new Frame("com.example.Desk", "quote", "Desk.java", 15);
  private static final Frame SERVE = new Frame("com.example.Desk", "serve", "Desk.java", 7);

  @TempDir
  private Path folder;

  @Test
  void outermostFrameThatCanBeRebuilt_isRedTwice() {
    Answer answer =
        reproduce(new JvmSandbox(folder.resolve("out")), snapshot(), Crash.NULL_POINTER);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Red.class,
            red -> {
              assertThat(red.reproduction().redRuns()).isEqualTo(2);
              assertThat(red.reproduction().frameIndex()).isEqualTo(1);
              assertThat(red.reproduction().file())
                  .isEqualTo("src/test/java/com/example/CartTotalCrashTest.java");
              assertThat(red.reproduction().testId())
                  .isEqualTo("com.example.CartTotalCrashTest#quote_survivesNullPointerException");
              assertThat(red.reproduction().failure())
                  .contains("Caused by: java.lang.NullPointerException");
              assertThat(red.reproduction().source()).contains(
                  """
                      Desk desk = new Desk();
                      Cart cart = new Cart();
                      cart.add(new Cart.Line("a", null));

                      assertDoesNotThrow(() -> desk.quote(cart));
                  """);
            });
  }

  @Test
  void overloadThatCallsTheOther_isCalledItself() {
    CapturedFrame.Argument none = new CapturedFrame.Argument("cart", new Value.Null());
    Value desk = object(1, "com.example.Desk");
    Snapshot snapshot =
        new Snapshot(
            List.of(
                new CapturedFrame("com.example.Desk", "quote", "(Lcom/example/Cart;)I", desk,
                    List.of(none)),
                new CapturedFrame("com.example.Desk", "quote", "()I", new Value.Ref(1),
                    List.of())));

    assertThat(reproduce(GitFolder.POM, new JvmSandbox(folder.resolve("out")),
        issue(snapshot, Crash.NULL_POINTER, List.of(QUOTE, QUOTE_NOTHING))))
        .isInstanceOfSatisfying(
            Answer.Red.class,
            red -> assertThat(red.reproduction().source()).contains("desk.quote()"));
  }

  @Test
  void projectWithJUnit4Only_getsARedJUnit4Test() {
    String pom =
        GitFolder.POM
            .replace("<groupId>org.junit.jupiter</groupId>", "<groupId>junit</groupId>")
            .replace("<artifactId>junit-jupiter</artifactId>", "<artifactId>junit</artifactId>")
            .replace("<version>6.1.3</version>", "<version>4.13.2</version>");
    assertThat(
        reproduce(pom, new JvmSandbox(folder.resolve("out")), snapshot(), Crash.NULL_POINTER))
        .isInstanceOfSatisfying(
            Answer.Red.class,
            red -> {
              assertThat(red.reproduction().redRuns()).isEqualTo(2);
              assertThat(red.reproduction().failure())
                  .startsWith("java.lang.NullPointerException")
                  .contains("at com.example.Cart.total");
              assertThat(red.reproduction().source())
                  .contains("import org.junit.Test;", "public class CartTotalCrashTest",
                      "    desk.quote(cart);\n")
                  .doesNotContain("jupiter");
            });
  }

  @Test
  void largeCall_isMadeSmaller() {
    List<Value> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Value price = i == 13 ? new Value.Null() : Crash.boxed(i);
      lines.add(
          object(10 + i, "com.example.Cart$Line", "sku", string("a long name " + i), "price",
              price));
    }
    Value cart =
        object(1, "com.example.Cart", "lines",
            new Value.Sequence(2, "java.util.ArrayList", lines));
    Snapshot large =
        new Snapshot(List.of(new CapturedFrame("com.example.Cart", "total", "()I", cart,
            List.of())));

    assertThat(reproduce(new JvmSandbox(folder.resolve("out")), large, Crash.NULL_POINTER))
        .isInstanceOfSatisfying(
            Answer.Red.class,
            red -> assertThat(red.reproduction().source())
                .contains("a long name 13\", null")
                .doesNotContain("a long name 30")
                .hasSizeLessThan(1_400));
  }

  @Test
  void projectWithTestCases_getsARedTestCase() {
    String pom =
        GitFolder.POM
            .replace("<groupId>org.junit.jupiter</groupId>", "<groupId>junit</groupId>")
            .replace("<artifactId>junit-jupiter</artifactId>", "<artifactId>junit</artifactId>")
            .replace("<version>6.1.3</version>", "<version>4.13.2</version>");
    new GitFolder(folder.resolve("shop"))
        .write("src/test/java/com/example/DeskTest.java",
            """
            package com.example;

            import junit.framework.TestCase;

            public class DeskTest extends TestCase {
              public void testNothing() {}
            }
            """);

    assertThat(
        reproduce(pom, new JvmSandbox(folder.resolve("out")), snapshot(), Crash.NULL_POINTER))
        .isInstanceOfSatisfying(
            Answer.Red.class,
            red -> assertThat(red.reproduction().source())
                .contains("public class CartTotalCrashTest extends TestCase {",
                    "  public void testQuote_survivesNullPointerException() {")
                .doesNotContain("@Test"));
  }

  @Test
  void anotherException_isNotRed() {
    assertThat(reproduce(new JvmSandbox(folder.resolve("out")), snapshot(),
        "java.lang.ArithmeticException"))
        .isInstanceOfSatisfying(
            Answer.NotRed.class,
            not -> assertThat(not.reason()).contains("Desk.quote failed otherwise",
                "NullPointerException"));
  }

  @Test
  void noSnapshot_abstains() {
    assertThat(reproduce(new Fixed(List.of()), null, Crash.NULL_POINTER))
        .isInstanceOfSatisfying(
            Answer.Abstained.class, it -> assertThat(it.reason()).contains("no captured values"));
  }

  @Test
  void commitThatDoesNotBuild_abstainsWithTheFirstError() {
    assertThat(reproduce(new Fixed(List.of("Cart.java:3: error: ';' expected")), snapshot(),
        Crash.NULL_POINTER))
        .isInstanceOfSatisfying(
            Answer.Abstained.class,
            it -> assertThat(it.reason()).contains("does not build: Cart.java:3"));
  }

  @Test
  void noSandbox_abstainsWithItsReason() {
    Sandbox none =
        new Sandbox() {
          @Override
          public Session open(Project project) {
            throw new Unavailable("Start Docker.", new IllegalStateException("no socket"));
          }

          @Override
          public String identity() {
            return "none";
          }
        };

    assertThat(reproduce(none, snapshot(), Crash.NULL_POINTER))
        .isEqualTo(new Answer.Abstained("Start Docker."));
  }

  @Test
  void callsThatCannotBeWritten_abstainWithTheReason() {
    Snapshot cut =
        new Snapshot(
            List.of(
                new CapturedFrame("com.example.Desk", "quote", "(Lcom/example/Cart;)I",
                    object(1, "com.example.Desk"),
                    List.of(
                        new CapturedFrame.Argument("cart",
                            new Value.Truncated("com.example.Cart", 500))))));

    assertThat(reproduce(new Fixed(List.of()), cut, Crash.NULL_POINTER))
        .isInstanceOfSatisfying(
            Answer.Abstained.class, it -> assertThat(it.reason()).contains("of size 500 was cut"));
  }

  @Test
  void overflow_isBegunByCallsThatItsTraceDoesNotReach() {
    Snapshot begun =
        new Snapshot(
            List.of(
                new CapturedFrame("com.example.Desk", "begin", "()V",
                    object(1, "com.example.Desk"), List.of())));

    assertThat(reproduce(new Fixed(List.of()), begun, "java.lang.StackOverflowError"))
        .isInstanceOfSatisfying(
            Answer.Abstained.class,
            it -> assertThat(it.reason()).contains("com.example.Desk.begin is no method"));
    assertThat(reproduce(new Fixed(List.of()), begun, Crash.NULL_POINTER))
        .isInstanceOfSatisfying(
            Answer.Abstained.class,
            it -> assertThat(it.reason()).doesNotContain("com.example.Desk.begin"));
  }

  private Answer reproduce(Sandbox sandbox, @Nullable Snapshot snapshot, String exceptionType) {
    return reproduce(GitFolder.POM, sandbox, snapshot, exceptionType);
  }

  private Answer reproduce(String pom, Sandbox sandbox, @Nullable Snapshot snapshot,
      String exceptionType) {
    return reproduce(pom, sandbox, issue(snapshot, exceptionType, List.of(TOTAL, QUOTE, SERVE)));
  }

  private Answer reproduce(String pom, Sandbox sandbox, Issue issue) {
    new GitFolder(folder.resolve("shop"))
        .write("pom.xml", pom)
        .write("src/main/java/com/example/Cart.java", CART)
        .write("src/main/java/com/example/Desk.java", DESK)
        .commit();
    Service shop =
        new Service("shop", folder.resolve("shop"), "main", List.of(), TrustLevel.PROPOSE,
            List.of());
    Workspace workspace = Workspace.of(new GitProjects(), name -> Optional.of(shop));
    Locator.Answer located = new SourceLocator(workspace).locate(issue);
    Diagnosis diagnosis = ((Locator.Answer.Found) located).diagnosis();
    return new SnapshotReproducer(workspace, sandbox, InstantSource.system()).reproduce(diagnosis);
  }

  private static Snapshot snapshot() {
    CapturedFrame.Argument cart = new CapturedFrame.Argument("cart", new Value.Ref(1));
    CapturedFrame.Argument guest =
        new CapturedFrame.Argument("guest", new Value.Missing("java.net.Socket", "JDK object"));
    Value desk = object(4, "com.example.Desk");
    return new Snapshot(
        List.of(
            new CapturedFrame("com.example.Cart", "total", "()I", CART_VALUE, List.of()),
            new CapturedFrame("com.example.Desk", "quote", "(Lcom/example/Cart;)I", desk,
                List.of(cart)),
            new CapturedFrame(
                "com.example.Desk", "serve", "(Lcom/example/Cart;Ljava/net/Socket;)I",
                new Value.Ref(4), List.of(cart, guest))));
  }

  private static Issue issue(@Nullable Snapshot snapshot, String type, List<Frame> frames) {
    return new Issue(
        "SHOP-1", "shop", new Fingerprint("0"), "t", type, frames.getFirst(), Issue.Status.OPEN, 1,
        Instant.EPOCH, Instant.EPOCH, Set.of(), "", null,
        new StackTrace(type, null, frames, null, List.of()), frames, snapshot);
  }

  /** A sandbox that runs nothing. */
  private record Fixed(List<String> buildErrors) implements Sandbox, Sandbox.Session {
    @Override
    public Session open(Project project) {
      return this;
    }

    @Override
    public String identity() {
      return "fixed";
    }

    @Override
    public TestRun run(Map<String, String> overlay, List<String> tests) {
      return new TestRun.Broken("nothing runs here");
    }

    @Override
    public void close() {}
  }
}
