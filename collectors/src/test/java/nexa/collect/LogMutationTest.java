package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import nexa.event.DecoderTrial;
import nexa.event.Event;
import nexa.event.Mutations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Feeds lines of all layouts that were broken at random: nothing may fail, and all stays small. */
class LogMutationTest {

  private static final int LINES = Math.max(5_000, DecoderTrial.MUTANTS);
  private static final int OVERLAP_MAX = (1 << 20) + 1_000;
  @Test
  void mutatedLines_breakNothingAndStayBounded() {
    Mutations mutations =
        Mutations.ofTexts(20261122, LogLines.all().stream().map(each -> each.line()).toList());
    List<Event> events = new ArrayList<>();
    List<LogRecord> records = new ArrayList<>();
    LogEvents logEvents = new LogEvents("shop", null, "test", LogLines.CLOCK, new Losses());
    LogStreams streams =
        new LogStreams(
            record -> {
              records.add(record);
              events.addAll(logEvents.of(record, offset -> "@" + offset));
            },
            new LineCounts());
    long at = 0;
    for (int i = 0; i < LINES; i++) {
      String line = mutations.nextText();
      streams.accept(at, line);
      assertThat(streams.isOpen() ? streams.offset() : at).isBetween(at - OVERLAP_MAX, at);
      at += line.length() + 1;
    }
    streams.close();
    assertThat(records).hasSizeLessThanOrEqualTo(LINES);
    assertThat(events).hasSizeBetween(LINES / 20, 2 * LINES);
    assertThat(events).allSatisfy(LogMutationTest::assertBounded);
    assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
  }

  private static void assertBounded(Event event) {
    assertThat(event.message().length()).isLessThanOrEqualTo(4_096);
    assertPrintable(event.message());
    if (event.context() != null) {
      assertName(event.context().logger(), 256);
      assertName(event.context().threadName(), 256);
      assertName(event.context().traceId(), 32);
      assertName(event.context().spanId(), 16);
    }
  }

  private static void assertName(@Nullable String name, int max) {
    if (name != null) {
      assertThat(name.length()).isLessThanOrEqualTo(max);
      assertPrintable(name);
    }
  }

  private static void assertPrintable(String text) {
    assertThat(text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\t')).isTrue();
    assertThat(new String(text.getBytes(UTF_8), UTF_8)).isEqualTo(text);
  }
}
