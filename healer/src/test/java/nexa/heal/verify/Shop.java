package nexa.heal.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;

/** A small service with one crash, its diagnosis, its reproduction, and patches for it. */
final class Shop {

  static final String CART = "src/main/java/shop/Cart.java";
  static final String ITEM = "src/main/java/shop/Item.java";
  static final String CART_SOURCE =
      """
      package shop;

      public class Cart {
        /** A price times a count; 0 without a price. */ public int total(Integer price, int count) {
          return price * count;
        }

        public int first(int[] prices) {
          try {
            return prices[0];
          } catch (ArrayIndexOutOfBoundsException e) {
            throw new IllegalStateException("empty", e);
          }
        }
      }
      """;
  static final String CRASH_ID = "shop.CartCrashTest#crashes";
  static final Reproduction REPRODUCTION =
      new Reproduction(
          "src/test/java/shop/CartCrashTest.java",
          "package shop;\n\nclass CartCrashTest {\n  @org.junit.jupiter.api.Test void crashes() {"
              + " new Cart().total(null, 2); }\n}\n",
          CRASH_ID,
          0,
          2,
          Reproduction.From.SNAPSHOT,
          "java.lang.NullPointerException");

  private Shop() {}

  static Map<String, String> sources() {
    return Map.of(
        CART, CART_SOURCE,
        ITEM, "package shop;\n\npublic record Item(int price) {}\n",
        "src/main/java/shop/db/migration/V1__Create.java",
        "package shop.db.migration;\nclass V1__Create {}\n",
        "src/main/java/shop/package-info.java", "package shop;\n",
        "src/main/java/other/Far.java", "package other;\nclass Far {}\n",
        "src/main/resources/application.yaml", "a: b\n",
        "src/test/java/shop/CartTest.java",
        """
            package shop;

            import static org.junit.jupiter.api.Assertions.assertEquals;
            import org.junit.jupiter.api.Test;

            class CartTest {
              @Test void adds() { assertEquals(6, new Cart().total(2, 3)); }
              @Test void first() { assertEquals(4, new Cart().first(new int[] {4})); }
            }
            """,
        "pom.xml", "<project/>\n",
        ".github/workflows/ci.yml", "on: push\n");
  }

  static Project project(Map<String, String> sources, List<Path> classpath) {
    Map<String, byte[]> files = new TreeMap<>();
    sources.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return new Project(
        new SourceTree("c0ffee", files),
        List.of("src/main/java"),
        List.of("src/test/java"),
        List.of("src/main/resources"),
        List.of(),
        classpath,
        21);
  }

  static Diagnosis diagnosis() {
    Frame frame = new Frame("shop.Cart", "total", "Cart.java", 5);
    Issue issue =
        new Issue(
            "SHOP-1",
            "shop",
            new Fingerprint("0123456789abcdef"),
            "NullPointerException in Cart.total",
            "java.lang.NullPointerException",
            frame,
            Issue.Status.OPEN,
            1,
            Instant.EPOCH,
            Instant.EPOCH,
            Set.of("logs"),
            "one trace",
            null,
            new StackTrace("java.lang.NullPointerException", null, List.of(frame), null, List.of()),
            List.of(frame),
            null);
    return new Diagnosis(issue, "c0ffee", List.of(new Location(CART, "shop.Cart", "total", 5, 0)));
  }

  /** A patch that replaces one text of the cart by another. */
  static Patch replacing(String before, String after, String... risks) {
    int start = CART_SOURCE.indexOf(before);
    if (start < 0) {
      throw new IllegalArgumentException("The cart has no " + before);
    }
    return patch(List.of(new Edit(CART, start, start + before.length(), after)), risks);
  }

  static Patch patch(List<Edit> edits, String... risks) {
    return new Patch(
        Integer.toHexString(edits.hashCode()),
        edits,
        new Recipe(Recipe.Shape.REPLACE_EXPRESSION, "${expression}"),
        new Origin.Operator("test"),
        "because",
        List.of(risks));
  }
}
