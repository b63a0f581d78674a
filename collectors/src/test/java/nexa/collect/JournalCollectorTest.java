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
import nexa.event.Offsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal file that systemd's own tool wrote, read through the real journalctl. */
final class JournalCollectorTest {

  private static final Path WRITER = Path.of("/lib/systemd/systemd-journal-remote");
  private static final Path READER = Path.of("/usr/bin/journalctl");
  private static final long WAIT_MAX_NANOS = 20_000_000_000L;

  @TempDir
  private Path folder;
  private final StoredEvents stored = new StoredEvents();
  private final List<JournalCollector> started = new ArrayList<>();
  private Path journal;
  private long entries;

  @BeforeEach
  void needSystemd() throws IOException {
    assumeTrue(
        Files.isExecutable(WRITER) && Files.isExecutable(READER),
        "Skipped: needs systemd-journal-remote and journalctl");
    journal = Files.createDirectory(folder.resolve("journal"));
  }

  @AfterEach
  void stop() {
    started.forEach(JournalCollector::close);
  }

  @Test
  void entries_areJoinedToTraces() throws Exception {
    write(
        entry("shop.service", "a1", "java.lang.IllegalStateException: no stock"),
        entry("shop.service", "b2", "started"),
        entry("other.service", "c3", "java.lang.IllegalArgumentException: not ours"),
        entry("shop.service", "a1", "\tat com.acme.Shop.total(Shop.java:7)"));

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
    write(
        entry("shop.service", "a1", "java.lang.IllegalStateException: one"),
        entry("shop.service", "a1", "\tat com.acme.Shop.total(Shop.java:7)"));
    JournalCollector first = collector();
    await(first, 1);
    first.close();

    write(
        entry("shop.service", "a1", "java.lang.IllegalStateException: two"),
        entry("shop.service", "a1", "\tat com.acme.Shop.total(Shop.java:8)"));
    await(collector(), 2);

    assertThat(stored.events)
        .extracting(event -> trace(event).message())
        .containsExactly("one", "two");
  }

  @Test
  void messageThatIsNoText_isRead() throws Exception {
    write(entry("shop.service", "a1", "java.lang.IllegalStateException: \u0001\u0007 bell"));

    await(collector(), 1);

    assertThat(trace(stored.events.getFirst()).exceptionType())
        .isEqualTo("java.lang.IllegalStateException");
  }

  private JournalCollector collector() {
    Offsets offsets = stored::position;
    JournalCollector collector =
        new JournalCollector(
            List.of(READER.toString(), "--directory=" + journal), "shop", "shop.service", offsets,
            Clock.systemUTC());
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

  /** An entry in the export format. */
  private String entry(String unit, String stream, String message) {
    entries++;
    return "__REALTIME_TIMESTAMP=" + (1_795_862_432_500_000L + entries) + "\n__MONOTONIC_TIMESTAMP="
        + entries
        + "\n_BOOT_ID=0123456789abcdef0123456789abcdef\n_MACHINE_ID=0123456789abcdef0123456789abcdef\n"
        + "PRIORITY=6\n_SYSTEMD_UNIT=" + unit + "\n_STREAM_ID=" + stream
        + "\n_PID=42\n_TRANSPORT=stdout\nMESSAGE=" + message + "\n\n";
  }

  private void write(String... more) throws IOException, InterruptedException {
    Path export = folder.resolve("x.export");
    Files.writeString(export, String.join("", more));
    Process writer =
        new ProcessBuilder(
            WRITER.toString(), "-o", journal.resolve(entries + ".journal").toString(),
            export.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("writer.log").toFile())
            .start();
    assertThat(writer.waitFor()).as(Files.readString(folder.resolve("writer.log"))).isZero();
  }
}
