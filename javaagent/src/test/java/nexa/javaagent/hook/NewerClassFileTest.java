package nexa.javaagent.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Class files of a Java that does not exist yet. */
final class NewerClassFileTest {

  private static final String SERVLET = "jakarta/servlet/http/HttpServlet";
  private static final int MAJOR = 99;

  @Test
  void hookedClass_isWovenAndKeepsItsVersion() throws IOException {
    byte[] woven = transform(servlet());
    assertThat(woven).isNotEmpty();
    assertThat(woven[7]).isEqualTo((byte) MAJOR);
    assertThat(new String(woven, StandardCharsets.ISO_8859_1)).contains("java/lang/NexaSpy");
  }

  @Test
  void classOfUnknownShape_isLeftAlone() throws IOException {
    byte[] classFile = servlet();
    classFile[10] = 77; // a kind of constant no one knows
    assertThat(transform(classFile)).isEmpty();
  }

  private static byte[] servlet() throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(SERVLET + ".class")) {
      byte[] classFile = in.readAllBytes();
      classFile[7] = MAJOR;
      return classFile;
    }
  }

  /** The woven class file, empty when it is left alone. */
  private static byte[] transform(byte[] classFile) {
    byte[] woven =
        new HookTransformer(new Equipment(), false, false)
            .transform(ClassLoader.getSystemClassLoader(), SERVLET, null, null, classFile);
    return woven == null ? new byte[0] : woven;
  }
}
