package nexa.collect;

import java.util.List;
import nexa.event.Growing;

/** Inputs that ask most of a decoder for their length. */
final class HostileInputs {

  private static final String ATTRIBUTE = "{\"key\":\"k\",\"value\":{\"stringValue\":\"v\"}},";
  private static final String LAST = "{}";
  private static final String FRAME = "{\"module\":\"a.B\",\"function\":\"f\",\"lineno\":1},";
  private static final String EXCEPTION =
      "{\"name\":\"exception\",\"attributes\":[{\"key\":\"exception.type\","
          + "\"value\":{\"stringValue\":\"a.B\"}}]},";
  private static final String LOG =
      "{\"severityNumber\":17,\"body\":{\"stringValue\":\"java.lang.Error: x\"}},";

  static final List<Growing> SENTRY =
      List.of(
          Growing.of("{}\n", "\n"),
          Growing.of("{}\n{\"type\":\"log\"}\n{\"items\":[",
              "{\"level\":\"error\",\"body\":\"x\"},",
              "{}]}\n"),
          Growing.of("{}\n", "{\"type\":\"event\"}\n{\"level\":\"error\",\"message\":\"x\"}\n"));

  static final List<Growing> SENTRY_EVENT =
      List.of(
          Growing.of("{\"exception\":{\"values\":[", "{\"type\":\"A\",\"value\":\"x\"},", "{}]}}"),
          Growing.of("{\"exception\":{\"values\":[{\"type\":\"A\",\"stacktrace\":{\"frames\":[",
              FRAME,
              "{}]}}]}}"),
          Growing.of("{\"message\":\"", "a.b.", "\"}"));

  static final List<Growing> OTLP_LOGS =
      List.of(
          Growing.of("{\"resourceLogs\":[", "{\"scopeLogs\":[{}]},", LAST + "]}"),
          Growing.of("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[", LOG, LAST + "]}]}]}"),
          Growing.of("{\"resourceLogs\":[{\"resource\":{\"attributes\":[", ATTRIBUTE,
              LAST + "]},\"scopeLogs\":[{\"logRecords\":[", LOG, LAST + "]}]}]}"));

  static final List<Growing> OTLP_SPANS =
      List.of(
          Growing.of("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[",
              "{\"kind\":2,\"events\":[" + EXCEPTION + "{}]},", LAST + "]}]}]}"),
          Growing.of(
              "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"kind\":2,\"attributes\":[",
              ATTRIBUTE, LAST + "],\"events\":[", EXCEPTION, LAST + "]}]}]}]}"));

  static final List<Growing> ALERTS =
      List.of(
          Growing.of("{\"alerts\":[", "{\"fingerprint\":\"f\"},", "{\"fingerprint\":\"f\"}]}"),
          Growing.of("{\"alerts\":[{\"fingerprint\":\"f\",\"labels\":{\"a\":\"", "b", "\"}}]}"));

  static final List<Growing> AGENT =
      List.of(
          Growing.of("{\"session\":\"s\",\"dropped\":0,\"events\":[",
              AgentEventsTest.event() + ",", AgentEventsTest.event() + "]}"));

  static final List<Growing> TEXTS =
      List.of(
          Growing.of("", "a"),
          Growing.of("", "\n"),
          Growing.of("", "[", "", "]"),
          Growing.of("", "{\"a\":", "", "}"),
          Growing.of("", "a.b.C: x\n\tat a.B.c(B.java:1)\n"),
          Growing.of("", "Caused by: a.B: x\n"),
          Growing.of("a.B: x\n", "\tat a.B.c(B.java:1)\n", "", "Caused by: a.B: x\n"),
          Growing.of("10.0.0.7 - - [22/Nov/2026:10:40:32 +0100] \"GET /", "\\\"", "\" 500 1"),
          Growing.of("{\"log\":\"x\\n\",\"stream\":\"", "s", "\"}\n"),
          Growing.of("", "2026-11-22T10:40:32.819Z ERROR [main] c.a.Shop - no\n"),
          Growing.of("", "2026-11-22T10:40:32Z stdout P x\n"),
          Growing.of("{\"level\":\"ERROR\",\"stack_trace\":\"", "\\n\\tat a.B.c(B.java:1)", "\"}"),
          Growing.of("{\"stack_trace\":[\n", "\"a.B: x\",\n"));

  private HostileInputs() {}

  /** A message that stands several times is one with all that is repeated in it. */
  static List<Growing> protobuf() {
    return List.of(new Growing(List.of(new byte[0], OtlpEventsTest.protobuf())));
  }

  /** Many spans. */
  static List<Growing> protobufSpans() {
    return List.of(new Growing(List.of(new byte[0], OtlpEventsTest.protobufSpan())));
  }
}
