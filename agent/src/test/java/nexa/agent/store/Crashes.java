package nexa.agent.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import nexa.event.CapturedFrame;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.event.HttpExchange;
import nexa.event.Severity;
import nexa.event.Snapshot;
import nexa.event.StackTrace;
import nexa.event.Value;
import nexa.heal.group.Fingerprints;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.patch.Edit;
import nexa.patch.Note;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.patch.Recipe;
import nexa.repair.BlastRadius;
import nexa.repair.Plan;
import nexa.repair.Standing;

/** The crashes of a small shop, and what becomes of them. */
public final class Crashes {

  public static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  /** A crash as Sentry's SDKs send it, less what is of no matter here. */
  public static final String SENTRY =
      "{\"exception\":{\"values\":[{\"type\":\"NullPointerException\",\"module\":\"java.lang\","
          + "\"stacktrace\":{\"frames\":[{\"module\":\"com.example.shop.Cart\",\"function\":\"total\"}]}}]}}";

  private static final String TEST =
      """
      package com.example.shop;

      import java.util.Arrays;
      import org.junit.jupiter.api.Test;

      /** The crash SHOP-1, with the values it had. */
      final class CartCrashTest {

        @Test
        void total() {
          new Cart(Arrays.asList(null, new Item("tea", 250))).total();
        }
      }
      """;

  private static final String DIFF =
      """
      diff --git a/src/main/java/Cart.java b/src/main/java/Cart.java
      --- a/src/main/java/Cart.java
      +++ b/src/main/java/Cart.java
      @@ -4,8 +4,11 @@ final class Cart {
         int total() {
           int sum = 0;
           for (Item item : items) {
      +      if (item == null) {
      +        continue; // <b>not there</b>
      +      }
             sum += item.price();
           }
      -    return sum - discount(owner);
      +    return sum - discount(customer);
         }
       }
      diff --git a/src/test/java/CartCrashTest.java b/src/test/java/CartCrashTest.java
      new file mode 100644
      --- /dev/null
      +++ b/src/test/java/CartCrashTest.java
      @@ -0,0 +1,2 @@
      +/** The crash SHOP-1. */
      +final class CartCrashTest {}
      """;

  private static final String RED =
      """
      java.lang.NullPointerException: Cannot invoke "Item.price()" because "item" is null
      \tat com.example.shop.Cart.total(Cart.java:7)
      \tat com.example.shop.CartCrashTest.total(CartCrashTest.java:11)
      """;

  /** Groups by exception type alone. */
  public static final Grouping BY_TYPE =
      event -> {
        StackTrace trace = Objects.requireNonNull(event.stackTrace());
        Frame top = trace.frames().getFirst();
        return new Grouping.Grouped(
            new Fingerprint(trace.exceptionType()),
            Fingerprints.variant(trace, List.of("com.example.shop")),
            trace.simpleType() + " in Cart.total",
            trace.exceptionType(),
            top,
            List.of(top),
            "same exception type");
      };

  private Crashes() {}

  /** A crash without captured values. */
  public static Event event(String id, String input, String exceptionType) {
    return new Event(
        id, "shop", NOON, Severity.ERROR, input, "boom", "c0ffee", trace(exceptionType), null,
        new HttpExchange("GET", "/cart", 500));
  }

  /** A crash with captured values. */
  public static Event captured(String id, String exceptionType) {
    Event bare = event(id, "javaagent", exceptionType);
    return new Event(
        id, bare.service(), bare.time().plusSeconds(1), bare.severity(), bare.input(),
        bare.message(), bare.release(), bare.stackTrace(), snapshot(), bare.http());
  }

  public static StackTrace trace(String exceptionType) {
    return new StackTrace(
        exceptionType,
        "boom <script>alert(1)</script>",
        List.of(
            new Frame("com.example.shop.Cart", "total", "Cart.java", 7),
            new Frame("java.lang.Thread", "run", "Thread.java", 1474)),
        null,
        List.of());
  }

  public static Snapshot snapshot() {
    Value cart =
        new Value.Instance(
            1,
            "com.example.shop.Cart",
            Map.of(
                "items", new Value.Sequence(2, "java.util.ArrayList", List.of(new Value.Null())),
                "owner", new Value.Redacted("java.lang.String", 12)));
    return new Snapshot(
        List.of(
            new CapturedFrame(
                "com.example.shop.Cart",
                "total",
                "(Ljava/util/Optional;)I",
                cart,
                List.of(
                    new CapturedFrame.Argument("coupon", new Value.Maybe(null)),
                    new CapturedFrame.Argument("self", new Value.Ref(1))))));
  }

  public static Issue issue(String id) {
    StackTrace trace = trace("java.lang.NullPointerException");
    return new Issue(
        id, "shop", new Fingerprint("0123456789abcdef"), "NullPointerException in Cart.total",
        trace.exceptionType(), trace.frames().getFirst(), Issue.Status.OPEN, 3, NOON, NOON,
        Set.of("javaagent"), "same exception type", null, trace,
        List.of(trace.frames().getFirst()), snapshot());
  }

  public static Plan plan(String fixId, Issue issue, String digest) {
    return plan(
        fixId, issue, digest, List.of("Commit patch and test on branch nexa/shop-1-null"));
  }

  public static Plan plan(String fixId, Issue issue, String digest, List<String> actions) {
    return plan(fixId, issue, digest, Standing.PROPOSED, actions);
  }

  public static Diagnosis diagnosis(Issue issue) {
    return new Diagnosis(
        issue,
        "c0ffee",
        List.of(
            new Location("src/main/java/Cart.java", "com.example.shop.Cart", "total", 7, 0)));
  }

  public static Patch patch() {
    return Patch.of(
        List.of(new Edit("src/main/java/Cart.java", 120, 120, "if (item == null) continue;")),
        new Recipe(Recipe.Shape.BEFORE_STATEMENT, "if (${culprit} == null) continue;"),
        new Origin.Operator("null-skip"),
        "An item of the cart may be null.",
        List.of(Note.DEFAULT.text()));
  }

  public static Plan plan(
      String fixId, Issue issue, String digest, Standing standing, List<String> actions) {
    Proof.Suite suite = new Proof.Suite(12, 0, 1);
    return new Plan(
        fixId,
        digest,
        diagnosis(issue),
        new Reproduction(
            "src/test/java/CartCrashTest.java", TEST, "CartCrashTest#total", 0, 2,
            Reproduction.From.SNAPSHOT, "java.lang.NullPointerException"),
        patch(),
        new Proof(RED, "1 test passed", suite, new Proof.Suite(13, 0, 1), "docker sha256:1234",
            "25"),
        DIFF,
        "nexa/shop-1-null",
        standing,
        BlastRadius.UNKNOWN,
        actions,
        List.of());
  }
}
