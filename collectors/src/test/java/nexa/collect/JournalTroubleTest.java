package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import nexa.event.ManualClock;
import nexa.event.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that cannot be read, and can be later. */
final class JournalTroubleTest {

  private static final long WAIT_MAX_NANOS = 20_000_000_000L;
  private static final Duration RESTART = Duration.ofSeconds(5);

  @TempDir
  private Path folder;
  private final ManualClock clock = new ManualClock();
  private final StoredEvents stored = new StoredEvents();

  @Test
  void folderThatIsNotThere_isTroubleUntilItComes() throws IOException {
    Path journal = folder.resolve("journal");
    try (JournalCollector collector =
        collector("exec sleep 60", journal.resolve("shop.service").toString())) {
      collector.poll(stored);
      assertThat(collector.troubles())
          .singleElement()
          .satisfies(
              trouble -> {
                assertThat(trouble.source()).isEqualTo(journal + "/shop.service");
                assertThat(trouble.reason()).isEqualTo("The folder is not there");
                assertThat(trouble.nextStep()).contains("--directory=" + journal);
              });

      Files.createDirectory(journal);
      pollAfter(RESTART, collector);
      pollAfter(RESTART, collector);
      assertThat(collector.troubles()).isEmpty();
    }
  }

  @Test
  void journalctlThatEnds_isTroubleUntilItGoesOn() throws Exception {
    Path mended = folder.resolve("mended");
    try (JournalCollector collector =
        collector("test -e " + mended + " && exec sleep 60; exit 3", "shop.service")) {
      await(collector);
      assertThat(collector.troubles())
          .extracting(Trouble::reason)
          .containsExactly("journalctl ended with status 3");

      Files.createFile(mended);
      pollAfter(RESTART, collector);
      assertThat(collector.troubles()).as("it may end again at once").isNotEmpty();
      pollAfter(RESTART, collector);
      assertThat(collector.troubles()).isEmpty();
    }
  }

  @Test
  void hostWithoutJournalctl_isTrouble() {
    List<String> command = List.of(folder.resolve("journalctl").toString());
    try (JournalCollector collector =
        new JournalCollector(command, "shop", "shop.service", stored, clock)) {
      collector.poll(stored);

      assertThat(collector.troubles())
          .extracting(Trouble::reason)
          .containsExactly("journalctl cannot be run: is systemd on this host?");
    }
  }

  @Test
  void check_asksForTheNewestEntriesByItself() {
    String entry =
        "{\"__CURSOR\":\"c1\",\"MESSAGE\":\"2026-11-25 10:00:00 ERROR [main] Cart - no\","
            + "\"__REALTIME_TIMESTAMP\":\"" + clock.millis() + "000\"}";
    String script =
        "case \"$*\" in *--follow*) exec sleep 60;; *) echo '" + entry + "';; esac";
    try (JournalCollector collector = collector(script, "shop.service")) {
      assertThat(collector.check()).singleElement().satisfies(
          check -> {
            assertThat(check.works()).as("nothing follows it yet").isFalse();
            assertThat(check.seen()).contains("1 plain", "no journalctl follows it now");
          });

      collector.poll(stored);

      assertThat(collector.check()).singleElement().satisfies(
          check -> {
            assertThat(check.works()).as(check.seen()).isTrue();
            assertThat(check.seen()).contains("written 0 s ago", "found 1 crashes and errors");
          });
      assertThat(stored.positions).isEmpty();
      assertThat(stored.events).isEmpty();
    }
  }

  @Test
  void check_ofASilentJournal_namesTheMissingPermission() {
    try (JournalCollector collector = collector("exit 0", "shop.service")) {
      assertThat(collector.check()).singleElement().satisfies(
          check -> {
            assertThat(check.works()).isFalse();
            assertThat(check.nextStep()).contains("--unit=shop.service", "systemd-journal");
          });
    }
  }

  private JournalCollector collector(String script, String unit) {
    return new JournalCollector(
        List.of("/bin/sh", "-c", script, "journalctl"), "shop", unit, stored, clock);
  }

  private void pollAfter(Duration time, JournalCollector collector) {
    clock.move(time);
    collector.poll(stored);
  }

  private void await(JournalCollector collector) throws InterruptedException {
    long end = System.nanoTime() + WAIT_MAX_NANOS;
    while (collector.troubles().isEmpty()) {
      collector.poll(stored);
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
