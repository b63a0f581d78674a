package nexa.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where this Nexa is installed: a checkout or an unpacked distribution. The launcher names it by the
 * system property {@code nexa.root}.
 */
public record Installation(Path root) {

  /**
   * Finds the installation.
   *
   * @throws IllegalStateException when the property is not set and the current folder is none
   */
  public static Installation find() {
    Path root = Path.of(System.getProperty("nexa.root", "")).toAbsolutePath();
    if (!Files.isDirectory(root.resolve("demo"))) {
      throw new IllegalStateException(
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
            () -> new IllegalStateException("nexa-agent.jar is missing in " + root + "; build it by ./nexa version"));
  }

  /** The bundled shop. */
  public Path shop() {
    return root.resolve("demo");
  }
}
