package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogStreamsTest {

  private static final String[] STREAMS = {"stdout", "stderr", "other"};

  private final List<LogRecord> records = new ArrayList<>();
  private final LineCounts counts = new LineCounts();
  private final LogStreams streams = new LogStreams(records::add, counts);

  @Test
  void overlappingRecords_areReadFromTheFirst() {
    add(0, "stdout", "2026-11-22 10:40:32 INFO a");
    add(1, "stderr", "java.lang.Error: b");
    add(2, "stdout", "2026-11-22 10:40:32 INFO c");
    assertThat(streams.offset()).isEqualTo(1);
    add(3, "stdout", "2026-11-22 10:40:32 INFO d");
    add(4, "stderr", "\tat a.B.c(B.java:1)");
    add(5, "stderr", "something else");
    assertThat(streams.offset()).isEqualTo(1);
    add(6, "stdout", "2026-11-22 10:40:32 INFO e");
    assertThat(streams.offset()).isEqualTo(5);
    streams.close();
    assertThat(streams.isOpen()).isFalse();
    assertThat(records).extracting(LogRecord::offset).containsExactly(0L, 2L, 1L, 3L, 5L, 6L);
  }

  @Test
  void recordThatSpansTheNext_isReadAgainWithIt() {
    add(0, "stderr", "java.lang.Error: a");
    add(1, "stdout", "2026-11-22 10:40:32 INFO b");
    add(2, "stderr", "\tat a.B.c(B.java:1)");
    add(3, "stderr", "something else");
    assertThat(records).hasSize(1);
    assertThat(streams.offset()).isZero();
  }

  @Test
  void silentStream_isClosedByTheLinesOfOthers() {
    add(0, "stderr", "java.lang.Error: a");
    for (int i = 1; i <= 201; i++) {
      add(i, "stdout", "2026-11-22 10:40:32 INFO b");
    }
    assertThat(records).extracting(LogRecord::offset).contains(0L);
    assertThat(streams.offset()).isEqualTo(201);
  }

  @Test
  void manyStreams_areClosedInTurn() {
    for (int i = 0; i < 1_000; i++) {
      add(i, "s" + i, "java.lang.Error: " + i);
    }
    assertThat(records).hasSize(1_000 - 32);
    assertThat(streams.offset()).isEqualTo(1_000 - 32);
  }

  @Test
  void envelopesInEnvelopes_areTakenOffSoFar() {
    String line = "ERROR: x";
    for (int i = 0; i < 10; i++) {
      line = "2026-11-22T10:40:32Z stdout F " + line;
    }
    streams.accept(0, line);
    streams.close();
    assertThat(records.getFirst().text()).hasSize(8 + 7 * 30);
    assertThat(counts.take().layouts()).containsEntry("cri", 3L);
  }

  @Test
  void partThatStaysOpen_isHandedOutAtTheEnd() {
    streams.accept(0, "2026-11-22T10:40:32Z stdout P <11>Nov 22 10:40:32 host app[1]: half");
    assertThat(streams.isOpen()).isTrue();
    streams.close();
    assertThat(streams.isOpen()).isFalse();
    assertThat(records).extracting(LogRecord::text).containsExactly("half");
  }

  /** Wherever reading begins anew, the same records come out, each under its old offset. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void restart_losesAndRepeatsNothing(int seed) {
    List<String> lines = lines(new Random(seed), 600);
    Set<String> once = new LinkedHashSet<>();
    read(lines, 0, once, Integer.MAX_VALUE);
    Random random = new Random(seed);
    for (int trial = 0; trial < 40; trial++) {
      Set<String> twice = new LinkedHashSet<>();
      int offset = read(lines, 0, twice, 1 + random.nextInt(lines.size()));
      read(lines, offset, twice, Integer.MAX_VALUE);
      assertThat(twice).containsExactlyInAnyOrderElementsOf(once);
    }
  }

  /** Reads up to a line and gives the offset to begin anew at; to the end, if {@code to} is beyond. */
  private static int read(List<String> lines, int from, Set<String> into, int to) {
    LogStreams reader =
        new LogStreams(
            record -> into.add(record.offset() + " " + record.text()), new LineCounts());
    for (int i = from; i < Math.min(to, lines.size()); i++) {
      reader.accept(i, lines.get(i));
    }
    int next = reader.isOpen() ? (int) reader.offset() : Math.min(to, lines.size());
    if (to > lines.size()) {
      reader.close();
    }
    return next;
  }

  private static List<String> lines(Random random, int count) {
    String[] texts = {
      "2026-11-22 10:40:32 ERROR x", "ERROR: x", "java.lang.Error: x", "\tat a.B.c(B.java:1)",
      "Caused by: a.b.CException: d", "hello", "{\"level\":\"INFO\",\"message\":\"x\"}"
    };
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String stream = STREAMS[random.nextInt(random.nextInt(STREAMS.length) + 1)];
      String tag = random.nextInt(5) == 0 ? " P " : " F ";
      String text = texts[random.nextInt(texts.length)];
      lines.add("2026-11-22T10:40:32Z " + stream.replace("other", "stderr") + tag + text);
      if (stream.equals("other")) {
        lines.add(text);
      }
    }
    return lines;
  }

  private void add(int at, String stream, String text) {
    streams.add(at, stream, text, null);
  }
}
