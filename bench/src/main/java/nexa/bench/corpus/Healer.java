package nexa.bench.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code nexa heal}, each time in a process of its own. */
final class Healer {

  private final List<String> nexa;
  private final Duration limit;
  private final Duration grace;

  /** What it said, and how long it took. */
  record Healed(HealAnswer answer, Duration took) {}

  /**
   * @param nexa the command that is Nexa
   * @param limit the time it is told to keep to
   * @param grace what it gets beyond that before it is ended
   */
  Healer(List<String> nexa, Duration limit, Duration grace) {
    this.nexa = List.copyOf(nexa);
    this.limit = limit;
    this.grace = grace;
  }

  Healed heal(Bug bug, Path home) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(nexa);
    command.addAll(
        List.of(
            "heal", "--repo", bug.repository().toString(), "--commit", bug.revision(),
            "--run", bug.driver(), "--timeout", limit.toSeconds() + "s", "-o", "json",
            "--home", home.toString()));
    if (!bug.classpath().isEmpty()) {
      command.addAll(List.of("--classpath", bug.classpath()));
    }
    Command.Ended ended = new Command(bug.folder(), command).run(limit.plus(grace));
    Files.writeString(home.resolveSibling("heal.log"), ended.out() + ended.err());
    return new Healed(HealAnswer.of(ended), ended.took());
  }
}
