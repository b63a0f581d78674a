package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nexa.collect.EventParts.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nexa.event.Event;
import nexa.event.SourceCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of real containers. */
final class DockerLogIT {

  private static final String IMAGE = "nexa-docker-log-it";
  private static final long WAIT_MAX_NANOS = 60_000_000_000L;

  /** A trace on one output, and talk on the other between its lines. */
  private static final String CRASH =
      "echo 'java.lang.IllegalStateException: no stock' >&2; echo ready;"
          + " printf '\\tat com.acme.Shop.total(Shop.java:7)\\n' >&2";

  @TempDir
  private Path folder;
  private final StoredEvents stored = new StoredEvents();
  private final List<String> containers = new ArrayList<>();
  private DockerLogCollector collector;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(docker("version").exitCode() == 0, "Skipped: no container engine answers");
    Path empty = folder.resolve("empty.tar");
    run(List.of("tar", "cf", empty.toString(), "--files-from", "/dev/null"));
    assertThat(docker("import", empty.toString(), IMAGE).exitCode()).isZero();
    collector = new DockerLogCollector(Map.of("named-" + folder.getFileName(), "stock"), stored,
        Clock.systemUTC());
  }

  @AfterEach
  void stop() throws Exception {
    if (collector != null) {
      collector.close();
    }
    for (String container : containers) {
      docker("rm", "-f", container);
    }
  }

  @Test
  void labelledContainer_isFoundAndItsTraceJoined() throws Exception {
    container(List.of("--label", DockerLogCollector.LABEL + "=shop"), CRASH + "; sleep 60");

    await(1);

    Event event = stored.events.getFirst();
    assertThat(event.service()).isEqualTo("shop");
    assertThat(event.input()).isEqualTo("docker");
    assertThat(trace(event).frames()).hasSize(1);
    assertThat(collector.check())
        .extracting(SourceCheck::works, SourceCheck::seen)
        .satisfiesExactly(
            engine -> assertThat(engine.toString()).contains("true", "it answers; 1 containers"),
            container -> assertThat(container.toString())
                .contains("true", "found 1 crashes and errors"));
    assertThat(stored.events).as("nothing was handed on").hasSize(1);
  }

  @Test
  void containerThatEnds_isReadToItsEndOnce() throws Exception {
    container(List.of("--name", "named-" + folder.getFileName()), CRASH);

    await(1);
    for (int polls = 0; polls < 50; polls++) {
      collector.poll(stored);
      Thread.sleep(100);
    }

    assertThat(stored.events).extracting(Event::service).containsExactly("stock");
  }

  @Test
  void afterARestart_onlyWhatIsNewIsRead() throws Exception {
    container(List.of("--label", DockerLogCollector.LABEL + "=shop"),
        CRASH + "; sleep 6; " + CRASH.replace("no stock", "again") + "; sleep 60");
    await(1);
    collector.close();

    collector = new DockerLogCollector(Map.of(), stored, Clock.systemUTC());
    await(2);

    assertThat(stored.traceMessages()).containsExactly("no stock", "again");
  }

  @Test
  void unlabelledContainer_isLeftAlone() throws Exception {
    container(List.of(), CRASH);
    container(List.of("--label", DockerLogCollector.LABEL + "=shop"), CRASH);

    await(1);

    assertThat(stored.events).extracting(Event::service).containsExactly("shop");
  }

  private void await(int events) throws InterruptedException {
    long end = System.nanoTime() + WAIT_MAX_NANOS;
    while (stored.events.size() < events) {
      collector.poll(stored);
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(100);
    }
  }

  private void container(List<String> options, String script) throws Exception {
    List<String> command = new ArrayList<>(List.of("run", "-d"));
    for (String part : List.of("/usr", "/bin", "/lib", "/lib64")) {
      if (Files.exists(Path.of(part))) {
        command.addAll(List.of("-v", part + ":" + part + ":ro"));
      }
    }
    command.addAll(options);
    command.addAll(List.of(IMAGE, "/bin/sh", "-c", script));
    Run run = docker(command.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.output()).isZero();
    containers.add(run.output().strip());
  }

  /** How a command ended. */
  private record Run(int exitCode, String output) {}

  private static Run docker(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static Run run(List<String> command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Run(process.waitFor(), output);
    } catch (IOException e) {
      return new Run(1, e.toString()); // as without docker's client
    }
  }
}
