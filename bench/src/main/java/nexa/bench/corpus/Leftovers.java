package nexa.bench.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a run left running: it is ended and told. */
final class Leftovers {

  private static final Duration DOCKER = Duration.ofSeconds(30);

  private Leftovers() {}

  /** Ends processes whose command line names the run's folder, and containers of its home; empty when there are none. */
  static String end(Path folder, Path home) throws IOException, InterruptedException {
    List<ProcessHandle> processes =
        ProcessHandle.allProcesses()
            .filter(
                process -> process.info().commandLine()
                    .filter(line -> line.contains(folder + "/")).isPresent())
            .toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    List<String> containers = containers(folder, home);
    for (String container : containers) {
      new Command(folder, List.of("docker", "rm", "-f", container)).run(DOCKER);
    }
    return processes.isEmpty() && containers.isEmpty()
        ? ""
        : " [left running: " + processes.size() + " processes, " + containers.size()
            + " containers]";
  }

  private static List<String> containers(Path folder, Path home)
      throws IOException, InterruptedException {
    Command.Ended listed =
        new Command(
            folder, List.of("sh", "-c", "docker ps -q --filter \"label=nexa.home=$0\"",
                home.toString()))
            .run(DOCKER);
    return listed.isGood() ? listed.out().lines().filter(line -> !line.isBlank()).toList()
        : List.of();
  }
}
