package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The built jar: small, for Java 8, and nothing in it under a name an application may use. */
final class AgentJarIT {

  private static final File JAR = new File(System.getProperty("nexa.agent.jar"));

  @Test
  void jar_isAtMost400Kilobytes() {
    assertThat(JAR.length()).isLessThanOrEqualTo(400 * 1024);
  }

  @Test
  void classes_runOnJava8() throws IOException {
    for (JarEntry entry : classes()) {
      try (JarFile jar = new JarFile(JAR);
          DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
        in.readInt();
        in.readUnsignedShort();
        assertThat(in.readUnsignedShort()).as(entry.getName()).isLessThanOrEqualTo(52);
      }
    }
  }

  @Test
  void classes_areOurOwnOrRelocated() throws IOException {
    assertThat(classes())
        .extracting(JarEntry::getName)
        .hasSizeGreaterThan(50)
        .allMatch(
            name -> name.startsWith("nexa/javaagent/") || name.startsWith("java/lang/Nexa"));
  }

  @Test
  void manifest_namesTheEntryPoints() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      Attributes attributes = jar.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Premain-Class")).isEqualTo("nexa.javaagent.Premain");
      assertThat(attributes.getValue("Agent-Class")).isEqualTo("nexa.javaagent.Premain");
      assertThat(attributes.getValue("Can-Redefine-Classes")).isEqualTo("true");
      assertThat(attributes.getValue("Can-Retransform-Classes")).isEqualTo("true");
    }
  }

  private static List<JarEntry> classes() throws IOException {
    List<JarEntry> classes = new ArrayList<>();
    try (JarFile jar = new JarFile(JAR)) {
      jar.stream().filter(entry -> entry.getName().endsWith(".class")).forEach(classes::add);
    }
    return classes;
  }
}
