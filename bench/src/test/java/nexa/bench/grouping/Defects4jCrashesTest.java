package nexa.bench.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Defects4jCrashesTest {

  @TempDir
  Path root;

  @Test
  void crashes_areReadByBugWithoutFailedAssertionsAndTests() throws IOException {
    write(
        "3",
        "--- shop.CartTest::total\njava.lang.NullPointerException\n\tat shop.Cart.total(Cart.java:3)\n"
            + "\tat shop.CartTest.total(CartTest.java:9)\n"
            + "--- shop.CartTest::size\njunit.framework.AssertionFailedError: expected <1>\n"
            + "\tat shop.CartTest.size(CartTest.java:12)\n");
    write(
        "4",
        "--- shop.CartTest::add\njava.lang.IllegalStateException: full\n"
            + "\tat shop.Cart.add(Cart.java:7)\n");

    List<LabelledCrash> crashes = Defects4jCrashes.read(root, "Shop", "shop.");

    assertThat(crashes).extracting(LabelledCrash::bug).containsExactly("3", "4");
    assertThat(crashes.get(0).inApp()).containsExactly("shop.Cart");
    assertThat(crashes.get(0).shape().methods()).containsExactly("shop.Cart.total");
  }

  private void write(String bug, String text) throws IOException {
    Path folder = Files.createDirectories(root.resolve("Shop").resolve("trigger_tests"));
    Files.writeString(folder.resolve(bug), text);
  }
}
