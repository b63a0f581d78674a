package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import watched.OneCrash;

/** Starts in which something is wrong: the program runs, and one line says why it is not watched. */
final class OddStartIT {

  private static final Path JAR = Path.of(System.getProperty("nexa.agent.jar"));
  private static final String SAYS = "nexa-agent: ";

  @TempDir
  Path folder;

  static List<Path> homes() throws IOException {
    return WatchedJvm.homes();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void jarWithoutItsClasses_isOneLine(Path home) throws Exception {
    Path jar = copyWithout("inst/nexa/javaagent/hook/BootSpy.classdata");
    assertThat(saidBy(home, jar, "service=shop")).hasSize(1).first().asString()
        .startsWith(SAYS + "not started: ");
  }

  @ParameterizedTest
  @MethodSource("homes")
  void missingToken_isNoReasonNotToRun(Path home) throws Exception {
    assertThat(saidBy(home, JAR, "token=" + folder.resolve("none"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"daemon=127.0.0.1:port", "no-option", "=,=,;", "daemon=:"})
  void unreadableOptions_areOneLineAtMost(String options) throws Exception {
    assertThat(saidBy(homes().get(0), JAR, options)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void repackagedJar_isOneLine() throws Exception {
    Path jar = folder.resolve("app.jar");
    try (JarFile in = new JarFile(JAR.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      in.getManifest().getMainAttributes().entrySet()
          .removeIf(entry -> entry.getKey().toString().startsWith("Can-"));
      out.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
      in.getManifest().write(out);
      copy(in, out, JarFile.MANIFEST_NAME);
    }
    assertThat(saidBy(homes().get(0), jar, "service=shop"))
        .containsExactly(
            SAYS + "not started: not allowed to redefine classes; was the agent's jar repackaged?");
  }

  @Test
  void securityManager_isOneLine() throws Exception {
    for (Path home : homes()) {
      if (Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"17")) {
        assertThat(saidBy(home, JAR, "service=shop", "-Djava.security.manager"))
            .hasSize(1).first().asString().startsWith(SAYS + "not started: ");
      }
    }
  }

  /** What the agent says in the output of a program that has to run to its end. */
  private List<String> saidBy(Path home, Path jar, String options, String... flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.add("-javaagent:" + jar + "=" + options);
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("nexa.test.classes")));
    command.add(OneCrash.class.getName());
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).anyMatch(line -> line.contains("Exception in thread \"main\""));
    return lines.stream().filter(line -> line.startsWith(SAYS)).toList();
  }

  private Path copyWithout(String entry) throws IOException {
    Path jar = folder.resolve("corrupt.jar");
    try (JarFile in = new JarFile(JAR.toFile());
        OutputStream file = Files.newOutputStream(jar, StandardOpenOption.CREATE);
        JarOutputStream out = new JarOutputStream(file)) {
      copy(in, out, entry);
    }
    return jar;
  }

  private static void copy(JarFile from, JarOutputStream to, String without) throws IOException {
    for (JarEntry entry : from.stream().toList()) {
      if (!entry.getName().equals(without)) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream in = from.getInputStream(entry)) {
          in.transferTo(to);
        }
      }
    }
  }
}
