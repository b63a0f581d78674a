package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessLineTest {

  private static final String COMBINED =
      "10.0.0.7 - zoe [22/Nov/2026:10:40:32 +0100] \"GET /boom?id=1 HTTP/1.1\" 500 177 \"-\" \"curl/8\"";

  private static final AccessLine.Trace TRACE =
      new AccessLine.Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");

  @Test
  void layout_isCounted() {
    String line = "1.2.3.4 - - [27/Nov/2026:15:30:00 +0000] \"GET / HTTP/1.1\" 200 7\n";

    assertThat(
        LogText.read(line + "hello\n", "shop", null, "http", LogLines.CLOCK).tally().layouts())
        .containsExactlyInAnyOrderEntriesOf(Map.of("access", 1L, "unknown", 1L));
  }

  @Test
  void combinedFormat_isRead() {
    AccessLine line = read(COMBINED);

    assertThat(line.http()).hasToString("HttpExchange[method=GET, path=/boom?id=1, status=500]");
    assertThat(line.time()).isEqualTo("2026-11-22T09:40:32Z");
    assertThat(line.trace()).isNull();
  }

  @Test
  void traceContext_isFoundWhereverAFormatPutsIt() {
    String traced =
        COMBINED + " rid=7 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 0.003";

    assertThat(read(traced).trace()).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"request_method\":\"GET\",\"request_uri\":\"/a\",\"status\":\"502\"} | 502",
        "{\"method\":\"POST\",\"path\":\"/a\",\"status\":200}                   | 200",
      })
  void jsonFormat_isRead(String json, int status) {
    assertThat(readJson(json).http().status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"time_iso8601\":\"2026-11-22T10:40:32+01:00\" | 2026-11-22T09:40:32Z",
        "\"msec\":\"1795340432.000\"                    | 2026-11-22T09:40:32Z",
        "\"time\":\"soon\"                              |",
      })
  void timeOfJson_isRead(String time, @Nullable Instant expected) {
    String json = "{\"method\":\"GET\",\"path\":\"/a\",\"status\":500," + time + "}";

    assertThat(readJson(json).time()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"",
        "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"span_id\":\"b7ad6b7169203331\"",
        "\"otel_trace_id\":\"0AF7651916CD43DD8448EB211C80319C\","
            + "\"otel_span_id\":\"b7ad6b7169203331\",\"traceparent\":\"\"",
      })
  void traceOfJson_isRead(String trace) {
    String json = "{\"method\":\"GET\",\"path\":\"/a\",\"status\":500," + trace + "}";

    assertThat(readJson(json).trace()).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "2026-11-22T10:40:32Z ERROR [main] no request", "x [22/Nov/2026:10:40:32 +0100]",
        "x - - [22/Nov/2026:10:40:32 +0100] \"\\x16\\x03\" 400 0",
        "x - - [22/Nov/2026:10:40:32 +0100] \"GET / HTTP/1.1\" 5000 0",
        "x - - [22/Nov/2026:10:40:32 +0100] \"GET / HTTP/1.1\" abc 0",
      })
  void otherLine_isNone(String text) {
    assertThat(AccessLine.parse(Line.first(text))).isNull();
  }

  @Test
  void impossibleTime_isLeftOut() {
    String line = COMBINED.replace("22/Nov/2026:10", "32/Nov/2026:10");

    assertThat(read(line).time()).isNull();
  }

  private static AccessLine read(String line) {
    return Objects.requireNonNull(AccessLine.parse(Line.first(line)));
  }

  private static AccessLine readJson(String json) {
    byte[] text = json.getBytes(UTF_8);
    return Objects.requireNonNull(
        AccessLine.parse(BoundedJson.object(text, 0, text.length, "line"), LogLines.CLOCK));
  }

  /** A line of each format. */
  static List<String> lines() {
    return List.of(
        COMBINED + " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "{\"status\":502,\"method\":\"GET\",\"path\":\"/cart\",\"time\":\"2026-11-27T10:00:00Z\"}");
  }
}
