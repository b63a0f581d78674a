package nexa.collect;

import static nexa.collect.EventParts.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import nexa.event.Event;
import nexa.event.JournalFiles;
import nexa.event.Offsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal file that systemd's own tool wrote, read through the real journalctl. */
final class JournalCollectorTest {

  private static final long WAIT_MAX_NANOS = 20_000_000_000L;

  @TempDir
  private Path folder;
  private final StoredEvents stored = new StoredEvents();
  private final List<JournalCollector> started = new ArrayList<>();
  private Path journal;
  private JournalFiles files;

  @BeforeEach
  void needSystemd() throws IOException {
    assumeTrue(
        JournalFiles.areSupported(), "Skipped: needs systemd-journal-remote and journalctl");
    journal = Files.createDirectory(folder.resolve("journal"));
    files = new JournalFiles(journal);
  }

  @AfterEach
  void stop() {
    started.forEach(JournalCollector::close);
  }

  @Test
  void entries_areJoinedToTraces() throws Exception {
    files.write(
        files.entry("shop.service", "a1", "java.lang.IllegalStateException: no stock"),
        files.entry("shop.service", "b2", "started"),
        files.entry("other.service", "c3", "java.lang.IllegalArgumentException: not ours"),
        files.entry("shop.service", "a1", "\tat com.acme.Shop.total(Shop.java:7)"));

    JournalCollector collector = collector();
    await(collector, 1);

    Event event = stored.events.getFirst();
    assertThat(event.input()).isEqualTo("journald");
    assertThat(event.service()).isEqualTo("shop");
    assertThat(trace(event).frames()).hasSize(1);
    assertThat(stored.events).hasSize(1);
  }

  @Test
  void afterARestart_onlyWhatIsNewIsRead() throws Exception {
    files.write(
        files.entry("shop.service", "a1", "java.lang.IllegalStateException: one"),
        files.entry("shop.service", "a1", "\tat com.acme.Shop.total(Shop.java:7)"));
    JournalCollector first = collector();
    await(first, 1);
    first.close();

    files.write(
        files.entry("shop.service", "a1", "java.lang.IllegalStateException: two"),
        files.entry("shop.service", "a1", "\tat com.acme.Shop.total(Shop.java:8)"));
    await(collector(), 2);

    assertThat(stored.events)
        .extracting(event -> trace(event).message())
        .containsExactly("one", "two");
  }

  @Test
  void messageThatIsNoText_isRead() throws Exception {
    files.write(
        files.entry("shop.service", "a1", "java.lang.IllegalStateException: \u0001\u0007 bell"));

    await(collector(), 1);

    assertThat(trace(stored.events.getFirst()).exceptionType())
        .isEqualTo("java.lang.IllegalStateException");
  }

  private JournalCollector collector() {
    Offsets offsets = stored::position;
    JournalCollector collector =
        new JournalCollector(
            "shop", journal.resolve("shop.service").toString(), offsets, Clock.systemUTC());
    started.add(collector);
    return collector;
  }

  private void await(JournalCollector collector, int events) throws InterruptedException {
    long end = System.nanoTime() + WAIT_MAX_NANOS;
    while (stored.events.size() < events) {
      collector.poll(stored);
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(50);
    }
  }
}
