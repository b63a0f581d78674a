package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import nexa.event.CapturedFrame;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.Frame;
import nexa.event.HttpExchange;
import nexa.event.Severity;
import nexa.event.StackTrace;
import nexa.event.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentEventsTest {

  private static final String HEAD =
      """
      "id":"e-1","timeUnixMs":1700000000000,"kind":"logged","severity":"ERROR","logger":null,
      "thread":"main","message":"GET /cart failed","traceId":null,"spanId":null""";
  private static final String EXCEPTION =
      """
      {"type":"java.lang.IllegalStateException","message":"outer",
       "frames":[{"class":"com.acme.Cart$Line","method":"<init>","file":"Cart.java","line":12},
                 {"class":"jdk.X","method":"call","file":null,"line":-2}],
       "cause":{"type":"com.acme.Bad","message":null,"frames":[],"cause":null,"suppressed":[]},
       "suppressed":[{"type":"com.acme.Late","message":"l","frames":[],"cause":null,"suppressed":[]}]}""";

  @Test
  void request_keepsSessionDropsAndEvents() {
    String body = "{\"session\":\"s\",\"dropped\":3,\"events\":[" + json(null, null, null) + "]}";
    AgentEvents.Request request = AgentEvents.decodeRequest(body.getBytes(UTF_8), "shop", null);
    assertThat(request.session()).isEqualTo("s");
    assertThat(request.dropped()).isEqualTo(3);
    assertThat(request.events()).extracting(Event::id).containsExactly("e-1");
  }

  @Test
  void controlCharacters_areReplaced() {
    String line =
        json(EXCEPTION.replace("outer", "o\\u0007"), null, null)
            .replace("GET /cart failed", "a\\u001b[2Jb");
    Event event = AgentEvents.decodeEvent(line, "shop", null);

    assertThat(event.message()).isEqualTo("a\ufffd[2Jb");
    assertThat(Objects.requireNonNull(event.stackTrace()).message()).isEqualTo("o\ufffd");
  }

  @Test
  void spoolLine_isAnEventOfTheGivenService() {
    Event event = AgentEvents.decodeEvent(json(null, null, null), "shop", "abc123");
    assertThat(event)
        .isEqualTo(
            new Event(
                "e-1",
                "shop",
                Instant.ofEpochMilli(1_700_000_000_000L),
                Severity.ERROR,
                "javaagent",
                "GET /cart failed",
                "abc123",
                null,
                null,
                null,
                new EventContext("logged", null, "main", null, null)));
  }

  @Test
  void traceAndLogger_areKept() {
    String event =
        json(null, null, null)
            .replace("\"logger\":null", "\"logger\":\"shop.orders\"")
            .replace("\"traceId\":null", "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"")
            .replace("\"spanId\":null", "\"spanId\":\"00f067aa0ba902b7\"");
    assertThat(AgentEvents.decodeEvent(event, "shop", null).context())
        .isEqualTo(
            new EventContext(
                "logged", "shop.orders", "main", "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7"));
  }

  @Test
  void exception_keepsCauseSuppressedAndUnknownLines() {
    Event event = AgentEvents.decodeEvent(json(EXCEPTION, null, null), "shop", null);
    assertThat(event.stackTrace())
        .isEqualTo(
            new StackTrace(
                "java.lang.IllegalStateException",
                "outer",
                List.of(
                    new Frame("com.acme.Cart$Line", "<init>", "Cart.java", 12),
                    new Frame("jdk.X", "call", null, 0)),
                new StackTrace("com.acme.Bad", null, List.of(), null, List.of()),
                List.of(new StackTrace("com.acme.Late", "l", List.of(), null, List.of()))));
  }

  @Test
  void httpExchange_isKept() {
    String http = "{\"method\":\"GET\",\"path\":\"/cart?x=1\",\"status\":500}";
    Event event = AgentEvents.decodeEvent(json(null, null, http), "shop", null);
    assertThat(event.http()).isEqualTo(new HttpExchange("GET", "/cart?x=1", 500));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'k':'null'} | Null[]",
        "{'k':'scalar','type':'int','text':'7'} | Scalar[type=int, text=7]",
        "{'k':'scalar','type':'a.Color','text':'RED','enum':true} | Scalar[type=a.Color, text=RED]",
        "{'k':'truncated','type':'java.lang.String','size':900}"
            + " | Truncated[type=java.lang.String, size=900]",
        "{'k':'seq','id':1,'type':'L','elements':[{'k':'null'}]}"
            + " | Sequence[id=1, type=L, elements=[Null[]]]",
        "{'k':'array','id':1,'type':'byte[]','length':3,'numbers':'7 8'}"
            + " | Array[id=1, type=byte[], elements=[Scalar[type=byte, text=7],"
            + " Scalar[type=byte, text=8], Scalar[type=byte, text=0]]]",
        "{'k':'array','id':1,'type':'int[]','elements':[]} | Array[id=1, type=int[], elements=[]]",
        "{'k':'map','id':1,'type':'M','entries':[[{'k':'null'},{'k':'ref','id':1}]]}"
            + " | Mapping[id=1, type=M, entries=[Entry[key=Null[], value=Ref[id=1]]]]",
        "{'k':'optional','value':null} | Maybe[content=null]",
        "{'k':'optional','value':{'k':'null'}} | Maybe[content=Null[]]",
        "{'k':'object','id':4,'type':'a.Cart','fields':{'self':{'k':'ref','id':4}}}"
            + " | Instance[id=4, type=a.Cart, fields={self=Ref[id=4]}]",
        "{'k':'redacted','type':'S','length':12} | Redacted[type=S, length=12]",
        "{'k':'missing','type':'a.B','reason':'too deep'} | Missing[type=a.B, reason=too deep]",
      })
  void value_isDecoded(String value, String expected) {
    CapturedFrame frame = captured(value.replace('\'', '"'));
    assertThat(frame.arguments().getFirst().value()).hasToString(expected);
  }

  @Test
  void capturedFrame_keepsReceiverAndNames() {
    CapturedFrame frame = captured("{\"k\":\"ref\",\"id\":100}");
    assertThat(frame.className()).isEqualTo("a.B");
    assertThat(frame.descriptor()).isEqualTo("(Ljava/lang/String;)V");
    assertThat(frame.receiver()).isInstanceOf(Value.Instance.class);
    assertThat(frame.arguments().getFirst())
        .isEqualTo(new CapturedFrame.Argument("qty", new Value.Ref(100)));
  }

  @Test
  void objectNumbers_startAnewInEverySnapshot() {
    String event = json(null, snapshot("{\"k\":\"null\"}"), null);
    String body = "{\"session\":\"s\",\"dropped\":0,\"events\":[" + event + "," + event + "]}";
    assertThat(AgentEvents.decodeRequest(body.getBytes(UTF_8), "shop", null).events()).hasSize(2);
  }

  @Test
  void unknownFields_areSkipped() {
    String line = json(null, null, null).replaceFirst("\\{", "{\"colour\":{\"deep\":[1]},");
    assertThat(AgentEvents.decodeEvent(line, "shop", null).id()).isEqualTo("e-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'k':'ref','id':9} | event.snapshot.frames[0].arguments[0].value.id: no object 9 before",
        "{'k':'seq','id':100,'type':'L','elements':[]} |"
            + " event.snapshot.frames[0].arguments[0].value.id: object 100 appears twice",
        "{'k':'wat'} | event.snapshot.frames[0].arguments[0].value.k: no such kind of value: wat",
        "{'k':'map','id':2,'type':'M','entries':[[{'k':'null'}]]} |"
            + " event.snapshot.frames[0].arguments[0].value.entries: expected pairs",
        "[] | event.snapshot.frames[0].arguments[0].value: expected an object",
      })
  void wrongValue_isNamed(String value, String reason) {
    assertThatThrownBy(() -> captured(value.replace('\'', '"')))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{}", "7", "{\"id\":\"a\",\"id\":\"b\"}", "{} {}"})
  void noEvent_isMalformed(String line) {
    assertThatThrownBy(() -> AgentEvents.decodeEvent(line, "shop", null))
        .isInstanceOf(MalformedEventException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"severity\":\"ERROR\" | \"severity\":\"LOUD\" | event.severity: no such severity",
        "\"timeUnixMs\":1700000000000 | \"timeUnixMs\":\"now\""
            + " | event.timeUnixMs: expected a whole number",
        "\"message\":\"GET /cart failed\" | \"message\":null | event.message: expected a string",
        "\"id\":\"e-1\" | \"id\":\"\" | event.id: expected a string of 1 to 1024 characters",
      })
  void wrongField_isNamed(String right, String wrong, String reason) {
    String line = json(null, null, null).replace(right, wrong);
    assertThatThrownBy(() -> AgentEvents.decodeEvent(line, "shop", null))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage(reason);
  }

  @Test
  void endlessCauses_areRefused() {
    String tail = "\"frames\":[],\"suppressed\":[],\"cause\":";
    String exception = ("{\"type\":\"a.E\"," + tail).repeat(40) + "null" + "}".repeat(40);
    assertThatThrownBy(() -> AgentEvents.decodeEvent(json(exception, null, null), "shop", null))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageEndingWith("more than 32 causes");
  }

  @Test
  void deepNesting_isRefused() {
    String line = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThatThrownBy(() -> AgentEvents.decodeEvent(line, "shop", null))
        .isInstanceOf(MalformedEventException.class);
  }

  private static CapturedFrame captured(String value) {
    Event event = AgentEvents.decodeEvent(json(null, snapshot(value), null), "shop", null);
    return Objects.requireNonNull(event.snapshot()).frames().getFirst();
  }

  private static String snapshot(String value) {
    return """
        {"frames":[{"class":"a.B","method":"m","descriptor":"(Ljava/lang/String;)V",
          "receiver":{"k":"object","id":100,"type":"a.B","fields":{}},
          "arguments":[{"name":"qty","value":%s}]}]}"""
        .formatted(value);
  }

  /** An event with an exception. */
  static String event() {
    return json(EXCEPTION, null, "{\"method\":\"GET\",\"path\":\"/cart\",\"status\":500}");
  }

  /** A request with two of them. */
  static String request() {
    return "{\"session\":\"s\",\"dropped\":3,\"events\":[" + event() + "," + event() + "]}";
  }

  private static String json(
      @Nullable String exception, @Nullable String snapshot, @Nullable String http) {
    return "{%s,\"http\":%s,\"exception\":%s,\"snapshot\":%s}"
        .formatted(HEAD, http, exception, snapshot);
  }
}
