package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import nexa.event.Event;
import nexa.event.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An error in the middle of a record, as of a stack that is too small. */
final class ErrorInAFileTest {

  @TempDir
  private Path directory;
  private final ManualClock clock = new ManualClock();
  private final StoredEvents stored = new StoredEvents();
  private boolean failing;

  /** Fails when it is asked while a record is made an event. */
  private final Clock fragile =
      new Clock() {
        @Override
        public Instant instant() {
          boolean isInRecord =
              StackWalker.getInstance()
                  .walk(
                      frames -> frames.anyMatch(
                          frame -> frame.getClassName().equals(LogEvents.class.getName())));
          if (failing && isInRecord) {
            throw new StackOverflowError();
          }
          return clock.instant();
        }

        @Override
        public ZoneId getZone() {
          return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }
      };

  @Test
  void fileIsReadAgain_andNothingIsLost() throws IOException {
    Files.writeString(
        directory.resolve("a.log"),
        trace("undated") + "2026-11-25 10:00:00 ERROR [main] Cart - no\n" + trace("second")
            + "2026-11-25 10:00:01 INFO [main] Cart - on\n");
    try (LogFileCollector collector =
        new LogFileCollector(
            LogFiles.at("shop", null, directory + "/*.log"), stored, fragile)) {
      failing = true;
      assertThatThrownBy(() -> settle(collector)).isInstanceOf(StackOverflowError.class);
      failing = false;
      settle(collector);
    }

    assertThat(stored.events).extracting(Event::id).doesNotHaveDuplicates();
    assertThat(stored.traceMessages()).containsExactly("undated", "second");
  }

  @Test
  void otherFiles_areReadAllTheSame() throws IOException {
    Files.writeString(directory.resolve("a.log"), trace("undated"));
    Files.writeString(directory.resolve("c.log"), trace("undated, too"));
    Files.writeString(
        directory.resolve("b.log"),
        "2026-11-25 10:00:00 ERROR [main] Cart - dated\n" + trace("dated")
            + "2026-11-25 10:00:01 INFO [main] Cart - on\n");
    failing = true;
    try (LogFileCollector collector =
        new LogFileCollector(
            LogFiles.at("shop", null, directory + "/*.log"), stored, fragile)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> settle(collector)).isInstanceOf(StackOverflowError.class);
      }
    }

    assertThat(stored.traceMessages()).containsExactly("dated");
  }

  private void settle(LogFileCollector collector) {
    for (int i = 0; i < 4; i++) {
      clock.move(Duration.ofSeconds(2));
      collector.poll(stored);
    }
  }

  private static String trace(String message) {
    return "java.lang.IllegalStateException: " + message
        + "\n\tat com.acme.Cart.total(Cart.java:7)\n";
  }
}
