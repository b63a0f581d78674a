package nexa.agent.rotation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import nexa.event.Event;
import nexa.event.StackTrace;

/**
 * A seeded history of a log and of the tailer that reads it. Bytes that no tailer could have read are
 * not written: before a file is truncated without a copy, or deleted, it is waited until all of it is
 * stored; and while the tailer is up it looks at every file before the next takes its place.
 */
final class RotationSchedule {

  private static final int STEPS = 40;
  private static final int MIDWAY_STEPS_MAX = 3;
  private static final int LOOKS_MAX = 60;
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration SILENCE = Duration.ofMillis(300);

  /** What may happen next. */
  private enum Step {
    WRITE,
    WRITE_PART,
    ROTATE,
    COPY_TRUNCATE,
    TRUNCATE_AND_REWRITE,
    REPLACE,
    COMPRESS,
    DELETE_OLDEST,
    WAIT,
    KILL,
    START
  }

  /** How often each happens, the more often the more often it stands here. */
  private static final List<Step> STEPS_BY_WEIGHT =
      List.of(
          Step.WRITE, Step.WRITE, Step.WRITE, Step.WRITE_PART, Step.WRITE_PART, Step.ROTATE,
          Step.ROTATE, Step.COPY_TRUNCATE, Step.TRUNCATE_AND_REWRITE, Step.REPLACE, Step.COMPRESS,
          Step.COMPRESS, Step.DELETE_OLDEST, Step.WAIT, Step.KILL, Step.KILL, Step.START,
          Step.START);

  private final Path home;
  private final Random random;
  private final RotatedLog log;
  private final Tailer tailer;
  private final Map<String, Integer> happened = new TreeMap<>();
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");

  private RotationSchedule(
      long seed, Path directory, BiFunction<Path, Path, Tailer> tailers) throws IOException {
    this.random = new Random(seed);
    this.home = directory.resolve("home");
    Path logs = Files.createDirectory(directory.resolve("logs"));
    this.log = new RotatedLog(logs, random.nextInt(3) == 0, random.nextInt(3) == 0, random);
    this.tailer = tailers.apply(home, logs);
  }

  /**
   * What came of a schedule.
   *
   * @param lost traces that were written and are not stored
   * @param wrong stored events whose trace nobody wrote
   * @param repeated how often a trace is stored, or counted, once more
   */
  record Result(
      int written, List<StackTrace> lost, List<Event> wrong, long repeated,
      Map<String, Integer> happened) {

    /** What went wrong, empty if nothing did. */
    String failure() {
      if (lost.isEmpty() && wrong.isEmpty() && repeated == 0) {
        return "";
      }
      return "lost " + lost.stream().map(StackTrace::message).toList() + ", wrong "
          + wrong.stream().map(Event::stackTrace).toList() + ", repeated " + repeated;
    }
  }

  static Result run(long seed, Path directory, BiFunction<Path, Path, Tailer> tailers)
      throws IOException {
    RotationSchedule schedule = new RotationSchedule(seed, directory, tailers);
    try (RotatedLog log = schedule.log; Tailer tailer = schedule.tailer) {
      tailer.start();
      schedule.look();
      schedule.play();
      return schedule.result(log);
    }
  }

  private void play() throws IOException {
    int midway = 0;
    for (int i = 0; i < STEPS; i++) {
      step(STEPS_BY_WEIGHT.get(random.nextInt(STEPS_BY_WEIGHT.size())));
      midway = log.isMidway() ? midway + 1 : 0;
      if (midway > MIDWAY_STEPS_MAX) {
        log.writeRest();
      }
      if (tailer.isUp() && random.nextInt(3) > 0) {
        look();
      }
    }
    log.writeRest();
    for (int i = 0; i < LOOKS_MAX / 2; i++) {
      lookAfter(SILENCE);
    }
  }

  private void step(Step step) throws IOException {
    switch (step) {
      case WRITE -> log.write();
      case WRITE_PART -> log.writePart();
      case ROTATE -> {
        lookIfUp();
        log.rotate();
      }
      case COPY_TRUNCATE -> {
        lookIfUp();
        log.copyTruncate(random.nextBoolean() ? this::lookIfUp : () -> {});
      }
      case TRUNCATE_AND_REWRITE -> {
        awaitAllStored();
        killPerhaps();
        log.truncate();
        log.write();
      }
      case REPLACE -> {
        awaitAllStored();
        killPerhaps();
        if (log.replace()) {
          count(tailer.isUp() ? "inode reused while read" : "inode reused");
        }
      }
      case COMPRESS -> {
        lookIfUp();
        if (!log.compress()) {
          return;
        }
      }
      case DELETE_OLDEST -> {
        awaitAllStored();
        log.deleteOldest();
      }
      case WAIT -> {
        log.writeRest();
        if (tailer.isUp()) {
          lookAfter(SILENCE);
        }
      }
      case KILL -> {
        if (!tailer.isUp()) {
          return;
        }
        kill();
      }
      case START -> {
        if (tailer.isUp()) {
          return;
        }
        tailer.start();
      }
    }
    count(step.name());
    if (!tailer.isUp() && step != Step.KILL) {
      count("of that while down");
    }
  }

  private void kill() throws IOException {
    now = now.plus(LOOK);
    tailer.lookAndDie(now, random);
  }

  private void killPerhaps() throws IOException {
    if (random.nextBoolean()) {
      kill();
      count(Step.KILL.name());
    }
  }

  private void look() throws IOException {
    lookAfter(LOOK);
  }

  private void lookIfUp() {
    try {
      if (tailer.isUp()) {
        look();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void lookAfter(Duration time) throws IOException {
    if (!tailer.isUp()) {
      tailer.start();
    }
    now = now.plus(time);
    tailer.look(now);
  }

  /** A loss is not waited for: it is found at the end. */
  private void awaitAllStored() throws IOException {
    log.writeRest();
    lookAfter(SILENCE);
    for (int i = 0; i < LOOKS_MAX && StoredCrashes.count(home) < log.written().size(); i++) {
      lookAfter(SILENCE);
    }
  }

  private void count(String what) {
    happened.merge(what, 1, Integer::sum);
  }

  private Result result(RotatedLog written) {
    List<Event> events = StoredCrashes.all(home);
    Set<StackTrace> expected = new HashSet<>(written.written());
    Set<StackTrace> found = new HashSet<>();
    List<Event> wrong = new ArrayList<>();
    long repeated = Math.max(0, StoredCrashes.counted(home) - expected.size());
    for (Event event : events) {
      StackTrace trace = event.stackTrace();
      if (trace == null || !expected.contains(trace)) {
        wrong.add(event);
      } else if (!found.add(trace)) {
        repeated++;
      }
    }
    List<StackTrace> lost =
        written.written().stream().filter(trace -> !found.contains(trace)).toList();
    return new Result(expected.size(), lost, wrong, repeated, happened);
  }
}
