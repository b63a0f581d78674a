package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nexa.collect.EventParts.context;
import static nexa.collect.EventParts.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import nexa.event.Event;
import nexa.event.Loss;
import nexa.event.Severity;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SentryEnvelopeTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

  static final String EVENT =
      """
      {"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","timestamp":"2026-11-27T10:40:32.819Z",
      "platform":"java","level":"fatal","logger":"com.acme.Shop","release":"shop@1.2",
      "message":{"formatted":"cart 7 failed"},
      "contexts":{"trace":{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331"}},
      "request":{"url":"http://shop.local/cart?id=7","method":"POST"},
      "exception":{"values":[
        {"type":"NullPointerException","module":"java.lang","value":"item is null",
         "stacktrace":{"frames":[
           {"module":"com.acme.Shop","function":"main","filename":"Shop.java","lineno":3},
           {"module":"com.acme.Cart","function":"lambda$total$0","filename":"Cart.java","lineno":12,"in_app":true}]}},
        {"type":"Outer$Failure","module":"com.acme","value":"no total",
         "mechanism":{"type":"UncaughtExceptionHandler","handled":false},
         "stacktrace":{"frames":[{"module":"com.acme.Shop","function":"main","lineno":9}]}}]}}
      """
          .replace("\n", "");

  @Test
  void uncaughtException_isTurnedRound() {
    Event event = only(envelope(item("event", EVENT)));

    StackTrace trace = trace(event);
    assertThat(trace).isNotNull();
    assertThat(trace.exceptionType()).isEqualTo("com.acme.Outer$Failure");
    assertThat(trace.root().exceptionType()).isEqualTo("java.lang.NullPointerException");
    assertThat(trace.root().frames())
        .extracting(Object::toString)
        .containsExactly("com.acme.Cart.lambda$total$0(Cart.java:12)",
            "com.acme.Shop.main(Shop.java:3)");
    assertThat(trace.frames().getFirst().file()).isNull();
  }

  /** As the Python SDK writes it, beside the same crash as Python prints it. */
  @Test
  void crashOfPython_isTheOneThatIsPrinted() {
    String sent =
        """
        {"platform":"python","exception":{"values":[
          {"type":"ValueError","module":null,"value":"empty","stacktrace":{"frames":[
            {"filename":"shop/cart.py","abs_path":"/app/shop/cart.py","module":"shop.cart",
             "function":"serve","lineno":12,"in_app":true},
            {"filename":"json/decoder.py","abs_path":"/usr/lib/python3.11/json/decoder.py",
             "module":"json.decoder","function":"decode","lineno":337,"in_app":false},
            {"filename":"<string>","abs_path":"/app/<string>","module":"",
             "function":"<module>","lineno":1,"in_app":true}]}},
          {"type":"EmptyCart","module":"__main__","value":"no item","stacktrace":{"frames":[
            {"filename":"main.py","abs_path":"/app/main.py","module":"__main__",
             "function":"<module>","lineno":17,"in_app":true}]}}]}}
        """;
    String printed =
        """
        Traceback (most recent call last):
          File "/app/shop/cart.py", line 12, in serve
            return decode(prices)
          File "/usr/lib/python3.11/json/decoder.py", line 337, in decode
            raise ValueError('empty')
          File "<string>", line 1, in <module>
        ValueError: empty

        The above exception was the direct cause of the following exception:

        Traceback (most recent call last):
          File "/app/main.py", line 17, in <module>
            raise EmptyCart('no item') from e
        EmptyCart: no item
        """;

    assertThat(trace(only(envelope(item("event", sent.replace("\n", ""))))))
        .isEqualTo(StackTraces.find(printed).getFirst());
  }

  /** As the SDK for Node writes it, beside the same crash as Node prints it. */
  @Test
  void crashOfNode_isTheOneThatIsPrinted() {
    String sent =
        """
        {"platform":"node","exception":{"values":[
          {"type":"TypeError","value":"no items","stacktrace":{"frames":[
            {"filename":"node:internal/modules/run_main","module":"run_main",
             "function":"Function.executeUserEntryPoint [as runMain]","lineno":164,"in_app":false},
            {"filename":"/app/src/main.js","module":"main","function":"?","lineno":7},
            {"filename":"/app/src/main.js","module":"main","function":"Object.?","lineno":4},
            {"filename":"/app/node_modules/express/lib/router/layer.js",
             "module":"express.lib.router:layer","function":"Layer.handle","lineno":95},
            {"filename":"<anonymous>","function":"Array.map"},
            {"filename":"/app/src/cart.js","module":"cart","function":"total","lineno":3}]}}]}}
        """;
    String printed =
        """
        TypeError: no items
            at total (/app/src/cart.js:3:50)
            at Array.map (<anonymous>)
            at Layer.handle (/app/node_modules/express/lib/router/layer.js:95:5)
            at Object.<anonymous> (/app/src/main.js:4:15)
            at /app/src/main.js:7:1
            at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:164:12)
        """;

    assertThat(trace(only(envelope(item("event", sent.replace("\n", ""))))))
        .isEqualTo(StackTraces.find(printed).getFirst());
  }

  @Test
  void event_hasWhatTheSdkKnows() {
    Event event = only(envelope(item("event", EVENT)));

    assertThat(event.id()).isEqualTo("sentry:9ec79c33ec9942ab8353589fcb2e04dc");
    assertThat(event.service()).isEqualTo("shop");
    assertThat(event.time()).isEqualTo("2026-11-27T10:40:32.819Z");
    assertThat(event.severity()).isEqualTo(Severity.FATAL);
    assertThat(event.message()).isEqualTo("cart 7 failed");
    assertThat(event.release()).isEqualTo("shop@1.2");
    assertThat(event.http()).hasToString("HttpExchange[method=POST, path=/cart?id=7, status=0]");
    assertThat(context(event).kind()).isEqualTo("uncaught");
    assertThat(context(event).traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @ParameterizedTest
  @CsvSource({
    "1795862432.5,                     2026-11-28T10:40:32.500Z",
    "'\"2026-11-27T10:40:32+02:00\"',  2026-11-27T08:40:32Z",
    "'\"2026-11-27T10:40:32-02:00\"',  2026-11-27T12:40:32Z",
    "'\"2026-11-27T10:40:32.819456\"', 2026-11-27T10:40:32.819456Z",
    "'\"yesterday\"',                  2026-11-27T12:00:00Z",
  })
  void timestamp_isReadInEveryForm(String timestamp, String expected) {
    String event = "{\"timestamp\":" + timestamp + ",\"message\":\"x\"}";

    assertThat(only(envelope(item("event", event))).time()).isEqualTo(expected);
  }

  @Test
  void payloadWithoutLength_goesToTheLineBreak() {
    byte[] body =
        ("{}\n{\"type\":\"session\"}\n{\"init\":true}\n{\"type\":\"event\"}\n" + EVENT)
            .getBytes(UTF_8);

    Decoded decoded = SentryEnvelope.decode(body, "shop", CLOCK).content();

    assertThat(decoded.events()).hasSize(1);
    assertThat(decoded.skipped()).containsOnlyKeys("session");
  }

  @Test
  void unknownItem_isPassedOverAndCounted() {
    String body =
        header() + "{\"type\":\"hologram\",\"length\":3}\na\nb\n" + item("event", EVENT)
            + "{\"type\":\"attachment\",\"length\":0}\n\n";

    Decoded decoded = SentryEnvelope.decode(body.getBytes(UTF_8), "shop", CLOCK).content();

    assertThat(decoded.events()).hasSize(1);
    assertThat(decoded.losses())
        .containsExactly(Loss.refused("unknown kind of item", "hologram"));
    assertThat(decoded.skipped()).containsEntry("attachment", 1);
  }

  @Test
  void malformedItem_doesNotSpoilTheOthers() {
    String body = header() + item("event", "{\"oops") + item("event", EVENT);

    Decoded decoded = SentryEnvelope.decode(body.getBytes(UTF_8), "shop", CLOCK).content();

    assertThat(decoded.events()).hasSize(1);
    assertThat(decoded.losses()).extracting(Loss::reason, Loss::count)
        .containsExactly(tuple("malformed item", 1L));
  }

  @Test
  void logItem_givesItsErrorsOnly() {
    String logs =
        """
        {"version":2,"items":[
        {"timestamp":1795862432.5,"trace_id":"t","span_id":"s","level":"info","body":"started"},
        {"timestamp":1795862433.5,"trace_id":"t","span_id":"s","level":"error","body":"no stock",
         "attributes":{"logger.name":{"value":"com.acme.Stock","type":"string"}}}]}
        """
            .replace("\n", "");

    Decoded decoded = decode(envelope(item("log", logs)));

    assertThat(decoded.skipped()).containsEntry("below error", 1);
    assertThat(decoded.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.message()).isEqualTo("no stock");
              assertThat(context(event).logger()).isEqualTo("com.acme.Stock");
            });
  }

  @Test
  void suppressedException_isNoCause() {
    String event =
        """
        {"exception":{"values":[
        {"type":"IOException","module":"java.io","mechanism":{"type":"suppressed"}},
        {"type":"IllegalStateException","module":"java.lang"}]}}
        """;

    StackTrace trace = trace(only(envelope(item("event", event.replace("\n", "")))));

    assertThat(trace.exceptionType()).isEqualTo("java.lang.IllegalStateException");
    assertThat(trace.cause()).isNull();
    assertThat(trace.suppressed()).extracting(StackTrace::exceptionType)
        .containsExactly("java.io.IOException");
  }

  @Test
  void controlCharacters_areNotTakenOver() {
    String event =
        "{\"exception\":{\"values\":[{\"type\":\"A\\u001b[2J\",\"value\":\"\\u0007\"}]}}";

    StackTrace trace = trace(only(envelope(item("event", event))));

    assertThat(trace.exceptionType()).isEqualTo("A\ufffd[2J");
    assertThat(trace.message()).isEqualTo("\ufffd");
  }

  @Test
  void idOfZeros_isNone() {
    String zeros =
        "{\"message\":\"x\",\"contexts\":{\"trace\":{\"trace_id\":\"" + "0".repeat(32) + "\"}}}";

    assertThat(context(only(envelope(item("event", zeros)))).traceId()).isNull();
  }

  @Test
  void storeEndpoint_takesABareEvent() {
    SentryEnvelope.Envelope envelope =
        SentryEnvelope.decodeStore(EVENT.getBytes(UTF_8), "shop", CLOCK);

    assertThat(envelope.eventId()).isEqualTo("9ec79c33ec9942ab8353589fcb2e04dc");
    assertThat(envelope.content().events()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "no json\n", "[]\n", "{}\n[]\n", "{}\n{\"type\":\"event\",\"length\":999}\n{}",
        "{}\n{\"type\":\"event\",\"length\":-1}\n{}", "{}\n{\"type\":\"event\",\"length\":1}\n{}"
      })
  void brokenFraming_isRefused(String body) {
    assertThatThrownBy(() -> SentryEnvelope.decode(body.getBytes(UTF_8), "shop", CLOCK))
        .isInstanceOf(MalformedEventException.class);
  }

  @Test
  void user_isToldFromOthersAndNotNamed() {
    assertThat(user("{\"id\":7,\"email\":\"ada@example.com\"}"))
        .hasSize(16)
        .isEqualTo(user("{\"id\":\"7\"}"))
        .isNotEqualTo(user("{\"email\":\"ada@example.com\"}"));
    assertThat(user("{\"ip_address\":\"{{auto}}\"}")).isNull();
    assertThat(user("{\"id\":{\"a\":1}}")).isNull();
    assertThat(user("7")).isNull();
  }

  private static @Nullable String user(String user) {
    String event = "{\"user\":" + user + "," + EVENT.strip().substring(1);
    return context(only(envelope(item("event", event)))).user();
  }

  /** An envelope with one event. */
  static byte[] whole() {
    return envelope(item("event", EVENT));
  }

  private static String header() {
    return "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}\n";
  }

  private static byte[] envelope(String item) {
    return (header() + item).getBytes(UTF_8);
  }

  private static String item(String type, String payload) {
    return "{\"type\":\"" + type + "\",\"length\":" + payload.getBytes(UTF_8).length + "}\n"
        + payload + "\n";
  }

  private static Decoded decode(byte[] body) {
    return SentryEnvelope.decode(body, "shop", CLOCK).content();
  }

  private static Event only(byte[] body) {
    assertThat(decode(body).events()).hasSize(1);
    return decode(body).events().getFirst();
  }
}
