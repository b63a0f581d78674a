package nexa.agent.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nexa.agent.Installation;

/**
 * The shop's own Maven build, first without a network.
 *
 * @param maven the command
 * @param log what the build says
 */
record ShopBuild(String maven, Path log) {

  private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(4);

  /** The build by the path's Maven, or by the installation's wrapper when there is none. */
  static ShopBuild of(Installation installation, Path log) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    boolean onPath =
        Stream.of(path.split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "mvn")));
    return new ShopBuild(onPath ? "mvn" : installation.root().resolve("mvnw").toString(), log);
  }

  /** Builds the checked-out commit. */
  void run(Path repository) {
    for (List<String> mode : List.of(List.of("-o"), List.<String>of())) {
      List<String> command = new ArrayList<>(List.of(maven, "-q", "-B", "-DskipTests"));
      command.addAll(mode);
      command.add("package");
      if (exitCode(command, repository) == 0) {
        return;
      }
    }
    throw new Demo.Broken("The shop does not build; see " + log);
  }

  private int exitCode(List<String> command, Path repository) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    try {
      Process build = builder.start();
      if (!build.waitFor(BUILD_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        build.destroyForcibly();
        throw new Demo.Broken(
            "The shop's build took over " + BUILD_TIMEOUT + "; see " + log);
      }
      return build.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start Maven as " + maven, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while building the shop", e);
    }
  }
}
