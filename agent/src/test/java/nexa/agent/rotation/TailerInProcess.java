package nexa.agent.rotation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import nexa.event.EventSink;
import org.jspecify.annotations.Nullable;

/** A tailer in this process: when it is killed, all it knew is dropped but its database. */
final class TailerInProcess implements Tailer {

  private static final int COMMITS_MAX = 4;

  private final Path home;
  private final Path logs;
  private Instant last = Instant.EPOCH;
  private @Nullable TailerParts parts;

  TailerInProcess(Path home, Path logs) {
    this.home = home;
    this.logs = logs;
  }

  /** No collector catches an error: what comes behind it in a poll does not happen. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void start() {
    parts = new TailerParts(home, logs, last);
  }

  @Override
  public boolean isUp() {
    return parts != null;
  }

  @Override
  public void look(Instant now) {
    last = now;
    running().look(now, running().events());
  }

  @Override
  public void lookAndDie(Instant now, Random random) {
    last = now;
    try {
      running().look(now, dyingSink(random.nextInt(COMMITS_MAX), random.nextBoolean()));
    } catch (Killed e) {
      // As was asked for.
    }
    close();
  }

  private EventSink dyingSink(int commits, boolean afterTheLast) {
    EventSink events = running().events();
    int[] left = {commits};
    return batch -> {
      boolean isLast = left[0]-- == 0;
      if (!isLast || afterTheLast) {
        events.accept(batch);
      }
      if (isLast) {
        throw new Killed();
      }
    };
  }

  private TailerParts running() {
    return Objects.requireNonNull(parts, "a tailer that is up");
  }

  @Override
  public void close() {
    if (parts != null) {
      parts.close();
      parts = null;
    }
  }
}
