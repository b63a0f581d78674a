package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogHeadTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-25T10:00:00.123Z ERROR 1 --- [shop] [t] c.a.B : hello | ERROR | hello",
        "2026-11-25 10:00:00,123 [main] WARN  c.a.B - hello - you | WARN | hello - you",
        "2026-11-25 10:00:00.123 [main] INFO c.a.B -- hello | INFO | hello",
        "[2026-11-25T10:00:00+0100] [SEVERE] hello | ERROR | hello",
        "2026-11-25 10:00:00 FATAL hello | FATAL | hello",
        "2026-11-25T10:00:00Z DEBUG | DEBUG | ''",
      })
  void head_givesSeverityAndMessage(String line, Severity severity, String message) {
    LogHead head = Objects.requireNonNull(parse(line));
    assertThat(head.severity()).isEqualTo(severity);
    assertThat(line.substring(head.message())).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-25T10:00:00.250Z x,2026-11-25T10:00:00.250Z",
    "2026-11-25T10:00:00+01:00 x,2026-11-25T09:00:00Z",
    "2026-11-25T10:00:00.5-0130 x,2026-11-25T11:30:00.500Z",
    "2026-11-25T10:00:00.1234567891+02 x,2026-11-25T08:00:00.123456789Z",
    "2026-11-25 10:00:00 x,2026-11-25T09:00:00Z",
  })
  void time_isTakenInItsZone(String line, Instant time) {
    LogHead head = Objects.requireNonNull(parse(line));
    assertThat(head.time()).isEqualTo(time);
  }

  @Test
  void impossibleTime_isAHeadWithoutTime() {
    LogHead head = Objects.requireNonNull(parse("2026-13-45 99:00:00 ERROR x"));
    assertThat(head.time()).isNull();
    assertThat(head.severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void lineWithoutLevel_isAHeadWithoutSeverity() {
    LogHead head = Objects.requireNonNull(parse("2026-11-25 10:00:00 hello"));
    assertThat(head.severity()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hello", "\tat a.B.m(B.java:1)", "2026-11-25", "2026-11-25 10:00", " 2026-11"})
  void otherLine_isNoHead(String line) {
    assertThat(parse(line)).isNull();
  }

  private static @Nullable LogHead parse(String line) {
    return LogHead.parse(
        Line.first(line), Clock.fixed(Instant.EPOCH, ZoneId.of("Europe/Berlin")));
  }
}
