package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import nexa.event.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are passed over by their first bytes, against the same lines read in full. */
final class MinorHeadsTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
  private static final int LINES = 3_000;

  private static final List<String> LINES_OF_ALL_KINDS =
      List.of(
          "2026-11-22 10:40:3# INFO 4711 --- [exec-1] c.a.Shop : took #",
          "2026-11-22 10:40:3# INFO 4711 --- [exec-2] c.a.Shop : took # and more",
          "2026-11-22 10:40:3# WARN 4711 --- [exec-1] c.a.Shop : slow #",
          "2026-11-22 10:40:3# ERROR 4711 --- [exec-1] c.a.Shop : failed #",
          "2026-11-22 10:40:3# INFO 4711 --- [exec-1] c.a.Shop : a\\n\\tat a.B.c(B.java:#)",
          "2026-11-22T10:40:3#Z stdout F 10:40:3#.000 [main] INFO c.a.Shop - within",
          "2026-11-22T10:40:3#Z shop[12]: ERROR within syslog #",
          "2026-11-22 10:40:3# [main] INFO c.a.Shop - fine",
          "2026-11-22 10:40:3# [ERROR] INFO c.a.Shop - an error after all",
          "10:40:3#.123 [main] DEBUG c.a.Shop - detail",
          "java.lang.IllegalStateException: no #",
          "\tat a.B.c(B.java:#)",
          "\tat a.D.e(D.java:7)",
          "Caused by: java.lang.RuntimeException: #",
          "{\"level\":\"ERROR\",\"message\":\"json #\"}",
          "\u001b[31m2026-11-22 10:40:3# ERROR 1 --- [x] c.a.Shop : red\u001b[0m",
          "",
          "plain text #");

  @ParameterizedTest
  @ValueSource(ints = {7, 100, 1_000, 65_536})
  void passedOver_tellsWhatReadingTells(int chunk) {
    for (int seed = 0; seed < 20; seed++) {
      byte[] log = log(new Random(seed)).getBytes(UTF_8);
      List<Object> full = told(log, chunk, true);
      List<Object> passing = told(log, chunk, false);
      for (int i = 0; i < full.size(); i++) {
        assertThat(passing.get(i)).as("seed %d", seed).isEqualTo(full.get(i));
      }
    }
  }

  @Test
  void headLikeALearntOne_isKnownByItsBytes() {
    MinorHeads heads = new MinorHeads();
    heads.learn("2026-11-22 10:40:32 INFO 1 --- [x] c.a.Shop : fine", Layout.SPRING_BOOT);
    assertThat(match(heads, "2026-12-31 23:59:59 INFO 1 --- [y] other"))
        .isEqualTo(Layout.SPRING_BOOT);
    assertThat(match(heads, "2026-12-31 23:59:59 ERROR 1 --- [y] other")).isNull();
    assertThat(match(heads, "2026-12-31 23:59:5x INFO 1 --- [y] other")).isNull();
    assertThat(match(heads, "2026-12-31 23:59:59 INFORMATION")).isNull();
    assertThat(match(heads, "2026")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22 10:40:32 ERROR 1 --- [x] c.a.Shop : failed",
        "2026-11-22 10:40:32 [ERROR] INFO c.a.Shop - an error after all",
        "2026-11-22 10:40:32 [WARN] INFO c.a.Shop - a warning after all",
        "INFO 2026-11-22 10:40:32 level in front",
        "2026-11-22 10:40:32 [münchen] INFO c.a.Shop - not ASCII",
        "2026-11-22 10:40:32 INFO",
        "2026-11-22 10:40:32",
        ""
      })
  void headThatMayMatter_isNotLearnt(String line) {
    MinorHeads heads = new MinorHeads();
    heads.learn(line, Layout.PLAIN);
    assertThat(match(heads, line)).isNull();
  }

  private static @Nullable Layout match(MinorHeads heads, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return heads.match(bytes, 0, bytes.length);
  }

  private static String log(Random random) {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      boolean usual = random.nextInt(4) > 0;
      int kind = random.nextInt(usual ? 3 : LINES_OF_ALL_KINDS.size());
      log.append(LINES_OF_ALL_KINDS.get(kind).replace("#", String.valueOf(random.nextInt(10))));
      log.append(random.nextInt(50) == 0 ? "\r\n" : "\n");
    }
    return log.toString();
  }

  /** The events of a log and the layouts of its lines, read in full or as files are. */
  private static List<Object> told(byte[] log, int chunk, boolean inFull) {
    List<Event> events = new ArrayList<>();
    LineCounts counts = new LineCounts();
    LogEvents logEvents = new LogEvents("shop", null, "logfile", CLOCK, counts.losses());
    LogStreams streams =
        new LogStreams(
            record -> events.addAll(logEvents.of(record, offset -> "log@" + offset)), counts);
    LineReader.LineSink sink =
        inFull ? (offset, line) -> streams.add(offset, "", line, null) : streams;
    LineReader lines = new LineReader(0, counts.losses());
    for (int at = 0; at < log.length; at += chunk) {
      byte[] data = Arrays.copyOfRange(log, at, Math.min(log.length, at + chunk));
      lines.feed(data, data.length, sink);
    }
    lines.finish(sink);
    streams.close();
    return List.of(streams.lines(), counts.take(), events);
  }
}
