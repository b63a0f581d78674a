package nexa.collect;

import static nexa.collect.Found.chain;
import static nexa.collect.Found.frames;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import nexa.event.Frame;
import nexa.event.Language;
import nexa.event.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonStackTracesTest {

  private static final String TITLE = "Traceback (most recent call last):\n";

  @Test
  void frames_areInnermostFirst() {
    StackTrace trace =
        only(
            """
            Traceback (most recent call last):
              File "/app/main.py", line 21, in <module>
                main()
              File "/app/shop/cart.py", line 12, in total
                return sum(line.price for line in self.lines)
              File "/app/shop/cart.py", line 12, in <genexpr>
                return sum(line.price for line in self.lines)
            AttributeError: 'NoneType' object has no attribute 'price'
            """);
    assertThat(trace.exceptionType()).isEqualTo("AttributeError");
    assertThat(trace.message()).isEqualTo("'NoneType' object has no attribute 'price'");
    assertThat(frames(trace))
        .containsExactly(
            "app.shop.cart.<genexpr>(cart.py:12)",
            "app.shop.cart.total(cart.py:12)",
            "app.main.<module>(main.py:21)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/app/shop/cart.py | app.shop.cart | cart.py",
        "/app/shop/__init__.py | app.shop | __init__.py",
        "main.py | main | main.py",
        "./shop/../cart.py | shop.cart | cart.py",
        "C:\\app\\shop\\cart.py | app.shop.cart | cart.py",
        "/v/lib/python3.12/site-packages/django/db/models.py | library/django.db.models | models.py",
        "/usr/lib/python3/dist-packages/yaml/reader.py | library/yaml.reader | reader.py",
        "/usr/lib/python3.12/json/decoder.py | library/json.decoder | decoder.py",
        "C:\\Python312\\Lib\\json\\decoder.py | library/json.decoder | decoder.py",
        "<frozen importlib._bootstrap> | library/importlib._bootstrap | <frozen importlib._bootstrap>",
        "<string> | <string> | <string>",
        "/app/with \"quote\", x.py | app.with \"quote\", x | with \"quote\", x.py",
      })
  void path_namesTheModule(String path, String module, String file) {
    StackTrace trace = only(TITLE + "  File \"" + path + "\", line 3, in f\nKeyError: 'a'\n");
    assertThat(trace.frames()).containsExactly(new Frame(module, "f", file, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KeyError: 7 | KeyError | 7",
        "KeyboardInterrupt | KeyboardInterrupt | ",
        "shop.errors.NotFound: no cart 7: gone | shop.errors.NotFound | no cart 7: gone",
        "shop.cart.load.<locals>.Broken: x | shop.cart.load.<locals>.Broken | x",
        "AssertionError: | AssertionError | ",
      })
  void header_isRead(String header, String type, String message) {
    StackTrace trace = only(TITLE + "  File \"a.py\", line 3, in f\n    f()\n" + header + "\n");
    assertThat(trace.exceptionType()).isEqualTo(type);
    assertThat(trace.message()).isEqualTo(message);
  }

  @Test
  void markersUnderTheCode_areNoStructure() {
    StackTrace trace =
        only(
            """
            Traceback (most recent call last):
              File "/app/calc.py", line 4, in <module>
                ratio = (total(a)
                        ~~~~~~~~~
                  / count(b))
                  ^ ~~~~~~~~
              File "/app/calc.py", line 2, in total
                return x["n"] + 1
                       ~^^^^^
            KeyError: 'n'
            """);
    assertThat(frames(trace))
        .containsExactly("app.calc.total(calc.py:2)", "app.calc.<module>(calc.py:4)");
  }

  @Test
  void repeatedLine_standsForItsFrames() {
    StackTrace trace =
        only(
            """
            Traceback (most recent call last):
              File "/app/deep.py", line 9, in <module>
                down(1)
              File "/app/deep.py", line 5, in down
                return down(n + 1)
                       ^^^^^^^^^^^
              File "/app/deep.py", line 5, in down
                return down(n + 1)
              [Previous line repeated 3 more times]
              File "/app/deep.py", line 4, in down
                check(n)
            RecursionError: maximum recursion depth exceeded
            """);
    assertThat(trace.frames()).extracting(Frame::line).containsExactly(4, 5, 5, 5, 5, 5, 9);
  }

  @Test
  void repeatedLine_isBounded() {
    StackTrace trace =
        only(
            TITLE
                + "  File \"a.py\", line 1, in f\n  [Previous line repeated 999999999 more times]\n"
                + "  File \"a.py\", line 2, in g\nE: x\n");
    assertThat(trace.frames()).hasSize(OpenTrace.FRAMES_MAX);
    assertThat(trace.frames().getFirst().method()).isEqualTo("g");
  }

  @Test
  void chain_hasTheLastExceptionOutermost() {
    StackTrace trace =
        only(
            """
            Traceback (most recent call last):
              File "/app/db.py", line 3, in load
                return rows[key]
            KeyError: 'k'

            The above exception was the direct cause of the following exception:

            Traceback (most recent call last):
              File "/app/repo.py", line 8, in find
                raise NotFound(key) from e
            shop.NotFound: k

            During handling of the above exception, another exception occurred:

            Traceback (most recent call last):
              File "/app/api.py", line 30, in get
                render(error)
            TypeError: cannot render
            """);
    assertThat(chain(trace))
        .containsExactly("TypeError: cannot render", "shop.NotFound: k", "KeyError: 'k'");
    assertThat(frames(trace.root())).containsExactly("app.db.load(db.py:3)");
  }

  @Test
  void causeWithoutTraceback_isKept() {
    StackTrace trace =
        only(
            """
            Starting
            ValueError: never raised

            The above exception was the direct cause of the following exception:

            Traceback (most recent call last):
              File "/app/a.py", line 3, in f
                raise RuntimeError("b") from ValueError("never raised")
            RuntimeError: b
            """);
    assertThat(chain(trace)).containsExactly("RuntimeError: b", "ValueError: never raised");
    assertThat(trace.root().frames()).isEmpty();
  }

  @Test
  void effectWithoutTraceback_isOutermost() {
    StackTrace trace =
        only(
            """
            Traceback (most recent call last):
              File "/app/a.py", line 3, in f
            ValueError: raised

            The above exception was the direct cause of the following exception:

            RuntimeError: given to the logger only
            """);
    assertThat(chain(trace))
        .containsExactly("RuntimeError: given to the logger only", "ValueError: raised");
  }

  @Test
  void syntaxError_hasItsPlaceAsInnermostFrame() {
    StackTrace trace =
        only(
            """
            Traceback (most recent call last):
              File "/app/run.py", line 3, in <module>
                import bad
              File "/app/bad.py", line 2
                def f(:
                      ^
            SyntaxError: invalid syntax
            """);
    assertThat(frames(trace))
        .containsExactly("app.bad.<module>(bad.py:2)", "app.run.<module>(run.py:3)");
  }

  @Test
  void syntaxErrorOfTheScriptItself_hasNoTitle() {
    StackTrace trace =
        only(
            """
              File "/app/bad.py", line 7
                return 1
                ^^^^^^
            IndentationError: expected an indented block after 'if' statement on line 6
            """);
    assertThat(trace.exceptionType()).isEqualTo("IndentationError");
    assertThat(frames(trace)).containsExactly("app.bad.<module>(bad.py:7)");
  }

  @Test
  void exceptionGroup_hasItsExceptionsSuppressed() {
    StackTrace trace =
        only(
            """
              + Exception Group Traceback (most recent call last):
              |   File "/app/eg.py", line 12, in <module>
              |     raise ExceptionGroup("many", errors)
              | ExceptionGroup: many (3 sub-exceptions)
              +-+---------------- 1 ----------------
                | Traceback (most recent call last):
                |   File "/app/eg.py", line 5, in a
                |     raise ValueError("one")
                | ValueError: one
                +---------------- 2 ----------------
                | TypeError: two
                +---------------- 3 ----------------
                | Exception Group Traceback (most recent call last):
                |   File "/app/eg.py", line 8, in b
                |     raise ExceptionGroup("inner", [OSError("x")])
                | ExceptionGroup: inner (1 sub-exception)
                +-+---------------- 1 ----------------
                  | OSError: x
                  +------------------------------------
            """);
    assertThat(trace.message()).isEqualTo("many (3 sub-exceptions)");
    assertThat(frames(trace)).containsExactly("app.eg.<module>(eg.py:12)");
    assertThat(trace.suppressed())
        .extracting(StackTrace::message)
        .containsExactly("one", "two", "inner (1 sub-exception)");
    assertThat(frames(trace.suppressed().getFirst())).containsExactly("app.eg.a(eg.py:5)");
    assertThat(trace.suppressed().getLast().suppressed())
        .extracting(StackTrace::message)
        .containsExactly("x");
  }

  @Test
  void exceptionGroup_mayBeACause() {
    StackTrace trace =
        only(
            """
              + Exception Group Traceback (most recent call last):
              |   File "/app/eg.py", line 3, in all
              | ExceptionGroup: many (16 sub-exceptions)
              +-+---------------- 1 ----------------
                | Traceback (most recent call last):
                |   File "/app/eg.py", line 9, in one
                | KeyError: 'k'
                |\s
                | During handling of the above exception, another exception occurred:
                |\s
                | Traceback (most recent call last):
                |   File "/app/eg.py", line 11, in one
                | ValueError: second
                +---------------- ... ----------------
                | and 15 more exceptions
                +------------------------------------

            The above exception was the direct cause of the following exception:

            Traceback (most recent call last):
              File "/app/api.py", line 20, in serve
            RuntimeError: failed
            """);
    StackTrace group = Objects.requireNonNull(trace.cause());
    assertThat(chain(trace))
        .containsExactly("RuntimeError: failed", "ExceptionGroup: many (16 sub-exceptions)");
    assertThat(group.suppressed()).hasSize(1);
    assertThat(chain(group.suppressed().getFirst()))
        .containsExactly("ValueError: second", "KeyError: 'k'");
  }

  @Test
  void messageOfSeveralLines_endsAtAnEmptyLine() {
    StackTrace trace =
        only(
            """
            Traceback (most recent call last):
              File "/app/api.py", line 5, in post
                User(**body)
            pydantic_core._pydantic_core.ValidationError: 1 validation error for User
            id
              Input should be a valid integer [type=int_type, input_value='x']

            Served in 3 ms
            """);
    assertThat(trace.message())
        .isEqualTo(
            "1 validation error for User\nid\n"
                + "  Input should be a valid integer [type=int_type, input_value='x']");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-26 10:00:00,123 INFO next",
        "INFO:     127.0.0.1:5000 - \"GET / HTTP/1.1\" 500",
        "ERROR:root:again",
      })
  void nextLogLine_isNoMessage(String line) {
    StackTrace trace = only(TITLE + "  File \"a.py\", line 3, in f\nValueError: x\n" + line + "\n");
    assertThat(trace.message()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-26 10:00:00,123 ERROR shop: Traceback (most recent call last):\n",
        "Exception in thread Thread-1 (work):\nTraceback (most recent call last):\n",
        "ERROR:root:failed\nTraceback (most recent call last):\n",
      })
  void title_mayStandBehindOther(String title) {
    StackTrace trace = only(title + "  File \"a.py\", line 3, in f\nValueError: x\n");
    assertThat(trace.frames()).hasSize(1);
  }

  @Test
  void indentedTraceback_isRead() {
    StackTrace trace =
        only(
            "    Traceback (most recent call last):\n      File \"a.py\", line 3, in f\n"
                + "        f()\n    ValueError: x\n");
    assertThat(trace.exceptionType()).isEqualTo("ValueError");
  }

  @Test
  void lostIndentation_keepsFrames() {
    StackTrace trace =
        only(
            """
            Traceback (most recent call last):
            File "/app/main.py", line 21, in <module>
            else: main()
            ^^^^^^
            File "/app/cart.py", line 12, in total
            return price
            ValueError: x
            """);
    assertThat(trace.frames()).hasSize(2);
    assertThat(trace.exceptionType()).isEqualTo("ValueError");
  }

  @Test
  void consecutiveTracebacks_areTwo() {
    String one = TITLE + "  File \"a.py\", line 3, in f\nValueError: x\n";
    assertThat(StackTraces.find(one + one)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Traceback (most recent call last):\n  File \"a.py\", line 3, in f\nno header here\n",
        "Traceback (most recent call last):\n",
        "Stack (most recent call last):\n  File \"a.py\", line 3, in f\n    log()\nRetry: later\n",
        "Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n"
            + "  File \"a.py\", line 3 in f\n",
        "During handling of the above exception, another exception occurred:\n\nx: y\n",
      })
  void otherText_isNoTrace(String text) {
    assertThat(StackTraces.find(text)).isEmpty();
  }

  @Test
  void chain_isBounded() {
    String one = TITLE + "  File \"a.py\", line 3, in f\nValueError: x\n\n";
    String caption = "During handling of the above exception, another exception occurred:\n\n";
    StackTrace trace = only(String.join(caption, Collections.nCopies(200, one)));
    assertThat(chain(trace)).hasSizeLessThanOrEqualTo(OpenTrace.DEPTH_MAX + 1);
  }

  @Test
  void jsonEscapedTraceback_isRead() {
    StackTrace trace =
        only(
            "{\"level\":\"error\",\"exc_info\":\"Traceback (most recent call last):\\n"
                + "  File \\\"/app/a.py\\\", line 3, in f\\n    f()\\nValueError: caf\\u00e9\","
                + "\"logger\":\"shop\"}");
    assertThat(trace.message()).isEqualTo("café");
    assertThat(frames(trace)).isEqualTo(List.of("app.a.f(a.py:3)"));
  }

  private static StackTrace only(String text) {
    return Found.only(Language.PYTHON, text);
  }
}
