package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import nexa.event.Frame;
import nexa.event.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaStackTracesTest {

  @Test
  void printedThrowable_isReadBackWhole() {
    RuntimeException inner = new IllegalArgumentException("inner: 1\n  second line");
    inner.addSuppressed(new IllegalStateException("suppressed", new Error("its cause")));
    RuntimeException outer = new RuntimeException(inner);
    outer.addSuppressed(new UnsupportedOperationException());
    assertThat(only(printed(outer))).isEqualTo(trace(outer));
  }

  @Test
  void emptyText_holdsNoTrace() {
    assertThat(JavaStackTraces.find("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.B.m(B.java:12) | a.B.m(B.java:12)",
        "java.base@17.0.6/java.util.List.get(List.java:1) | java.util.List.get(List.java:1)",
        "app//com.acme.Cart.total(Cart.java:7) | com.acme.Cart.total(Cart.java:7)",
        "app/mod@1.2/com.acme.Cart.total(Cart.java:7) | com.acme.Cart.total(Cart.java:7)",
        "jdk.proxy2/jdk.proxy2.$Proxy5.close(Unknown Source) | jdk.proxy2.$Proxy5.close",
        "a.B.m(Native Method) | a.B.m",
        "a.B$C.<init>(B.java:3) | a.B$C.<init>(B.java:3)",
        "a.B.lambda$m$0(B.java:3) | a.B.lambda$m$0(B.java:3)",
        "a.B$$Lambda$5/1034627183.run(Unknown Source) | a.B$$Lambda$5/1034627183.run",
        "a.B$$Lambda/0x00007f1c.run(Unknown Source) | a.B$$Lambda/0x00007f1c.run",
        "a.B.m(B.java:12) ~[cart-1.0.jar:1.0] | a.B.m(B.java:12)",
        "a.B.m(B.java:12) ~[app.jar!/:?] | a.B.m(B.java:12)",
        "a.B.m(B.java:12) [classes/:na] | a.B.m(B.java:12)",
        "a.B.m(B.java:12){noformat} | a.B.m(B.java:12)",
        "a.B.m(B.java:12) ~[cart-1.0.jar:1.0]{code} | a.B.m(B.java:12)",
        "a.BTest.returns 2.5 now(BTest.kt:9) | a.BTest.returns 2.5 now(BTest.kt:9)",
        "a.B$$FastClass.invoke(<generated>) | a.B$$FastClass.invoke(<generated>:0)",
        "a.B.m(B.java) | a.B.m(B.java:0)",
        "Main.main(Main.java:3) | Main.main(Main.java:3)",
        "größe.Maß.ä(Maß.java:3) | größe.Maß.ä(Maß.java:3)",
        // Kotlin
        "a.CartKt.main(Cart.kt) | a.CartKt.main(Cart.kt:0)",
        "a.Cart$total$1.invokeSuspend(Cart.kt:9) | a.Cart$total$1.invokeSuspend(Cart.kt:9)",
        "a.CartTest.an empty cart (new one), costs 0(CartTest.kt:9)"
            + " | a.CartTest.an empty cart (new one), costs 0(CartTest.kt:9)",
        "a.Cart.total-impl(Cart.kt:9) | a.Cart.total-impl(Cart.kt:9)",
        "_COROUTINE._BOUNDARY._(CoroutineDebugging.kt:46)"
            + " | _COROUTINE._BOUNDARY._(CoroutineDebugging.kt:46)",
        // Scala
        "a.Cart.$anonfun$total$1(Cart.scala:9) | a.Cart.$anonfun$total$1(Cart.scala:9)",
        "a.Cart.$anonfun$total$1$adapted(Cart.scala:9)"
            + " | a.Cart.$anonfun$total$1$adapted(Cart.scala:9)",
        "a.Cart$$anonfun$total$1.apply(Cart.scala:9) | a.Cart$$anonfun$total$1.apply(Cart.scala:9)",
        "a.Main$.delayedEndpoint$a$Main$1(Main.scala:3)"
            + " | a.Main$.delayedEndpoint$a$Main$1(Main.scala:3)",
        "a.Cart.$plus$plus(Cart.scala:9) | a.Cart.$plus$plus(Cart.scala:9)",
        "a.Cart$package$.run(Cart.scala:9) | a.Cart$package$.run(Cart.scala:9)",
        // Groovy
        "Script1.run(Script1.groovy:3) | Script1.run(Script1.groovy:3)",
        "ConsoleScript0.run(ConsoleScript0:1) | ConsoleScript0.run(ConsoleScript0:1)",
        "a.Cart$_total_closure1.doCall(Cart.groovy:9)"
            + " | a.Cart$_total_closure1.doCall(Cart.groovy:9)",
        "a.Cart.this$dist$invoke$1(Cart.groovy) | a.Cart.this$dist$invoke$1(Cart.groovy:0)",
        "a.CartSpec.total of #n items is 2.5(CartSpec.groovy:9)"
            + " | a.CartSpec.total of #n items is 2.5(CartSpec.groovy:9)",
        "a.Cart$total.call(Unknown Source) | a.Cart$total.call",
        "org.codehaus.groovy.vmplugin.v8.IndyInterface.fromCache(IndyInterface.java:321)"
            + " | org.codehaus.groovy.vmplugin.v8.IndyInterface.fromCache(IndyInterface.java:321)",
        // Clojure
        "user$eval1$fn__2.invoke(form-init.clj:1) | user$eval1$fn__2.invoke(form-init.clj:1)",
        "user$eval1.invokeStatic(NO_SOURCE_FILE:1) | user$eval1.invokeStatic(NO_SOURCE_FILE:1)",
      })
  void frame_isRead(String line, String frame) {
    StackTrace trace = only("java.lang.Error: x\n\tat " + line + "\n");
    assertThat(trace.frames()).extracting(Frame::toString).containsExactly(frame);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " at [Source: {}; line: 1, column: 1]",
        "at position (3)",
        "at home",
        "at a.b (see there)",
        "Caused by: a bad day",
        "Wrapped by: a red ribbon",
        "Suppressed: nothing",
        "... and more",
        "",
        "\tjava.io.IOException: nested",
      })
  void messageLine_isNoStructure(String line) {
    StackTrace trace = only("a.b.CException: first\n" + line + "\n\tat a.B.m(B.java:1)\n");
    assertThat(trace.message()).isEqualTo("first\n" + line);
    assertThat(trace.frames()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Exception in thread \"a b\" java.lang.Error: x | java.lang.Error | x",
        "Exception in thread \"my \"q\" t\" java.lang.Error: x | java.lang.Error | x",
        "2026-11-25 10:00:00 ERROR c.a.B : failed: java.io.IOException: x | java.io.IOException | x",
        "java.lang.NullPointerException | java.lang.NullPointerException | ",
        "com.acme.NotFound: x | com.acme.NotFound | x",
        "NotFound: x | NotFound | x",
        "ERROR: java.io.IOException: x | java.io.IOException | x",
        "MyException: java.io.IOException: x | MyException | java.io.IOException: x",
        "org.es.ParsingException[Failed to parse] | org.es.ParsingException | [Failed to parse]",
        "com.acme.Cart$Full: a: b | com.acme.Cart$Full | a: b",
      })
  void header_isRead(String header, String type, String message) {
    StackTrace trace = only(header + "\n\tat a.B.m(B.java:1)\n");
    assertThat(trace.exceptionType()).isEqualTo(type);
    assertThat(trace.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\tat a.B.m(B.java:1)\r\n", "\u00a0\u00a0at a.B.m(B.java:1)\n"})
  void otherWhiteSpace_isAccepted(String frame) {
    assertThat(only("java.lang.Error: x\r\n" + frame + frame).frames()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"... 2 more", "... 2 common frames omitted"})
  void commonFrames_areTakenFromTheEnclosingTrace(String line) {
    StackTrace trace =
        only(
            """
            a.XException: x
            \tat a.A.a(A.java:1)
            \tat a.B.b(B.java:2)
            \tat a.C.c(C.java:3)
            Caused by: a.YException: y
            \tat a.D.d(D.java:4)
            \t%s
            Caused by: a.ZException: z
            \tat a.E.e(E.java:5)
            \t... 3 more
            """
                .formatted(line));
    StackTrace cause = Objects.requireNonNull(trace.cause());
    assertThat(cause.frames()).extracting(Frame::method).containsExactly("d", "b", "c");
    assertThat(trace.root().frames()).extracting(Frame::method).containsExactly("e", "d", "b", "c");
  }

  @Test
  void rootCauseFirst_isTurned() {
    StackTrace trace =
        only(
            """
            java.io.IOException: root
            \tat a.A.a(A.java:1)
            \t... 3 common frames omitted
            Wrapped by: a.MiddleException: middle
            \tat a.B.b(B.java:2)
            \t... 2 common frames omitted
            Wrapped by: java.lang.IllegalStateException: outer
            \tat a.C.c(C.java:3)
            \tat a.D.d(D.java:4)
            """);
    assertThat(trace.message()).isEqualTo("outer");
    assertThat(trace.frames()).extracting(Frame::method).containsExactly("c", "d");
    assertThat(trace.root().message()).isEqualTo("root");
    assertThat(trace.root().frames()).extracting(Frame::method).containsExactly("a", "b", "c", "d");
  }

  @Test
  void causeOfSuppressed_staysWithIt() {
    StackTrace trace =
        only(
            """
            a.XException: x
            \tat a.A.a(A.java:1)
            \tSuppressed: a.SException: s
            \t\tat a.S.s(S.java:1)
            \tCaused by: a.TException: t
            \t\tat a.T.t(T.java:1)
            \tSuppressed: a.UException: u
            \t\tat a.U.u(U.java:1)
            Caused by: a.YException: y
            \tat a.Y.y(Y.java:1)
            """);
    assertThat(trace.suppressed())
        .extracting(StackTrace::exceptionType)
        .containsExactly("a.SException", "a.UException");
    assertThat(trace.suppressed().getFirst().root().exceptionType()).isEqualTo("a.TException");
    assertThat(trace.root().exceptionType()).isEqualTo("a.YException");
  }

  @Test
  void coroutinesBoundary_joinsItsFrames() {
    StackTrace trace =
        only(
            """
            java.lang.IllegalStateException: x
            \tat a.Cart.load(Cart.kt:3)
            \t(Coroutine boundary)
            \tat a.Cart.total(Cart.kt:9)
            """);
    assertThat(trace.frames()).hasSize(2);
  }

  @Test
  void coroutinesContext_isSuppressedWithoutFrames() {
    StackTrace trace =
        only(
            """
            Exception in thread "worker-1 @coroutine#2" java.lang.IllegalStateException: x
            \tat a.Cart.load(Cart.kt:3)
            \tSuppressed: kotlinx.coroutines.internal.DiagnosticCoroutineContextException: \
            [CoroutineId(2), "coroutine#2":StandaloneCoroutine{Cancelling}@1b2c3d, Dispatchers.IO]
            Caused by: java.io.IOException: y
            \tat a.Cart.read(Cart.kt:4)
            \t... 1 more
            """);
    assertThat(trace.suppressed()).hasSize(1);
    assertThat(trace.suppressed().getFirst().frames()).isEmpty();
    assertThat(trace.root().frames()).extracting(Frame::method).containsExactly("read", "load");
  }

  @Test
  void frameOfDotNet_isNoFrame() {
    assertThat(only("java.lang.Error: x\n   at A.B.C()\n").frames()).isEmpty();
  }

  @Test
  void circularReference_endsTheChain() {
    Exception first = new Exception("first");
    first.initCause(new Exception("second", first));
    StackTrace trace = only(printed(first));
    assertThat(trace.root().message()).isEqualTo("second");
    assertThat(trace.root().cause()).isNull();
  }

  @Test
  void lostIndentation_keepsFramesAndCauses() {
    StackTrace trace =
        only("a.XException: x\nat a.A.a(A.java:1)\nCaused by: a.YException\nat a.Y.y(Y.java:1)\n");
    assertThat(trace.frames()).hasSize(1);
    assertThat(trace.root().exceptionType()).isEqualTo("a.YException");
  }

  @Test
  void traceWithoutFrames_isOneLine() {
    List<StackTrace> traces =
        JavaStackTraces.find("java.lang.NullPointerException\nnext\njava.lang.Error: e\n");
    assertThat(traces).extracting(StackTrace::message).containsExactly(null, "e");
    assertThat(traces).allMatch(trace -> trace.frames().isEmpty());
  }

  @Test
  void fragmentFromCausedBy_isATrace() {
    StackTrace trace = only("Caused by: a.YException: y\n\tat a.Y.y(Y.java:1)\n\t... 7 more\n");
    assertThat(trace.exceptionType()).isEqualTo("a.YException");
    assertThat(trace.frames()).hasSize(1);
  }

  @Test
  void otherLines_areBetweenTraces() {
    List<StackTrace> traces =
        JavaStackTraces.find(
            """
            Starting: now
            java.lang.Error: one
            \tat a.A.a(A.java:1)
            Retrying
            \tat a.Orphan.b(A.java:2)
            2026-11-25 10:00:00.123 ERROR [main] a.B - failed
            java.lang.Error: two
            2026-11-25 10:00:00.124 INFO [main] a.B - java.lang.Error: mentioned
            \tan indented line
            """);
    assertThat(traces).extracting(StackTrace::message).containsExactly("one", "two");
    assertThat(traces.getFirst().frames()).hasSize(1);
  }

  @Test
  void threadDump_isNoTrace() {
    assertThat(
        JavaStackTraces.find(
            "\"main\" #1 prio=5\n   java.lang.Thread.State: RUNNABLE\n\tat a.B.m(B.java:1)\n"))
        .isEmpty();
  }

  @Test
  void escapedTrace_isRead() {
    StackTrace trace =
        only(
            "{\"stack_trace\":\"a.b.CException: say \\\"x\\\"\\r\\n\\tat a.B.m(B.java:1)\\r\\n"
                + "Caused by: a.DError: d\\n\\tat a.D.m(D.java:2)\\n\"}");
    assertThat(trace.message()).isEqualTo("say \"x\"");
    assertThat(trace.root().frames()).containsExactly(new Frame("a.D", "m", "D.java", 2));
  }

  @Test
  void frames_areBounded() {
    String deep = "java.lang.StackOverflowError\n" + "\tat a.B.m(B.java:1)\n".repeat(5_000);
    assertThat(only(deep).frames()).hasSize(1_024);
  }

  @Test
  void message_isBounded() {
    String text = "a.b.CException: " + "x".repeat(100_000) + "\n\tat a.B.m(B.java:1)\n";
    assertThat(only(text).message()).hasSize(16 << 10);
  }

  @Test
  void restoredFrames_areBounded() {
    String text =
        "a.XException\n"
            + "\tat a.B.m(B.java:1)\n".repeat(1_024)
            + "Caused by: a.YException\n\t... 1024 more\n".repeat(5_000);
    int frames = 0;
    for (StackTrace at = only(text); at != null; at = at.cause()) {
      frames += at.frames().size();
    }
    assertThat(frames).isBetween(1_024, 65 * 1_024);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.", "java.lang.Error ", "at a.b(", "Exception in thread \"", "\\n\\tat ", "a.bError\n",
        "Caused by: a.bError\n", "\tSuppressed: a.bError\n", "a.bError: x\n\tat a.b(C:1)\n",
        "... 9 more\n", "[", "2026-11-25 10:00:00 ", "\tx\n", "\n", "Exception.", " : "
      })
  void hostileText_isReadInLinearTime(String piece) {
    CountingText text = new CountingText(piece.repeat(20_000));
    JavaStackTraces.find(text);
    assertThat(text.readsEach()).isLessThan(50);
  }

  private static StackTrace only(String text) {
    List<StackTrace> traces = JavaStackTraces.find(text);
    assertThat(traces).hasSize(1);
    return traces.getFirst();
  }

  private static String printed(Throwable throwable) {
    StringWriter text = new StringWriter();
    throwable.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static StackTrace trace(Throwable throwable) {
    return new StackTrace(
        throwable.getClass().getName(),
        throwable.getMessage(),
        Arrays.stream(throwable.getStackTrace()).map(JavaStackTracesTest::frame).toList(),
        throwable.getCause() == null ? null : trace(throwable.getCause()),
        Arrays.stream(throwable.getSuppressed()).map(JavaStackTracesTest::trace).toList());
  }

  private static Frame frame(StackTraceElement element) {
    return new Frame(
        element.getClassName(),
        element.getMethodName(),
        element.getFileName(),
        Math.max(0, element.getLineNumber()));
  }
}
