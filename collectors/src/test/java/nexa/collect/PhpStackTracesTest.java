package nexa.collect;

import static nexa.collect.Found.chain;
import static nexa.collect.Found.frames;
import static org.assertj.core.api.Assertions.assertThat;

import nexa.event.Frame;
import nexa.event.Language;
import nexa.event.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhpStackTracesTest {

  @Test
  void frames_areThePlacesWithinTheirFunctions() {
    StackTrace trace =
        only(
            """
            PHP Fatal error:  Uncaught TypeError: Acme\\Cart::add(): Argument #1 ($n) must be of type \
            int, string given, called in /app/api.php on line 7 and defined in /app/src/Cart.php:12
            Stack trace:
            #0 /app/api.php(7): Acme\\Cart->add('x')
            #1 [internal function]: Acme\\{closure}(Array)
            #2 /app/index.php(3): array_map(Object(Closure), Array)
            #3 {main}
              thrown in /app/src/Cart.php on line 12
            """);
    assertThat(trace.exceptionType()).isEqualTo("TypeError");
    assertThat(trace.message()).startsWith("Acme\\Cart::add(): Arg").endsWith("line 7 and defined");
    assertThat(trace.frames())
        .containsExactly(
            new Frame("Acme\\Cart", "add", "Cart.php", 12),
            new Frame("app.api", "Acme\\{closure}", "api.php", 7),
            new Frame("library/[internal function]", "array_map", null, 0),
            new Frame("app.index", "{main}", "index.php", 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/x.php(3): A->b() | A.b(t.php:9)",
        "/x.php(3): Acme\\A::b(1, 'c(d)') | Acme\\A.b(t.php:9)",
        "/x.php(3): Acme\\\\A->b() | Acme\\A.b(t.php:9)",
        "/x.php(3): Acme\\A->Acme\\{closure}() | Acme\\A.Acme\\{closure}(t.php:9)",
        "/x.php(3): {closure:Acme\\A::b():12}(1) | s.t.{closure:Acme\\A::b():12}(t.php:9)",
        "/x.php(3): helper() | s.t.helper(t.php:9)",
        "/x.php(3): require('/s/t.php') | s.t.require(t.php:9)",
        "/my dir (1)/x.php(3): helper() | s.t.helper(t.php:9)",
        "[internal function]: A->b() | A.b(t.php:9)",
        "/x.php(3) : eval()'d code(1): A->b() | A.b(t.php:9)",
        "{main} | s.t.{main}(t.php:9)",
      })
  void frame_isRead(String line, String frame) {
    StackTrace trace = only("Exception: x in /s/t.php:9\nStack trace:\n#0 " + line + "\n");
    assertThat(frames(trace)).containsExactly(frame);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Exception: a: b in c in /s/t.php:9 | Exception | a: b in c",
        "Exception in /s/t.php:9 | Exception | ",
        "Exception: a in /s/t.php(9) : eval()'d code:1 | Exception | a",
        "Acme\\CartException: a in /s/t.php:9 | Acme\\CartException | a",
        "Fatal error: Uncaught Error: a in /s/t.php:9 | Error | a",
        "[26-Nov-2026 10:00:00 UTC] PHP Fatal error:  Uncaught Error: a in /s/t.php:9 | Error | a",
        "2026/11/26 10:00:00 [error] 7#7: *1 FastCGI sent in stderr: \"PHP message: PHP Fatal error:"
            + "  Uncaught Error: a in /s/t.php:9 | Error | a",
        "Uncaught exception 'RuntimeException' with message 'a' in /s/t.php:9"
            + " | RuntimeException | a",
      })
  void header_isRead(String header, String type, String message) {
    StackTrace trace = only(header + "\nStack trace:\n#0 {main}\n");
    assertThat(trace.exceptionType()).isEqualTo(type);
    assertThat(trace.message()).isEqualTo(message);
    assertThat(frames(trace)).containsExactly("s.t.{main}(t.php:9)");
  }

  @Test
  void messageOfSeveralLines_isKept() {
    StackTrace trace =
        only("Exception: one\ntwo in three in /s/t.php:9\nStack trace:\n#0 {main}\n");
    assertThat(trace.message()).isEqualTo("one\ntwo in three");
  }

  @Test
  void nextException_isOutermost() {
    StackTrace trace =
        only(
            """
            PHP Fatal error:  Uncaught PDOException: gone in /app/Db.php:9
            Stack trace:
            #0 /app/Repo.php(20): Db->query('SELECT 1')
            #1 {main}

            Next Acme\\RepoException: no cart in /app/Repo.php:22
            Stack trace:
            #0 /app/Api.php(5): Repo->find(7)
            #1 {main}

            Next RuntimeException: failed in /app/Api.php:8
            Stack trace:
            #0 {main}
              thrown in /app/Api.php on line 8
            """);
    assertThat(chain(trace))
        .containsExactly(
            "RuntimeException: failed", "Acme\\RepoException: no cart", "PDOException: gone");
    assertThat(frames(trace.root())).containsExactly("Db.query(Db.php:9)",
        "app.Repo.{main}(Repo.php:20)");
  }

  @Test
  void monologsContext_isRead() {
    StackTrace trace =
        only(
            """
            [2026-11-26 10:00:00] production.ERROR: no cart {"exception":"[object] \
            (Acme\\\\CartException(code: 7): no cart (7) at /app/src/Cart.php:12)
            [stacktrace]
            #0 /app/vendor/acme/web/src/Kernel.php(40): Acme\\\\Cart->find()
            #1 /app/public/index.php(3): handle()
            #2 {main}

            [previous exception] [object] (PDOException(code: 42S02): no table at /app/Db.php:5)
            [stacktrace]
            #0 {main}
            "}\s
            """);
    assertThat(chain(trace))
        .containsExactly("Acme\\CartException: no cart (7)", "PDOException: no table");
    assertThat(frames(trace))
        .containsExactly(
            "Acme\\Cart.find(Cart.php:12)",
            "library/acme.web.src.Kernel.handle(Kernel.php:40)",
            "app.public.index.{main}(index.php:3)");
  }

  @Test
  void linesJoinedByTheServersLog_keepNamespaces() {
    StackTrace trace =
        only(
            "PHP message: PHP Fatal error:  Uncaught Acme\\Broken: x in /s/t.php:9\\nStack trace:\\n"
                + "#0 /s/u.php(3): Acme\\Cart->add()\\n#1 {main}\\n  thrown in /s/t.php on line 9\n");
    assertThat(trace.exceptionType()).isEqualTo("Acme\\Broken");
    assertThat(frames(trace)).containsExactly("Acme\\Cart.add(t.php:9)", "s.u.{main}(u.php:3)");
  }

  @Test
  void monologsContextInOneLine_isRead() {
    StackTrace trace =
        only(
            "[2026-11-26 10:00:00] app.ERROR: x {\"exception\":\"[object] (TypeError(code: 0): x at"
                + " /s/t.php:9)\\n[stacktrace]\\n#0 /s/u.php(3): A->b()\\n#1 {main}\\n\"} []\n");
    assertThat(frames(trace)).containsExactly("A.b(t.php:9)", "s.u.{main}(u.php:3)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Exception: x in /s/t.php:9\nnext\n#0 {main}\n",
        "Exception: x\nStack trace:\n#0 {main}\n",
        "#0 /x.php(3): A->b()\n#1 {main}\n",
        "Stack trace:\n#0 {main}\n",
        "PHP Warning:  Undefined variable $x in /s/t.php on line 9\n",
      })
  void otherText_isNoTrace(String text) {
    assertThat(StackTraces.find(text)).isEmpty();
  }

  @Test
  void chain_isBounded() {
    String one = "Exception: x in /s/t.php:9\nStack trace:\n#0 {main}\n\n";
    StackTrace trace = only(one + ("Next " + one).repeat(200));
    assertThat(chain(trace)).hasSize(OpenTrace.DEPTH_MAX);
  }

  private static StackTrace only(String text) {
    return Found.only(Language.PHP, text);
  }
}
