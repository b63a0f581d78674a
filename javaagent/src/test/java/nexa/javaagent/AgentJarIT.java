package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The built jar: small, for Java 8, and nothing in it under a name an application may use. */
final class AgentJarIT {

  private static final File JAR = new File(System.getProperty("nexa.agent.jar"));
  private static final int JAVA_6 = 50;
  private static final int JAVA_8 = 52;
  private static final int JAVA_9 = 53;

  @Test
  void jar_isAtMost400Kilobytes() {
    assertThat(JAR.length()).isLessThanOrEqualTo(400 * 1024);
  }

  @Test
  void classes_runOnJava8() throws IOException {
    for (String entry : entries()) {
      if (entry.endsWith(".class") || entry.endsWith(".classdata")) {
        boolean modules = entry.equals("inst/nexa/javaagent/PresentModules.classdata");
        assertThat(major(entry)).as(entry).isLessThanOrEqualTo(modules ? JAVA_9 : JAVA_8);
      }
    }
  }

  @Test
  void entryPoint_runsOnJava6ToSayWhy() throws IOException {
    assertThat(major("nexa/javaagent/Premain.class")).isEqualTo(JAVA_6);
  }

  @Test
  void entryPointAndLoader_areTheOnlyClasses() throws IOException {
    assertThat(entries())
        .filteredOn(entry -> entry.endsWith(".class"))
        .containsExactlyInAnyOrder(
            "nexa/javaagent/Premain.class", "nexa/javaagent/AgentLoader.class");
  }

  @Test
  void hiddenClasses_areOurOwnOrRelocated() throws IOException {
    assertThat(entries())
        .filteredOn(entry -> entry.endsWith(".classdata"))
        .hasSizeGreaterThan(80)
        .allMatch(
            entry -> entry.startsWith("inst/nexa/javaagent/")
                || entry.startsWith("inst/java/lang/Nexa"));
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

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }

  private static int major(String entry) throws IOException {
    try (JarFile jar = new JarFile(JAR);
        DataInputStream in = new DataInputStream(jar.getInputStream(jar.getJarEntry(entry)))) {
      in.readInt();
      in.readUnsignedShort();
      return in.readUnsignedShort();
    }
  }
}
