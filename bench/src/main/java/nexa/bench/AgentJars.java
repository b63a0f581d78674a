package nexa.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import workload.ClockAgent;
import workload.EmptyAgent;
import workload.SwapperAgent;

/**
 * The agents' jars that are compared, and where the bench leaves what it makes.
 *
 * @param nexa ours
 * @param otel the OpenTelemetry one, absent where it was not copied
 * @param empty one that does nothing
 * @param clock one that prints what time passed between its two starts
 * @param swapper one that changes a class back and forth
 */
record AgentJars(Path folder, Path nexa, Path otel, Path empty, Path clock, Path swapper) {

  static final String TOKEN = "token-of-the-bench";

  /** Makes the jars that the bench itself needs. */
  static AgentJars in(Path folder, Path nexa, Path otel) throws IOException {
    Files.createDirectories(folder);
    if (!Files.isRegularFile(nexa)) {
      throw new IOException("No agent at " + nexa + ": build the javaagent first");
    }
    Files.writeString(folder.resolve("token"), TOKEN);
    return new AgentJars(
        folder,
        nexa,
        otel,
        jar(folder.resolve("empty-agent.jar"), EmptyAgent.class),
        jar(folder.resolve("clock-agent.jar"), ClockAgent.class),
        jar(folder.resolve("swapper-agent.jar"), SwapperAgent.class));
  }

  /** As the build lays them out. */
  static AgentJars asBuilt() throws IOException {
    Path folder = Path.of(System.getProperty("nexa.bench.work", "target/agents"));
    return in(
        folder,
        Path.of(System.getProperty("nexa.agent.jar", "../javaagent/target/nexa-agent.jar")),
        folder.resolve("opentelemetry-javaagent.jar"));
  }

  Path token() {
    return folder.resolve("token").toAbsolutePath();
  }

  private static Path jar(Path target, Class<?> agent) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", agent.getName());
    manifest.getMainAttributes().putValue("Can-Redefine-Classes", "true");
    String entry = agent.getName().replace('.', '/') + ".class";
    try (InputStream code = agent.getResourceAsStream("/" + entry);
        OutputStream file = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      if (code == null) {
        throw new IOException("No class file of " + agent);
      }
      jar.putNextEntry(new JarEntry(entry));
      code.transferTo(jar);
      jar.closeEntry();
    }
    return target.toAbsolutePath();
  }
}
