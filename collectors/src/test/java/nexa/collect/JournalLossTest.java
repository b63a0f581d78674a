package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexa.event.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journalctl prints that is no entry, or too much of one. */
final class JournalLossTest {

  private static final long WAIT_MAX_NANOS = 20_000_000_000L;

  private final StoredEvents stored = new StoredEvents();

  @TempDir
  private Path folder;

  @Test
  void entryThatCannotBeRead_isCountedWithASample() throws Exception {
    String whole = "{\"__CURSOR\":\"c1\",\"PRIORITY\":\"3\",\"MESSAGE\":\"no stock\"}\n";
    String silent = "{\"__CURSOR\":\"c2\",\"MESSAGE\":null}\n";
    String endless = "{\"__CURSOR\":\"c3\",\"MESSAGE\":\"" + "x".repeat(100_000) + "\"}\n";

    List<Loss> losses = losses("no entry\n" + silent + endless + whole);

    String begun = endless.substring(0, Loss.SAMPLE_LENGTH_MAX);
    assertThat(losses)
        .containsExactlyInAnyOrder(
            Loss.cut("line too long", begun),
            new Loss(Loss.Kind.REFUSED, "malformed entry", 3, begun));
    assertThat(stored.events).extracting(event -> event.message()).containsExactly("no stock");
  }

  /** What is lost of what a journalctl prints, up to its last entry. */
  private List<Loss> losses(String printed) throws Exception {
    Path output = Files.writeString(folder.resolve("printed"), printed);
    List<String> journalctl =
        List.of("/bin/sh", "-c", "cat '" + output + "'; exec sleep 60", "journalctl");
    List<Loss> losses = new ArrayList<>();
    try (JournalCollector collector =
        new JournalCollector(
            journalctl, "shop", "shop.service", source -> Optional.empty(), Clock.systemUTC())) {
      long end = System.nanoTime() + WAIT_MAX_NANOS;
      while (stored.events.isEmpty()) {
        collector.poll(stored);
        assertThat(System.nanoTime()).as("in time").isLessThan(end);
        Thread.sleep(50);
      }
      losses.addAll(collector.tally().losses());
    }
    return losses;
  }
}
