package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;
import org.junit.jupiter.api.Test;

/** Changes that concern only the inputs that crashed. */
final class BoundaryTest {

  private static final String FILE = "src/main/java/p/A.java";

  @Test
  void movedBound_isOne() {
    assertThat(isMoved("i > n", "i >= n")).isTrue();
    assertThat(isMoved("i <= n", "i < n")).isTrue();
    assertThat(isMoved("i < n", "i > n")).isFalse();
    assertThat(isMoved("i < n", "i < m")).isFalse();
    assertThat(isMoved("i <= all.size()", "i < all.size()")).isTrue();
    assertThat(isMoved("i <= high()", "i < high()")).isFalse();
    assertThat(isMoved("i < high()", "i <= high()")).isFalse();
  }

  @Test
  void wrongJunctionBehindANullTest_isOne() {
    assertThat(isMoved("x == null && x.isEmpty()", "x == null || x.isEmpty()")).isTrue();
    assertThat(isMoved("x != null && x.isEmpty()", "x != null || x.isEmpty()")).isFalse();
  }

  @Test
  void editOfTheNewLettersAlone_isReadInItsPlace() {
    assertThat(isMoved("i > n", new Edit(FILE, 3, 3, "="))).isTrue();
    assertThat(isMoved("x == null && x.isEmpty()", new Edit(FILE, 10, 12, "||"))).isTrue();
    assertThat(isMoved("i > n", new Edit(FILE, 5, 5, "="))).isFalse();
  }

  private static boolean isMoved(String before, String after) {
    return isMoved(before, new Edit(FILE, 0, before.length(), after));
  }

  private static boolean isMoved(String before, Edit edit) {
    String after = edit.replacement();
    Patch patch =
        Patch.of(
            List.of(edit),
            new Recipe(Recipe.Shape.REPLACE_CULPRIT, after),
            new Origin.Operator("test"), "because", List.of());
    return Boundary.isMoved(Shop.project(Map.of(FILE, before), List.of()).tree(), patch);
  }
}
