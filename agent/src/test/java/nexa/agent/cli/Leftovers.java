package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a run of the command line should not leave behind. */
final class Leftovers {

  private static final Duration GOING = Duration.ofSeconds(2);

  private Leftovers() {}

  /** Files of Nexa's in the temporary folder of a child; ONNX Runtime leaves an empty folder of its own. */
  static List<Path> files(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder.resolve("tmp"))) {
      return all.filter(file -> Files.isRegularFile(file) || file.toString().contains("nexa"))
          .toList();
    }
  }

  /** The containers of a home; those that the engine is about to remove have two seconds to go. */
  static String containers(Path home) throws Exception {
    long deadline = System.nanoTime() + GOING.toNanos();
    String containers = listed(home);
    while (!containers.isEmpty() && System.nanoTime() - deadline < 0) {
      containers = listed(home);
    }
    return containers;
  }

  /** Processes that name a folder among their arguments; this one does not. */
  static List<String> processes(Path folder) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(command -> command.contains(folder.toString()))
        .toList();
  }

  private static String listed(Path home) throws Exception {
    Process docker =
        new ProcessBuilder("docker", "ps", "-aq", "--filter", "label=nexa.home=" + home)
            .redirectErrorStream(true)
            .start();
    String containers = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(docker.waitFor()).as(containers).isZero();
    return containers;
  }
}
