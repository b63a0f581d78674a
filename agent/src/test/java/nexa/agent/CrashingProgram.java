package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Main classes that drive the service of {@link PricesRepository} into its bug. */
public final class CrashingProgram {

  /** Runs the class on {@code $CLASSPATH}. */
  public static final String COMMAND =
      "exec " + Path.of(System.getProperty("java.home"), "bin", "java") + " com.acme.Main";

  public static final String DIES =
      """
      package com.acme;

      public class Main {
        public static void main(String[] arguments) {
          System.out.println(new Prices(java.util.Map.of("tea", 2)).total("jam", 3));
        }
      }
      """;

  public static final String LIVES_ON =
      """
      package com.acme;

      public class Main {
        public static void main(String[] arguments) throws Exception {
          for (int n = 0; n < 100_000; n++) {
            Thread order = new Thread(
                () -> new Prices(java.util.Map.of("tea", 2)).total("jam", 3), "order");
            order.start();
            order.join();
            Thread.sleep(100);
          }
        }
      }
      """;

  public static final String CRASHES_ONCE_AND_LIVES_ON =
      """
      package com.acme;

      public class Main {
        public static void main(String[] arguments) throws Exception {
          new Thread(() -> new Prices(java.util.Map.of("tea", 2)).total("jam", 3)).start();
          Thread.sleep(600_000);
        }
      }
      """;

  private CrashingProgram() {}

  /** Compiles a main class and the service; gives the folder of the classes. */
  public static Path compile(String main, Path repository, Path directory) throws IOException {
    Path source = Files.writeString(directory.resolve("Main.java"), main);
    Path classes = directory.resolve("classes");
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, null, "-d", classes.toString(), source.toString(),
                repository.resolve("src/main/java/com/acme/Prices.java").toString());
    assertThat(exitCode).isZero();
    return classes;
  }

  /** Skips the test where the javaagent's jar is not built, else makes it known. */
  public static void requireAgent() {
    Path root = Path.of("..").toAbsolutePath().normalize(); // tests run in their module's folder
    assumeTrue(
        Files.exists(root.resolve("javaagent/target/nexa-agent.jar")),
        "Skipped: javaagent/target/nexa-agent.jar is not built; mvn package builds it");
    System.setProperty("nexa.root", root.toString());
  }
}
