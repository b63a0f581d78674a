package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import nexa.event.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Feeds lines of all layouts that were broken at random: nothing may fail, and all stays small. */
class LogMutationTest {

  private static final int LINES = 20_000;
  private static final int OVERLAP_MAX = (1 << 20) + 1_000;
  private static final String[] PIECES = {
    "\"", "\\", "{", "}", "[", "]", "<", ">", ":", ",", " - ", "\n", "\r", "\t", "\0", "\ud800",
    "\udc00", "\ufeff", "999999999999", "-1", "1e99", "\\u", "\\n\\tat a.B.c(B.java:1)", "ERROR",
    "java.lang.Error: x", "\u001b[", "P ", "#012", "=", "\"log\":\"x\",\"stream\":\"y\"", "null"
  };

  @Test
  void mutatedLines_breakNothingAndStayBounded() {
    Random random = new Random(20261122);
    List<String> lines = new ArrayList<>();
    LogLines.all().forEach(each -> lines.add(each.line()));
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
      String line = lines.get(random.nextInt(lines.size()));
      for (int times = random.nextInt(6); times >= 0; times--) {
        line = mutated(line, random, lines);
      }
      streams.accept(at, line);
      assertThat(streams.isOpen() ? streams.offset() : at).isBetween(at - OVERLAP_MAX, at);
      at += line.length() + 1;
    }
    streams.close();
    assertThat(records).hasSizeLessThanOrEqualTo(LINES);
    assertThat(events).hasSizeBetween(1_000, 2 * LINES);
    assertThat(events).allSatisfy(LogMutationTest::assertBounded);
    assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
  }

  private static String mutated(String line, Random random, List<String> lines) {
    int at = random.nextInt(line.length() + 1);
    int to = Math.min(line.length(), at + random.nextInt(8));
    String rest = line.substring(to);
    return switch (random.nextInt(6)) {
      case 0 -> line.substring(0, at) + rest;
      case 1 -> line.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + line.substring(at);
      case 2 -> line.substring(0, at) + (char) random.nextInt(0x10000) + rest;
      case 3 -> line.substring(0, at);
      case 4 -> line.substring(0, at) + lines.get(random.nextInt(lines.size()));
      default -> line.substring(at) + line.substring(0, at);
    };
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
