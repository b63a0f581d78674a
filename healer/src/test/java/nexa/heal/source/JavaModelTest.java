package nexa.heal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JavaModelTest {

  private static final String FILE = "src/main/java/a folder/Ünder.java";
  private static final String SOURCE =
      """
      package p;
      class Under {
        class Inner {
          Runnable r = new Runnable() {
            public void run() {}
          };
        }
        Missing broken() { return null; }
      }
      """;

  private final JavaModel model = JavaModel.of(Map.of(FILE, SOURCE), List.of(), 17);

  @Test
  void classes_areFoundByBinaryName() {
    assertThat(model.fileOf("p.Under")).contains(FILE);
    assertThat(model.fileOf("p.Under$Inner")).contains(FILE);
    assertThat(model.fileOf("p.Under$Inner$1")).contains(FILE);
    assertThat(model.fileOf("p.Other")).isEmpty();
    assertThat(model.files()).containsExactly(FILE);
  }

  @Test
  void innermostMethod_isFoundByLine() {
    assertThat(model.methodAt(FILE, 5).map(model::text)).contains("public void run() {}");
    assertThat(model.methodAt(FILE, 1)).isEmpty();
  }
}
