package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import nexa.javaagent.swap.GateTable;
import nexa.javaagent.swap.SwapUnderLoad;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The structural gate against real JVMs, and swaps under load, without the agent's channel. */
final class SwapSafetyIT {

  /** Accepted by the JVM, and without the effect that was meant. */
  private static final Set<String> ACCEPTED_IN_VAIN =
      Set.of(
          "static initialiser", "initialiser of a static field", "number constant",
          "string constant");

  @TempDir
  Path folder;

  static List<Path> homes() throws IOException {
    return WatchedJvm.homes();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void gate_saysWhatTheJvmSays(Path home) throws Exception {
    List<String> disagreements = new ArrayList<>();
    int accepted = 0;
    int refused = 0;
    try (WatchedJvm jvm = program(home, GateTable.class)) {
      jvm.line("end");
      for (String line : jvm.output().split("\n")) {
        if (line.startsWith("row|")) {
          String[] row = line.split("\\|");
          boolean jvmOk = row[3].equals("ok");
          boolean gateOk = row[4].equals("ok");
          if (gateOk != (jvmOk && !ACCEPTED_IN_VAIN.contains(row[2]))) {
            disagreements.add(line);
          }
          accepted += gateOk ? 1 : 0;
          refused += gateOk ? 0 : 1;
        }
      }
    }
    System.out.println("gate: " + accepted + " ok, " + refused + " not " + home.getFileName());
    assertThat(disagreements).isEmpty();
    assertThat(accepted).isGreaterThan(40);
    assertThat(refused).isGreaterThan(60);
  }

  @ParameterizedTest
  @MethodSource("homes")
  void swapsUnderLoad_tearNothing(Path home) throws Exception {
    try (WatchedJvm jvm = program(home, SwapUnderLoad.class, "load")) {
      System.out.println(home.getFileName() + " " + jvm.line("tap ms"));
      System.out.println(home.getFileName() + " " + jvm.line("swap ms"));
      System.out.println(home.getFileName() + " " + jvm.line("rollback ms"));
      String[] calls = jvm.line("calls").split(" ");
      String[] requests = jvm.line("requests").split(" ");
      System.out.println(String.join(" ", calls) + " " + String.join(" ", requests));
      assertThat(Long.parseLong(calls[1])).isGreaterThan(9_000_000);
      assertThat(calls[3]).as("wrong results").isEqualTo("0");
      assertThat(Integer.parseInt(requests[1])).isGreaterThan(10);
      assertThat(requests[3]).as("failed requests").isEqualTo("0");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void silentDaemon_rollsBack(Path home) throws Exception {
    try (WatchedJvm jvm = program(home, SwapUnderLoad.class, "silence")) {
      jvm.line("swapped");
      int ms = Integer.parseInt(jvm.line("silent ms").split(" ")[2]);
      assertThat(ms).isBetween(2000, 3000);
      assertThat(jvm.line("status"))
          .contains("\"state\":\"rolled-back\"", "the daemon was not heard for 2 s");
    }
  }

  private WatchedJvm program(Path home, Class<?> program, String... arguments) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", program.getName());
    manifest.getMainAttributes().putValue("Can-Redefine-Classes", "true");
    manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
    Path jar = folder.resolve("program.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    Path main = Path.of(System.getProperty("nexa.test.classes")).resolveSibling("classes");
    Path shop = Files.createDirectories(folder.resolve("classes/shop"));
    Files.write(shop.resolve("Cart.class"), SwapUnderLoad.original());
    String classes =
        String.join(
            File.pathSeparator, main.toString(), main.resolve("META-INF/versions/9").toString(),
            folder.resolve("classes").toString());
    return WatchedJvm.start(
        home, List.of("-javaagent:" + jar), null, Path.of(classes), program, arguments);
  }
}
