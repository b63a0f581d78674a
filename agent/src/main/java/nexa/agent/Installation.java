package nexa.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where this Nexa is installed: a checkout or an unpacked distribution. The launcher names it by the
 * system property {@code nexa.root}.
 */
public record Installation(Path root) {

  /** Something of the installation is missing; the message says what to do. */
  public static final class Incomplete extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Incomplete(String reason) {
      super(reason);
    }
  }

  /**
   * Finds the installation.
   *
   * @throws Incomplete when the property is not set and the current folder is none
   */
  public static Installation find() {
    Path root = Path.of(System.getProperty("nexa.root", "")).toAbsolutePath();
    if (!Files.isDirectory(root.resolve("demo"))) {
      throw new Incomplete(
          "No Nexa installation at " + root + "; start Nexa by its launcher ./nexa");
    }
    return new Installation(root);
  }

  /** The javaagent's jar. */
  public Path agentJar() {
    return Stream.of("lib/nexa-agent.jar", "javaagent/target/nexa-agent.jar")
        .map(root::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () -> new Incomplete(
                "nexa-agent.jar is missing in " + root + "; start Nexa by its launcher ./nexa"));
  }

  /** The bundled shop. */
  public Path shop() {
    return root.resolve("demo");
  }
}
