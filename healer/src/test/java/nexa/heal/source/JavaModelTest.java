package nexa.heal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.issue.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Missing broken() { return null; } int other() { return 1; }
      }
      """;

  private final JavaModel model = JavaModel.of(Map.of(FILE, SOURCE), List.of(), 17);

  @Test
  void moreSourcesThanMemory_asksForMemory() {
    Map<String, String> sources = Map.of("A.java", "a".repeat(2 << 20), "B.java", "");

    assertThatThrownBy(() -> JavaModel.checkSize(sources, 100 << 20))
        .isInstanceOf(UnreadableProject.class)
        .hasMessageContaining("2 files of 2 MB")
        .hasMessageContaining("NEXA_JAVA_OPTS=-Xmx121m");
    assertThatCode(() -> JavaModel.checkSize(sources, 121 << 20)).doesNotThrowAnyException();
  }

  @Test
  void pluginOfTheCompilerInALibrary_isNotLookedFor(@TempDir Path library) throws IOException {
    Path services = Files.createDirectories(library.resolve("META-INF/services"));
    Files.writeString(services.resolve("com.sun.source.util.Plugin"), "evil.Plugin");

    assertThat(JavaModel.of(Map.of(FILE, SOURCE), List.of(library), 17).files())
        .containsExactly(FILE); // a plugin that is looked for and not found ends the compiler
  }

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
    assertThat(method(5, "lambda$go$0")).contains("public void run() {}");
    assertThat(method(1, "run")).isEmpty();
  }

  @Test
  void methodsOnOneLine_areToldApartByName() {
    assertThat(method(8, "broken")).contains("Missing broken() { return null; }");
    assertThat(method(8, "other")).contains("int other() { return 1; }");
  }

  private Optional<String> method(int line, String name) {
    return model.methodAt(new Location(FILE, "p.Under", name, line, 0)).map(model::text);
  }
}
