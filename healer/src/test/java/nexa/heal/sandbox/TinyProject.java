package nexa.heal.sandbox;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;

/** A real project of one class and one test class, with more files as a test wants them. */
public final class TinyProject {

  public static final String CART = "src/main/java/shop/Cart.java";
  public static final String CART_TEST = "src/test/java/shop/CartTest.java";

  /** A cart whose total fails on a missing price. */
  public static final String CART_SOURCE =
      """
      package shop;

      public class Cart {
        public int total(Integer price, int count) {
          return price * count;
        }
      }
      """;

  public static final String CART_TEST_SOURCE =
      """
      package shop;

      import static org.junit.jupiter.api.Assertions.assertEquals;
      import org.junit.jupiter.api.Disabled;
      import org.junit.jupiter.api.Test;
      import org.junit.jupiter.params.ParameterizedTest;
      import org.junit.jupiter.params.provider.ValueSource;

      class CartTest {
        @Test void adds() { assertEquals(6, new Cart().total(2, 3)); }
        @Test @Disabled void later() {}
        @ParameterizedTest @ValueSource(ints = {1, 2}) void multiplies(int n) {
          assertEquals(n * n, new Cart().total(n, n));
        }
      }
      """;

  private TinyProject() {}

  /** The project with more or other files. */
  public static Project with(Map<String, String> files) {
    Map<String, byte[]> all = new TreeMap<>();
    Map<String, String> base = Map.of(CART, CART_SOURCE, CART_TEST, CART_TEST_SOURCE);
    Stream.of(base, files)
        .flatMap(map -> map.entrySet().stream())
        .forEach(file -> all.put(file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8)));
    return new Project(
        new SourceTree("0123456789abcdef", all),
        List.of("src/main/java"),
        List.of("src/test/java"),
        List.of("src/main/resources"),
        List.of("src/test/resources"),
        junit(),
        17);
  }

  /** JUnit's jars, as this JVM has them. */
  private static List<Path> junit() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(
            path -> {
              String name = String.valueOf(path.getFileName());
              return name.startsWith("junit-") || name.startsWith("opentest4j")
                  || name.startsWith("apiguardian");
            })
        .toList();
  }
}
