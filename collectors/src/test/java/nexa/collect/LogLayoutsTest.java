package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLayoutsTest {

  static List<LogLines.Expected> lines() {
    return LogLines.all();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void line_tellsItsFields(LogLines.Expected expected) {
    LogText.Content content = read(expected.line());
    assertThat(content.tally().layouts()).containsKey(expected.layout());
    assertThat(content.events()).hasSize(1);
    Event event = content.events().getFirst();
    assertThat(event.severity()).isEqualTo(expected.severity());
    assertThat(event.time()).isEqualTo(expected.time());
    assertThat(event.message()).isEqualTo(expected.message());
    assertThat(event.stackTrace()).isNull();
    if (event.context() != null) {
      assertThat(event.context())
          .isEqualTo(
              new EventContext(
                  "logged", expected.logger(), expected.thread(), expected.traceId(),
                  expected.spanId()));
    } else {
      assertThat(expected.layout()).isEqualTo("syslog");
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void lineOfALowerLevel_isNoEvent(LogLines.Expected expected) {
    String line =
        expected.line().replace("ERROR", "WARN").replace("SEVERE", "WARNING")
            .replace("error", "warn").replace("Error", "Warning").replace("FATAL", "INFO")
            .replace("CRITICAL", "NOTICE").replace("\"level\":50", "\"level\":40")
            .replace("\"level\":3", "\"level\":4").replace("<11>", "<12>").replace("<8>", "<14>");
    assertThat(read(line).events()).isEmpty();
    assertThat(read(line).tally().layouts()).containsKey(expected.layout());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "Error: hello",
        "ERRORS happen",
        "{",
        "{}",
        "{not json}",
        "{\"level\":\"ERROR\"}",
        "{\"message\":\"no level\",\"timestamp\":\"2026-11-22T10:40:32.819Z\",\"status\":500}",
        "{\"level\":\"ERROR\",\"message\":\"x\"} and more",
        "{\"level\":\"ERROR\",\"message\":\"x\",}",
        "[\"level\"]",
        "<11>hello",
        "<999999>Nov 22 10:40:32 host app[123]: no",
        "Nov 22 hello",
        "10:40 ERROR hello",
      })
  void otherLine_isUnknownAndNoEvent(String line) {
    LogText.Content content = read(line + "\n");
    assertThat(content.events()).isEmpty();
    assertThat(content.tally().layouts()).containsOnlyKeys("unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22 10:40:32 the caller got an ERROR from us",
        "2026-11-22 10:40:32 [main] c.a.Shop - ERROR handling is fine",
        "2026-11-22 10:40:32 INFO [main] c.a.Shop - ERROR: none",
        "Nov 22, 2026 10:40:32 AM com.acme.Shop total\nINFO: ERROR",
      })
  void levelWithinAMessage_isNone(String line) {
    assertThat(read(line).events()).isEmpty();
  }

  @Test
  void lastLinesBeforeMidnight_areOfYesterday() {
    assertThat(read("23:59:59.999 [main] ERROR c.a.Shop -- no cart").events().getFirst().time())
        .isEqualTo("2026-11-21T23:59:59.999Z");
  }

  @Test
  void lastLinesOfDecember_areOfLastYear() {
    assertThat(read("<11>Dec 31 23:59:59 host app: no cart").events().getFirst().time())
        .isEqualTo("2025-12-31T23:59:59Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<11>Feb 31 10:40:32 host app: no cart",
        "2026-11-22 99:40:32 ERROR no cart",
        "{\"level\":\"ERROR\",\"message\":\"no cart\",\"time\":\"1e999\"}",
        "{\"level\":\"ERROR\",\"message\":\"no cart\",\"time\":-1}",
        "{\"level\":\"ERROR\",\"message\":\"no cart\",\"time\":NaN}",
      })
  void impossibleTime_isNow(String line) {
    assertThat(read(line).events()).extracting(Event::time)
        .containsExactly(LogLines.CLOCK.instant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1795344032", "1795344032.000", "1795344032000", "1795344032000000", "1795344032000000000"
      })
  void numberOfTime_isTakenByItsSize(String time) {
    String line = "{\"level\":\"ERROR\",\"message\":\"no cart\",\"time\":" + time + "}";
    assertThat(read(line).events().getFirst().time()).isEqualTo("2026-11-22T10:40:32Z");
  }

  @Test
  void shortTraceId_isMadeLong() {
    Event event =
        read("10:40:32.819 [main] ERROR [shop,00f067aa0ba902b7,00f067aa0ba902b8] c.a.B -- x")
            .events().getFirst();
    assertThat(event.context())
        .isEqualTo(
            new EventContext(
                "logged", "c.a.B", "main", "000000000000000000f067aa0ba902b7", "00f067aa0ba902b8"));
  }

  @Test
  void severityOfAnEnvelope_countsWithoutOneWithin() {
    assertThat(read("<14>Nov 22 10:40:32 h app[1]: [ERROR] x").events())
        .extracting(Event::severity).containsExactly(Severity.ERROR);
    assertThat(read("<11>Nov 22 10:40:32 h app[1]: [INFO] x").events()).isEmpty();
  }

  private static LogText.Content read(String text) {
    return LogText.read(text, "shop", "abc123", "http", LogLines.CLOCK);
  }
}
