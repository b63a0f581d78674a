package nexa.heal.sandbox.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ClassShapeTest {

  @Test
  void otherClassInAPlace_isAnotherShape() throws IOException {
    byte[] one = bytes(ClassShape.class);
    byte[] other = bytes(Folder.class);

    assertThat(ClassShape.keeps(Map.of("A.class", one), Map.of("A.class", one))).isTrue();
    assertThat(ClassShape.keeps(Map.of("A.class", one), Map.of("A.class", other))).isFalse();
  }

  /** As the processors of JMH and Log4j leave behind. */
  @Test
  void resourceOfAnAnnotationProcessor_hasNoShape() {
    Map<String, byte[]> before = Map.of("META-INF/BenchmarkList", new byte[0]);

    assertThat(ClassShape.keeps(before, Map.of("META-INF/BenchmarkList", new byte[] {1})))
        .isTrue();
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
