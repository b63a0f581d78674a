package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nexa.collect.EventParts.context;
import static nexa.collect.EventParts.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.UnaryOperator;
import nexa.collect.OtlpEncoding.Signal;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OtlpEventsTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN_ID = "b7ad6b7169203331";

  private static final String PRINTED =
      "java.lang.IllegalStateException: no total\n\tat com.acme.Cart.total(Cart.java:12)\n"
          + "\tat io.opentelemetry.javaagent.instrumentation.X.call(X.java:1)\n"
          + "\tat com.acme.Shop.main(Shop.java:3)\n";

  static final String LOGS =
      """
      {"resourceLogs":[{"resource":{"attributes":[
        {"key":"service.name","value":{"stringValue":"shop-api"}},
        {"key":"service.version","value":{"stringValue":"1.2"}}]},
       "scopeLogs":[{"scope":{"name":"com.acme.Cart"},"logRecords":[
        {"timeUnixNano":"1795862432500000000","severityNumber":17,"body":{"stringValue":"cart failed"},
         "traceId":"%s","spanId":"%s","futureField":{"a":1},
         "attributes":[{"key":"exception.type","value":{"stringValue":"java.lang.IllegalStateException"}},
          {"key":"exception.stacktrace","value":{"stringValue":"%s"}},
          {"key":"thread.name","value":{"stringValue":"exec-1"}}]},
        {"timeUnixNano":1795862432600000000,"severityNumber":9,"body":{"stringValue":"all is well"}}]}]}]}
      """
          .formatted(TRACE_ID.toUpperCase(java.util.Locale.ROOT), SPAN_ID,
              PRINTED.replace("\n", "\\n").replace("\t", "\\t"));

  private static final UnaryOperator<String> NAMES =
      name -> name.equals("shop-api") ? "shop" : name;

  @Test
  void jsonLog_isAnEvent() {
    Decoded decoded = decode(LOGS, Signal.LOGS);

    assertThat(decoded.skipped()).containsEntry("below error", 1);
    assertThat(decoded.events()).singleElement().satisfies(OtlpEventsTest::isTheCrash);
  }

  @Test
  void protobufLog_isTheSameEvent() {
    Decoded decoded =
        OtlpEvents.decode(protobuf(), OtlpEncoding.PROTOBUF, Signal.LOGS, NAMES, CLOCK);

    assertThat(decoded.events()).singleElement().satisfies(OtlpEventsTest::isTheCrash);
  }

  private static void isTheCrash(Event event) {
    assertThat(event.service()).isEqualTo("shop");
    assertThat(event.release()).isEqualTo("1.2");
    assertThat(event.time()).isEqualTo("2026-11-28T10:40:32.500Z");
    assertThat(event.severity()).isEqualTo(Severity.ERROR);
    assertThat(event.message()).isEqualTo("cart failed");
    assertThat(event.context())
        .hasToString(
            "EventContext[kind=logged, logger=com.acme.Cart, threadName=exec-1, traceId=" + TRACE_ID
                + ", spanId=" + SPAN_ID + ", user=null]");
    assertThat(trace(event).frames())
        .extracting(Object::toString)
        .containsExactly("com.acme.Cart.total(Cart.java:12)", "com.acme.Shop.main(Shop.java:3)");
  }

  @Test
  void user_isToldFromOthersAndNotNamed() {
    String ada = user(LOGS.replace("thread.name", "user.id"));
    String bob = user(LOGS.replace("thread.name", "enduser.id").replace("exec-1", "exec-2"));

    assertThat(ada).hasSize(16).doesNotContain("exec").isNotEqualTo(bob);
    assertThat(user(LOGS.replace("thread.name", "enduser.id"))).isEqualTo(ada);
  }

  private static String user(String logs) {
    EventContext context = decode(logs, Signal.LOGS).events().getFirst().context();
    return Objects.requireNonNull(Objects.requireNonNull(context).user());
  }

  @Test
  void exportTriedAgain_givesTheSameIds() {
    assertThat(decode(LOGS, Signal.LOGS).events()).isEqualTo(decode(LOGS, Signal.LOGS).events());
  }

  @Test
  void exceptionOnASpan_hasItsRequest() {
    Event event =
        decode(failedSpan(), Signal.TRACES).events().getFirst();

    assertThat(trace(event).exceptionType()).isEqualTo("a.B");
    assertThat(event.http()).hasToString("HttpExchange[method=GET, path=/cart, status=500]");
    assertThat(event.message()).isEqualTo("bad");
  }

  @Test
  void failedRequestWithoutException_isAnEventWithoutTrace() {
    Event event = decode(span(2, "503", ""), Signal.TRACES).events().getFirst();

    assertThat(event.stackTrace()).isNull();
    assertThat(event.message()).isEqualTo("HTTP 503 GET /cart");
    assertThat(context(event).spanId()).isEqualTo(SPAN_ID);
  }

  @Test
  void clientSpanAndGoodRequest_arePassedOver() {
    assertThat(decode(span(3, "500", ""), Signal.TRACES).skipped()).containsKey("client span");
    assertThat(decode(span(2, "404", ""), Signal.TRACES).skipped())
        .containsKey("span without an error");
  }

  @ParameterizedTest
  @EnumSource(Signal.class)
  void emptyRequest_succeeds(Signal signal) {
    assertThat(decode("{}", signal).events()).isEmpty();
    assertThat(
        OtlpEvents.decode(new byte[0], OtlpEncoding.PROTOBUF, signal, NAMES, CLOCK).events())
        .isEmpty();
  }

  @Test
  void otherEncoding_isRefused() {
    byte[] json = "{\"resourceLogs\":[]}".getBytes(UTF_8);

    assertThatThrownBy(
        () -> OtlpEvents.decode(json, OtlpEncoding.PROTOBUF, Signal.LOGS, NAMES, CLOCK))
        .isInstanceOf(MalformedEventException.class);
    assertThatThrownBy(
        () -> OtlpEvents.decode(protobuf(), OtlpEncoding.JSON, Signal.LOGS, NAMES, CLOCK))
        .isInstanceOf(MalformedEventException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceLogs\":{}}", "{\"resourceLogs\":\"x\"}",
        "{\"resourceLogs\":[{\"scopeLogs\":{}}]}",
        "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":7}]}]}"
      })
  void repeatedFieldThatIsNoList_isMalformed(String json) {
    assertThatThrownBy(
        () -> OtlpEvents.decode(
            json.getBytes(UTF_8), OtlpEncoding.JSON, Signal.LOGS, NAMES, CLOCK))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageEndingWith(" is no list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"resourceLogs\":null}", "{\"resourceLogs\":[]}"})
  void requestWithoutRecords_isEmpty(String json) {
    assertThat(
        OtlpEvents.decode(json.getBytes(UTF_8), OtlpEncoding.JSON, Signal.LOGS, NAMES, CLOCK)
            .events())
        .isEmpty();
  }

  @Test
  void answers_haveTheRequestsEncoding() throws Exception {
    assertThat(new String(OtlpEncoding.JSON.success(Signal.TRACES, 2, "why"), UTF_8))
        .contains("\"rejectedSpans\":2", "\"errorMessage\":\"why\"");
    assertThat(new String(OtlpEncoding.JSON.success(Signal.LOGS, 0, ""), UTF_8)).isEqualTo("{}");
    assertThat(OtlpEncoding.PROTOBUF.success(Signal.LOGS, 0, "")).isEmpty();
    ExportLogsServiceResponse partial =
        ExportLogsServiceResponse.parseFrom(OtlpEncoding.PROTOBUF.success(Signal.LOGS, 2, "why"));
    assertThat(partial.getPartialSuccess().getRejectedLogRecords()).isEqualTo(2);
    assertThat(OtlpEncoding.PROTOBUF.status(3, "no"))
        .isEqualTo(new byte[] {8, 3, 18, 2, 'n', 'o'});
  }

  private static Decoded decode(String json, Signal signal) {
    return OtlpEvents.decode(json.getBytes(UTF_8), OtlpEncoding.JSON, signal, NAMES, CLOCK);
  }

  /** A request that failed by an exception. */
  static String failedSpan() {
    return span(2, "500", "{\"name\":\"exception\",\"timeUnixNano\":\"5\",\"attributes\":["
        + "{\"key\":\"exception.type\",\"value\":{\"stringValue\":\"a.B\"}},"
        + "{\"key\":\"exception.message\",\"value\":{\"stringValue\":\"bad\"}}]}");
  }

  private static String span(int kind, String status, String events) {
    return """
        {"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"spans":[
        {"traceId":"%s","spanId":"%s","kind":%d,"endTimeUnixNano":"9","attributes":[
         {"key":"http.request.method","value":{"stringValue":"GET"}},
         {"key":"url.path","value":{"stringValue":"/cart"}},
         {"key":"http.response.status_code","value":{"intValue":"%s"}}],"events":[%s]}]}]}]}
        """
        .formatted(TRACE_ID, SPAN_ID, kind, status, events);
  }

  static byte[] protobuf() {
    LogRecord record =
        LogRecord.newBuilder()
            .setTimeUnixNano(1_795_862_432_500_000_000L)
            .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_ERROR)
            .setBody(AnyValue.newBuilder().setStringValue("cart failed"))
            .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(TRACE_ID)))
            .setSpanId(ByteString.copyFrom(HexFormat.of().parseHex(SPAN_ID)))
            .addAttributes(attribute("exception.type", "java.lang.IllegalStateException"))
            .addAttributes(attribute("exception.stacktrace", PRINTED))
            .addAttributes(attribute("thread.name", "exec-1"))
            .build();
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder()
                .setResource(
                    Resource.newBuilder()
                        .addAttributes(attribute("service.name", "shop-api"))
                        .addAttributes(attribute("service.version", "1.2")))
                .addScopeLogs(
                    ScopeLogs.newBuilder()
                        .setScope(InstrumentationScope.newBuilder().setName("com.acme.Cart"))
                        .addLogRecords(record)))
        .build()
        .toByteArray();
  }

  /** A span on which an exception was recorded. */
  static byte[] protobufSpan() {
    Span span =
        Span.newBuilder()
            .setKind(Span.SpanKind.SPAN_KIND_SERVER)
            .addAttributes(attribute("http.request.method", "GET"))
            .addEvents(
                Span.Event.newBuilder()
                    .setName("exception")
                    .addAttributes(attribute("exception.stacktrace", PRINTED)))
            .build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
        .build()
        .toByteArray();
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
