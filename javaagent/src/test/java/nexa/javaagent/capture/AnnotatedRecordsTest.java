package nexa.javaagent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;

/** Which records a JVM must not be asked to change. */
final class AnnotatedRecordsTest {

  @Target(ElementType.TYPE_USE)
  private @interface Amount {}

  private record Annotated(@Amount Long price) {}

  private record Plain(Long price) {}

  @ParameterizedTest
  @CsvSource({
    "17.0.15, true", "24, true", "25, true", "25.0.3, true", "25.0.3-ea, true",
    "25.0.4, false", "25.0.4+7, false", "25.0.12, false", "26, false", "27-ea, false"
  })
  void annotatedRecord_staysBefore25_0_4(String version, boolean stays) throws IOException {
    assertThat(AnnotatedRecords.mustStay(reader(Annotated.class), version)).isEqualTo(stays);
  }

  @Test
  void plainRecordAndClass_mayChange() throws IOException {
    assertThat(AnnotatedRecords.mustStay(reader(Plain.class), "17.0.15")).isFalse();
    assertThat(AnnotatedRecords.mustStay(reader(getClass()), "17.0.15")).isFalse();
  }

  private static ClassReader reader(Class<?> type) throws IOException {
    return new ClassReader(type.getName());
  }
}
