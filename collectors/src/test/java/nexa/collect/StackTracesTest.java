package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import nexa.event.DecoderTrial;
import nexa.event.Language;
import nexa.event.Mutations;
import nexa.event.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackTracesTest {

  private static final long SEED = 20_261_127;

  private static final String JAVA =
      """
      Exception in thread "main" java.lang.IllegalStateException: no cart
      \tat com.acme.Cart.total(Cart.java:12)
      \tat com.acme.Main.main(Main.java:3)
      \tSuppressed: java.io.IOException: s
      \t\tat com.acme.Cart.close(Cart.java:40)
      Caused by: java.lang.NullPointerException
      \tat com.acme.Cart.load(Cart.java:30)
      \t... 2 more
      """;

  private static final String PYTHON =
      """
      Traceback (most recent call last):
        File "/app/db.py", line 3, in load
          return rows[key]
                 ~~~~^^^^^
        [Previous line repeated 9 more times]
      KeyError: 'k'

      During handling of the above exception, another exception occurred:

        + Exception Group Traceback (most recent call last):
        |   File "/app/eg.py", line 12, in <module>
        | ExceptionGroup: many (2 sub-exceptions)
        +-+---------------- 1 ----------------
          | Traceback (most recent call last):
          |   File "/app/eg.py", line 5, in a
          | ValueError: one
          +---------------- 2 ----------------
          | TypeError: two
          +------------------------------------
      """;

  private static final String JAVASCRIPT =
      """
      AggregateError: outer
          at async Cart.total [as sum] (file:///app/src/cart.js:12:11)
          ... 2 lines matching cause stack trace ...
          at eval (eval at run (/app/x.js:7:2), <anonymous>:1:1) {
        code: 'E1',
        [errors]: [
          TypeError [ERR_X]: one
              at /app/x.js:1:2,
        ],
        [cause]: RangeError: root
            at Array.map (<anonymous>)
      }
      """;

  private static final String GO =
      """
      panic: first [recovered]
      \tpanic: runtime error: index out of range [5] with length 3
      [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f2a6]

      goroutine 1 [running]:
      panic({0x4a0, 0x4b0})
      \t/go/src/runtime/panic.go:884 +0x213
      github.com/acme/shop.(*Cart).Total(...)
      \t/src/cart.go:12 +0x1d
      created by main.main in goroutine 5
      \t/src/main.go:8 +0x25

      goroutine 2 [select]:
      main.wait()
      \t/src/main.go:9 +0x1d
      exit status 2
      """;

  private static final String DOTNET =
      """
      Unhandled exception. System.AggregateException: outer (a)
       ---> Acme.Outer+StoreException (0x80004005): middle ---> System.FormatException: inner
         at Acme.A.<Parse>d__3`1.MoveNext() in /src/A.cs:line 12
         --- End of inner exception stack trace ---
         at Acme.A.<>c__DisplayClass3_0.<Run>b__0(Int32 x)
      --- End of stack trace from previous location ---
         at Acme.A.Main()
       ---> (Inner Exception #1) System.ArgumentException: b
         at Acme.A.Two() in /src/A.cs:line 4<---
      """;

  private static final String RUBY =
      """
      /app/a.rb:6:in 'rescue in Shop::Cart#run': outer (RuntimeError)

          items.sum
               ^^^^
      \tfrom /g/gems/rack-2.2.8/lib/rack/handler.rb:3:in `call'
      \t ... 107 levels...
      /app/a.rb:4:in `load': inner (ArgumentError)
      \tfrom /app/a.rb:10:in `<main>'

      \t 2: from a.rb:10:in `<main>'
      \t 1: from a.rb:6:in `run'
      a.rb:2:in `check': turned (IOError)

      NoMethodError (undefined method 'x' for nil):

      app/models/cart.rb:12:in 'total'
      """;

  private static final String PHP =
      """
      PHP Fatal error:  Uncaught PDOException: gone in /app/Db.php:9
      Stack trace:
      #0 /app/Repo.php(20): Acme\\Db->query('SELECT 1')
      #1 [internal function]: {closure}(Array)
      #2 {main}

      Next RuntimeException: failed in /app/Api.php:8
      Stack trace:
      #0 {main}
        thrown in /app/Api.php on line 8
      [2026-11-26 10:00:00] app.ERROR: x {"exception":"[object] (TypeError(code: 0): x at /s/t.php:9)
      [stacktrace]
      #0 {main}
      "}
      """;

  static final List<String> SAMPLES =
      List.of(JAVA, PYTHON, JAVASCRIPT, GO, DOTNET, RUBY, PHP);

  @Test
  void languages_areToldApartInOneText() {
    assertThat(StackTraces.findWithLanguage(String.join("\nthen\n\n", SAMPLES)))
        .extracting(FoundTrace::language)
        .containsExactly(
            Language.JAVA,
            Language.PYTHON,
            Language.JAVASCRIPT,
            Language.GO,
            Language.DOTNET,
            Language.RUBY,
            Language.RUBY,
            Language.RUBY,
            Language.PHP,
            Language.PHP);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySample_isWhole(String sample) {
    List<StackTrace> traces = StackTraces.find(sample);
    assertThat(traces).isNotEmpty();
    assertThat(traces.getFirst().root().frames()).isNotEmpty();
  }

  @Test
  void javaAlone_isFoundAlike() {
    assertThat(StackTraces.find(JAVA)).isEqualTo(JavaStackTraces.find(JAVA));
  }

  @Test
  void headerWithoutFrames_makesWayForFrames() {
    String header = "System.InvalidOperationException: x\n";
    assertThat(StackTraces.findWithLanguage(header))
        .extracting(FoundTrace::language)
        .containsExactly(Language.JAVA);
    assertThat(StackTraces.findWithLanguage(header + "   at A.B.C()\n"))
        .extracting(FoundTrace::language)
        .containsExactly(Language.DOTNET);
  }

  @Test
  void controlCharacters_areReplaced() {
    String bad = "\u0007\u202e\u009b31m";
    StackTrace trace =
        StackTraces.find(
            "java.lang.Error: a" + bad + "\n\tat a.B.m(B" + bad + ".java:1)\n"
                + "Caused by: java.lang.Error: c" + bad + "\n\tat a.B.m(B.java:1)\n")
            .getFirst();

    assertThat(trace.message()).isEqualTo("a\ufffd\ufffd\ufffd31m");
    assertThat(trace.frames().getFirst().file()).isEqualTo("B\ufffd\ufffd\ufffd31m.java");
    assertThat(trace.root().message()).isEqualTo("c\ufffd\ufffd\ufffd31m");
  }

  @Test
  void emptyText_holdsNoTrace() {
    assertThat(StackTraces.find("")).isEmpty();
  }

  @Test
  void traces_areBounded() {
    assertThat(StackTraces.find("a.rb:1:in 'f': x (RuntimeError)\n\n".repeat(2_000)))
        .hasSize(1_000);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void repeatedSample_isBounded(String sample) {
    assertIsBounded(StackTraces.find(sample.repeat(3_000)));
  }

  @Test
  void mutatedText_neverFailsAndStaysBounded() {
    Mutations mutations = Mutations.ofTexts(SEED, SAMPLES);
    for (int i = 0; i < DecoderTrial.MUTANTS; i++) {
      assertIsBounded(StackTraces.find(mutations.nextText()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.", "a", " ", "\n", "\\n    at ", "\\n", "Error ", "Error [", "Error [a] ", "Error: ",
        "a.bError[", "a.bError (", " ---> a.bError", " ---> ", "at f (", "    at f (/a.js:1:2)\n",
        "    at f (a:1:1) {\n", "eval at a (", "at (wrapper ", "A.B.C() in ",
        "   at A.B.C() in x:1\n", "a.bError: x\n ---> a.bError: y\n   at A.B.C()\n", "File \"",
        "  File \"a\", line 1, in f\n",
        "  [Previous line repeated 999 more times]\n", "Traceback (most recent call last):\n",
        "E: x\n\nDuring handling of the above exception, another exception occurred:\n",
        "  + Exception Group Traceback (most recent call last):\n", "  +-+- 1 -\n", "  | a: b\n",
        "panic: x\n", "panic", "panic: x\n\ngoroutine 1 [running]:\n", "main.main()\n\t/a.go:1\n",
        "a:1:in '", "a.rb:1:in 'f': x (E)\n", "\tfrom a:1\n", "1: from a:1:in `f'\n", ":1", " (A",
        "Uncaught A in b:1\n", "[object] (", "A: b in c:1\nStack trace:\n#0 {main}\n", "#0 a(1): ",
        "Next A in b:1\n", "\"}", "{\":\\n\\tat ", "+", "|", "(", "[", "'", "java.lang.Error: x\n",
      })
  void hostileText_isReadInLinearTime(String piece) {
    CountingText text = new CountingText(piece.repeat(5_000));
    assertIsBounded(StackTraces.find(text));
    assertThat(text.readsEach()).isLessThan(400);
  }

  private static List<String> samples() {
    return SAMPLES;
  }

  private static void assertIsBounded(List<StackTrace> traces) {
    int frames = 0;
    String tooMuch = traces.size() > 1_000 ? "traces" : "";
    for (StackTrace trace : all(traces)) {
      frames += trace.frames().size();
      int message = trace.message() == null ? 0 : trace.message().length();
      tooMuch += trace.frames().size() > OpenTrace.FRAMES_MAX ? " frames of one" : "";
      tooMuch += trace.exceptionType().length() > 512 ? " type" : "";
      tooMuch += message > 16 << 10 ? " message" : "";
    }
    tooMuch += frames > 65_536 ? " frames" : "";
    assertThat(tooMuch).isEmpty();
  }

  /** The traces with all that are within them. */
  private static List<StackTrace> all(List<StackTrace> traces) {
    List<StackTrace> all = new ArrayList<>(traces);
    for (int i = 0; i < all.size(); i++) {
      StackTrace trace = all.get(i);
      all.addAll(trace.suppressed());
      if (trace.cause() != null) {
        all.add(trace.cause());
      }
    }
    return all;
  }
}
