package nexa.agent.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeded histories of rotated logs and killed tailers: nothing is lost, nothing joined wrongly, nothing
 * stored twice. How many are played can be set; {@code docs/BENCHMARKS.md} tells of all 500.
 */
final class RotationSchedulesTest {

  private static final int IN_PROCESS = Integer.getInteger("nexa.schedules", 12);
  private static final int KILLED = Integer.getInteger("nexa.schedules.killed", 1);
  private static final int FIRST = Integer.getInteger("nexa.schedules.first", 1);

  @TempDir
  private Path directory;

  @Test
  void droppedTailer_losesAndRepeatsNothing() throws IOException {
    play("dropped", FIRST, IN_PROCESS, TailerInProcess::new);
  }

  @Test
  void tailerKilledBySignal_losesAndRepeatsNothing() throws IOException {
    play("killed", 10_000 + FIRST, KILLED, TailerProcess::new);
  }

  private void play(
      String name, int first, int schedules, BiFunction<Path, Path, Tailer> tailers)
      throws IOException {
    List<String> failures = new ArrayList<>();
    Map<String, Integer> happened = new TreeMap<>();
    int written = 0;
    for (int seed = first; seed < first + schedules; seed++) {
      Path folder = Files.createDirectory(directory.resolve(name + seed));
      RotationSchedule.Result result = RotationSchedule.run(seed, folder, tailers);
      written += result.written();
      result.happened().forEach((what, times) -> happened.merge(what, times, Integer::sum));
      if (!result.failure().isEmpty()) {
        failures.add("seed " + seed + " " + result.failure());
      }
    }
    System.out.println(
        name + ": schedules=" + schedules + " failed=" + failures.size() + " crashes=" + written
            + " " + happened);
    assertThat(failures).isEmpty();
  }
}
