package nexa.heal.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;
import org.junit.jupiter.api.Test;

final class TestStyleTest {

  private static final String TEST =
      "import org.junit.jupiter.api.Test;\n\nclass ATest {\n  @Test\n  void a() {}\n}\n";

  @Test
  void testsOfAnAbsentJUnit_haveNoStyle() {
    assertThat(TestStyle.of(project())).isEmpty();
    assertThat(TestStyle.of(project(Path.of("junit-jupiter-api-6.1.3.jar"))))
        .map(TestStyle::junit)
        .contains(TestStyle.JUnit.JUPITER);
  }

  private static Project project(Path... jars) {
    Map<String, byte[]> files =
        Map.of("src/test/java/ATest.java", TEST.getBytes(StandardCharsets.UTF_8));
    return new Project(
        new SourceTree("c0ffee", files), List.of("src/main/java"), List.of("src/test/java"),
        List.of(), List.of(), List.of(jars), 17);
  }
}
