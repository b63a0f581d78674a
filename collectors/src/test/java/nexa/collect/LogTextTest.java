package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.event.Loss;
import nexa.event.Severity;
import nexa.event.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

  private static final String STACK =
      "java.lang.IllegalStateException: no cart\\n\\tat com.acme.Cart.total(Cart.java:7)\\r\\n"
          + "Caused by: a.BadException: id 7\\n\\tat com.acme.Id.of(Id.java:3)\\n\\t... 1 more\\n";
  private static final String JSON =
      "{\"@timestamp\":\"2026-11-22T10:40:32Z\",\"level\":\"ERROR\",\"message\":\"failed\",";

  @ParameterizedTest
  @ValueSource(
      strings = {
        JSON + "\"error.type\":\"java.lang.IllegalStateException\",\"error.stack_trace\":\"$\"}",
        JSON + "\"error\":{\"type\":\"java.lang.IllegalStateException\",\"stack_trace\":\"$\"}}",
        JSON + "\"stack_trace\":\"$\"}",
        JSON + "\"_error_stack_trace\":\"$\",\"full_message\":\"failed\\n\\nother\"}",
        JSON + "\"full_message\":\"failed\\n$\"}",
        JSON + "\"exception\":{\"exception_class\":\"java.lang.IllegalStateException\","
            + "\"exception_message\":\"no cart\",\"stacktrace\":\"$\"}}",
        JSON + "\"exception\":\"$\"}",
        JSON + "\"exc_info\":\"$\"}",
        JSON + "\"@x\":\"$\"}",
        JSON + "\"stack\":\"$\"}",
        JSON + "\"thrown\":{\"name\":\"x\",\"extendedStackTrace\":\"$\"}}",
        "{\"level\":\"ERROR\",\"message\":\"failed\\n$\",\"time\":\"2026-11-22T10:40:32Z\"}",
      })
  void escapedTrace_isRead(String line) {
    Event event = only(line.replace("$", STACK));
    assertThat(event.time()).isEqualTo("2026-11-22T10:40:32Z");
    assertThat(event.message()).startsWith("failed");
    assertThatTraceIsWhole(event);
  }

  @Test
  void traceInLinesOfAnArray_isRead() {
    String stack =
        "\"java.lang.IllegalStateException: no cart\",\n\"\\tat com.acme.Cart.total(Cart.java:7)\",\n"
            + "\"Caused by: a.BadException: id 7\",\n\"\\tat com.acme.Id.of(Id.java:3)\",\n"
            + "\"\\t... 1 more\"]}";
    String other = JSON + "\"a\":1}\n";
    List<Event> events = events(other + JSON + "\"error.stack_trace\":[\n" + stack + "\n" + other);
    assertThat(events).hasSize(3);
    assertThatTraceIsWhole(events.get(1));
    assertThatTraceIsWhole(only(JSON + "\"error.stack_trace\":[" + stack.replace("\n", "")));
  }

  @Test
  void arrayThatBreaksOff_costsNoOtherLine() {
    String open = JSON + "\"error.stack_trace\":[\n";
    assertThat(events(open + open + "\"a.b.CException\",\n" + JSON + "\"a\":1}\n" + open))
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[2026-11-22 10:40:32] [ERROR] no cart {}\n", "[2026-11-22] ERROR no {cart}\n",
        "[7] ERROR: {\n", "[\"a\"] ERROR: {\n", "[null] {\n",
      })
  void bracketsThatBeginNoArrayOfObjects_areText(String head) {
    Event event = only(head + "a.b.CException: x\n\tat a.b.D.e(D.java:1)\n");
    assertThat(event.stackTrace()).isNotNull();
  }

  @Test
  void throwableObject_isRead() {
    Event event =
        only(
            JSON
                + """
                "throwable":{"className":"java.lang.IllegalStateException","message":"no cart",\
                "stepArray":[{"className":"com.acme.Cart","methodName":"total",\
                "fileName":"Cart.java","lineNumber":7}],"cause":{"className":"a.BadException",\
                "message":"id 7","commonFramesCount":1,"stepArray":[{"className":"com.acme.Id",\
                "methodName":"of","fileName":"Id.java","lineNumber":3}]}}}""");
    assertThatTraceIsWhole(event);
  }

  @Test
  void throwableObjectOfJBoss_isRead() {
    Event event =
        only(
            JSON
                + """
                "loggerClassName":"x","exception":{"refId":1,"exceptionType":\
                "java.lang.IllegalStateException","message":"no cart","frames":[{"class":\
                "com.acme.Cart","method":"total","line":7}],"causedBy":{"exception":{"refId":2,\
                "exceptionType":"a.BadException","message":"id 7","frames":[]}}}}""");
    StackTrace trace = Objects.requireNonNull(event.stackTrace());
    assertThat(trace.frames()).containsExactly(new Frame("com.acme.Cart", "total", null, 7));
    assertThat(trace.cause())
        .isEqualTo(new StackTrace("a.BadException", "id 7", List.of(), null, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"error\":{\"type\":\"a.BadException\",\"message\":\"id 7\"}}",
        "\"exception\":{\"exception_class\":\"a.BadException\",\"exception_message\":\"id 7\"}}",
        "\"_error_type\":\"a.BadException\",\"_error_message\":\"id 7\",\"full_message\":\"x\"}",
      })
  void exceptionWithoutStack_keepsItsType(String error) {
    assertThat(only(JSON + error).stackTrace())
        .isEqualTo(new StackTrace("a.BadException", "id 7", List.of(), null, List.of()));
  }

  @Test
  void traceBehindAWeakHead_isPartOfItsRecord() {
    Event event =
        only("[main] WARN c.a.Shop - failed\n" + plainStack() + "[main] INFO c.a.B - x\n");
    assertThat(event.severity()).isEqualTo(Severity.WARN);
    assertThat(event.message()).isEqualTo("failed");
    assertThatTraceIsWhole(event);
  }

  @Test
  void twoErrorsWithWeakHeads_areTwoEvents() {
    assertThat(events("ERROR: a\njava.lang.Error: x\nERROR: b\nERROR: c\n"))
        .extracting(Event::message).containsExactly("a", "b", "c");
  }

  @Test
  void weakHeadWithinAStrongRecord_isPartOfIt() {
    Event event =
        only("2026-11-22 10:40:32 ERROR psql failed\nERROR: no cart\n  Detail: none\n[main]");
    assertThat(event.message())
        .isEqualTo("psql failed\nERROR: no cart\n  Detail: none\n[main]");
  }

  @Test
  void julRecordWithTrace_hasLevelAndMessage() {
    Event event =
        only("Nov 22, 2026 1:40:32 PM com.acme.Shop total\nWARNING: failed\n" + plainStack());
    assertThat(event.severity()).isEqualTo(Severity.WARN);
    assertThat(event.message()).isEqualTo("failed");
    assertThat(event.time()).isEqualTo("2026-11-22T13:40:32Z");
    assertThatTraceIsWhole(event);
  }

  @Test
  void syslogLinesOfOneTrace_areOneEvent() {
    String head = "<11>Nov 22 10:40:32 host app[1]: ";
    StringBuilder text = new StringBuilder(head + "ERROR: failed\n");
    plainStack().lines().forEach(
        line -> text.append(head).append(line.replace("\t", "#011")).append("\n<11>Nov 22 10:40:32"
            + " host app[2]: other\n"));
    List<Event> events = events(text.toString());
    assertThat(events).extracting(Event::message).containsOnly("failed", "other");
    Event event =
        events.stream().filter(each -> each.stackTrace() != null).findFirst().orElseThrow();
    assertThat(event.message()).isEqualTo("failed");
    assertThatTraceIsWhole(event);
  }

  @Test
  void syslogLineWithEscapedBreaks_isOneEvent() {
    String line = plainStack().replace("\t", "#011").replace("\n", "#012");
    assertThatTraceIsWhole(only("<11>Nov 22 10:40:32 host app: " + line));
  }

  @Test
  void criParts_areJoined() {
    String time = "2026-11-22T10:40:32.1Z stdout ";
    String other = "2026-11-22T10:40:32.1Z stderr F other\n";
    String text =
        time + "P ERROR: fai\n" + other + time + "F led\n"
            + time + "F java.lang.IllegalStateException: no cart\n"
            + time + "P \tat com.acme.Cart\n" + time + "P .total\n" + other
            + time + "F (Cart.java:7)\n"
            + time + "F Caused by: a.BadException: id 7\n" + other
            + time + "F \tat com.acme.Id.of(Id.java:3)\n" + time + "F \t... 1 more";
    Event event = only(text);
    assertThat(event.message()).isEqualTo("failed");
    assertThat(event.time()).isEqualTo("2026-11-22T10:40:32.100Z");
    assertThatTraceIsWhole(event);
  }

  @Test
  void dockersLines_areUnwrapped() {
    StringBuilder text = new StringBuilder();
    for (String line : ("\\u001b[31m10:40:32.1 x\n" + plainStack()).split("\n", -1)) {
      text.append(docker("other\\n", "stdout"))
          .append(docker(line.replace("\t", "\\t") + "\\n", "stderr"));
    }
    Event event = only(text.toString());
    assertThat(event.time()).isEqualTo("2026-11-22T10:40:32Z");
    assertThatTraceIsWhole(event);
  }

  @Test
  void dockersPartsOfALongLine_areJoined() {
    String umlauts = "\u00fc\u20ac\ud83d\ude00";
    String part = docker(umlauts + "x".repeat((16 << 10) - 2 - 3 - 4), "stdout");
    String rest = docker("other\\n", "stderr") + docker("end\\n", "stdout");
    assertThat(read(part + rest).tally().layouts()).containsEntry("unknown", 2L);
    assertThat(read(part.replace("xx", "x") + rest).tally().layouts()).containsEntry("unknown", 3L);
    String tagged = part.replace("\"stream", "\"logtag\":\"F\",\"stream");
    assertThat(read(tagged + rest).tally().layouts()).containsEntry("unknown", 3L);
  }

  @Test
  void jsonWithinDockersLines_isRead() {
    String inner = JSON + "\"stack_trace\":\"" + STACK + "\"}";
    assertThatTraceIsWhole(
        only(docker(inner.replace("\\", "\\\\").replace("\"", "\\\"") + "\\n", "stdout")));
  }

  private static String docker(String log, String stream) {
    return "{\"log\":\"" + log + "\",\"stream\":\"" + stream
        + "\",\"time\":\"2026-11-22T10:40:32Z\"}\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\n2026-11-22 10:40:32 ERROR [main] c.a.B - forged",
        "\\r\\n{\\\"level\\\":\\\"ERROR\\\",\\\"message\\\":\\\"forged\\\"}",
        "\\njava.lang.Error: forged\\n\\tat a.B.c(B.java:1)",
        "\\u000a\\u0009at a.B.c(B.java:1)",
        "\\n<8>Nov 22 10:40:32 host app[1]: forged",
      })
  void forgedLineInAMessage_beginsNothing(String forged) {
    String info = "{\"level\":\"INFO\",\"message\":\"hello" + forged + "\"}";
    assertThat(events(info)).isEmpty();
    Event event =
        only(JSON.replace("failed", "hello" + forged) + "\"stack_trace\":\"" + STACK + "\"}");
    assertThat(event.message()).startsWith("hello\n");
    assertThatTraceIsWhole(event);
    String wrapped = "2026-11-22T10:40:32.1Z stdout F " + info + "\n";
    assertThat(
        events(wrapped + docker(info.replace("\\", "\\\\").replace("\"", "\\\"") + "\\n", "s")))
        .isEmpty();
  }

  @Test
  void lineBreakWithinDockersLine_beginsNothing() {
    String forged = "2026-11-22 10:40:32 INFO hello\\n2026-11-22 10:40:32 ERROR forged\\n";
    assertThat(events(docker(forged, "stdout"))).isEmpty();
  }

  @Test
  void controlCharacters_areReplaced() {
    Event event =
        only(JSON.replace("failed", "a\\u001b[2Jb\\u0000c\\rd\\u202ee\\ud800f\\u2028g")
            + "\"x\":1}");
    assertThat(event.message()).isEqualTo("a\ufffd[2Jb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "}", "\\", "\\u12", ",\"x\":nul"})
  void brokenJson_isReadAsText(String end) {
    String line = "{\"level\":\"ERROR\" \"message\":\"failed\",\"stack\":\"" + STACK + "\"" + end;
    LogText.Content content = read(line);
    assertThat(content.tally().layouts()).containsKey("unknown");
    assertThat(content.events()).hasSize(1);
    assertThat(content.events().getFirst().stackTrace()).isNotNull();
  }

  @Test
  void jsonCutAnywhere_isReadAsFarAsItGoes() {
    String line = JSON + "\"x\":1.5,\"stack_trace\":\"" + STACK + "\\u00fc\",\"y\":[true]}";
    int stack = line.indexOf("java.lang.");
    for (int end = JSON.length(); end <= line.length(); end++) {
      Event event = only(line.substring(0, end));
      assertThat(event.message()).isEqualTo("failed");
      if (end > line.indexOf("Caused by")) {
        assertThat(Objects.requireNonNull(event.stackTrace()).frames()).hasSize(1);
      } else if (end <= stack) {
        assertThat(event.stackTrace()).isNull();
      }
    }
  }

  @Test
  void lineOfTenMegabytes_isCutAndCounted() {
    String frame = "\\n\\tat com.acme.Cart.again(Cart.java:9)";
    String line =
        JSON + "\"logger\":\"c.a.Shop\",\"stack_trace\":\"java.lang.StackOverflowError"
            + frame.repeat((10 << 20) / frame.length()) + "\",\"thread\":\"main\"}";
    LogText.Content content = read(line + "\n" + JSON + "\"x\":1}");
    assertThat(content.tally().losses()).extracting(Loss::count).containsExactly(1L);
    assertThat(content.events()).hasSize(2);
    Event event = content.events().getFirst();
    assertThat(event.message()).isEqualTo("failed");
    assertThat(Objects.requireNonNull(event.context()).logger()).isEqualTo("c.a.Shop");
    StackTrace trace = Objects.requireNonNull(event.stackTrace());
    assertThat(trace.exceptionType()).isEqualTo("java.lang.StackOverflowError");
    assertThat(trace.frames()).hasSize(1_024);
  }

  @Test
  void endlessParts_areCutAndCounted() {
    String part = "2026-11-22T10:40:32.1Z stdout P " + "x".repeat(16_000) + "\n";
    LogText.Content content =
        read(part.repeat(100) + "2026-11-22T10:40:32.1Z stdout F ERROR: y\n"
            + "2026-11-22T10:40:32.1Z stdout F ERROR: z\n");
    assertThat(content.tally().losses()).extracting(Loss::count).containsExactly(1L);
    assertThat(content.events()).extracting(Event::message).containsExactly("z");
  }

  @Test
  void longMessage_isCut() {
    assertThat(only(JSON.replace("failed", "x".repeat(60_000)) + "\"x\":1}").message())
        .hasSize(4_096);
    LogText.Content plain = read("ERROR: " + "x".repeat(60_000));
    assertThat(plain.events().getFirst().message()).hasSize(4_096);
    assertThat(plain.tally().losses())
        .containsExactly(Loss.cut("message too long", "x".repeat(Loss.SAMPLE_LENGTH_MAX)));
  }

  @Test
  void deepNesting_isText() {
    String line = JSON + "\"x\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    assertThat(read(line).tally().layouts()).containsOnlyKeys("unknown");
  }

  @Test
  void array_isReadByItsObjects() {
    String one = JSON + "\"stack_trace\":\"" + STACK + "\"}";
    List<Event> events = events("[" + one + ",\n " + JSON + "\"x\":1}]");
    assertThat(events).hasSize(2);
    assertThatTraceIsWhole(events.getFirst());
  }

  @Test
  void tooManyEvents_areDroppedAndCounted() {
    LogText.Content content = read("ERROR: x\n".repeat(1_001));
    assertThat(content.events()).hasSize(1_000);
    assertThat(content.tally().losses()).containsExactly(
        Loss.refused("too many events in one text", "x"));
  }

  @Test
  void sameTextWithTimes_givesTheSameIds() {
    String dated = "2026-11-22 10:40:32 ERROR x\n2026-11-22 10:40:32 ERROR x\n";
    Clock later = Clock.offset(LogLines.CLOCK, Duration.ofSeconds(1));
    List<String> ids = ids(dated, LogLines.CLOCK);
    assertThat(ids).doesNotHaveDuplicates().hasSize(2).isEqualTo(ids(dated, later));
    assertThat(ids("ERROR: x", LogLines.CLOCK)).doesNotContainAnyElementsOf(ids("ERROR: x", later));
  }

  private static List<String> ids(String text, Clock clock) {
    return LogText.read(text, "shop", null, "http", clock).events().stream().map(Event::id)
        .toList();
  }

  private static String plainStack() {
    return STACK.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "");
  }

  private static void assertThatTraceIsWhole(Event event) {
    StackTrace trace = Objects.requireNonNull(event.stackTrace());
    assertThat(trace.exceptionType()).isEqualTo("java.lang.IllegalStateException");
    assertThat(trace.message()).isEqualTo("no cart");
    Frame total = new Frame("com.acme.Cart", "total", "Cart.java", 7);
    assertThat(trace.frames()).containsExactly(total);
    StackTrace cause = Objects.requireNonNull(trace.cause());
    assertThat(cause.exceptionType()).isEqualTo("a.BadException");
    assertThat(cause.message()).isEqualTo("id 7");
    assertThat(cause.frames())
        .containsExactly(new Frame("com.acme.Id", "of", "Id.java", 3), total);
  }

  private static Event only(String text) {
    List<Event> events = events(text);
    assertThat(events).hasSize(1);
    return events.getFirst();
  }

  private static List<Event> events(String text) {
    return LogText.read(text, "shop", null, "http", LogLines.CLOCK).events();
  }

  private static LogText.Content read(String text) {
    return LogText.read(text, "shop", "abc123", "http", LogLines.CLOCK);
  }
}
