package nexa.collect;

import static nexa.collect.Found.chain;
import static nexa.collect.Found.frames;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import nexa.event.Language;
import nexa.event.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaScriptStackTracesTest {

  @Test
  void uncaughtError_isRead() {
    StackTrace trace =
        only(
            """
            /app/src/cart.js:12
                throw new TypeError(`no price: ${line}`);
                ^

            TypeError: no price: undefined
                at Cart.total (/app/src/cart.js:12:11)
                at Object.<anonymous> (/app/src/main.js:3:6)
                at node:internal/main/run_main_module:23:47

            Node.js v20.11.0
            """);
    assertThat(trace.exceptionType()).isEqualTo("TypeError");
    assertThat(trace.message()).isEqualTo("no price: undefined");
    assertThat(frames(trace))
        .containsExactly(
            "app.src.cart.Cart.total(cart.js:12)",
            "app.src.main.Object.<anonymous>(main.js:3)",
            "library/node.internal.main.run_main_module.<anonymous>(run_main_module:23)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "total (file:///app/x.js:1:2) | app.x.total(x.js:1)",
        "async total (file:///app/x.mjs:1:2) | app.x.total(x.mjs:1)",
        "async /app/x.js:1:2 | app.x.<anonymous>(x.js:1)",
        "async Promise.all (index 0) | library/Promise.all",
        "new Cart (/app/x.js:7:2) | app.x.new Cart(x.js:7)",
        "new Promise (<anonymous>) | library/Promise.new Promise",
        "Array.map (<anonymous>) | library/Array.map",
        "JSON.parse (<anonymous>) | library/JSON.parse",
        "String.replace (native) | library/String.replace",
        "<anonymous> | library/<anonymous>.<anonymous>",
        "Object.<anonymous> [as foo] (/app/x.js:7:2) | app.x.Object.<anonymous>(x.js:7)",
        "Layer.handle [as handle_request] (/a/node_modules/express/lib/router/layer.js:95:5)"
            + " | library/express.lib.router.layer.Layer.handle(layer.js:95)",
        "go (/a/node_modules/.pnpm/@acme+x@1.0.0/node_modules/@acme/x/dist/i.js:9:1)"
            + " | library/@acme.x.dist.i.go(i.js:9)",
        "Cart.#sum (/app/x.js:7:2) | app.x.Cart.#sum(x.js:7)",
        "get total [as total] (/app/x.js:7:2) | app.x.get total(x.js:7)",
        "process.processTicksAndRejections (node:internal/process/task_queues:95:5)"
            + " | library/node.internal.process.task_queues.process.processTicksAndRejections"
            + "(task_queues:95)",
        "Module._compile (internal/modules/cjs/loader.js:778:30)"
            + " | library/internal.modules.cjs.loader.Module._compile(loader.js:778)",
        "C:\\app\\src\\x.js:12:9 | app.src.x.<anonymous>(x.js:12)",
        "f (C:\\My App\\x.js:12:9) | My App.x.f(x.js:12)",
        "f (file:///C:/app/x.js:12:9) | app.x.f(x.js:12)",
        "t (https://shop.example:8443/static/app.min.js?v=3:1:2345)"
            + " | static.app.min.t(app.min.js:1)",
        "Page (webpack-internal:///(rsc)/./app/page.tsx:12:9) | (rsc).app.page.Page(page.tsx:12)",
        "eval (eval at run (/app/x.js:7:2), <anonymous>:1:1) | app.x.eval(x.js:7)",
        "[eval]:1:7 | [eval].<anonymous>([eval]:1)",
        "wasm://wasm/00adc2d2:wasm-function[3]:0x1f | <anonymous>.<anonymous>",
      })
  void frame_isRead(String line, String frame) {
    StackTrace trace = only("Error: x\n    at " + line + "\n");
    assertThat(frames(trace)).containsExactly(frame);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Error | Error | ",
        "Error: | Error | ",
        "TypeError: a: b | TypeError | a: b",
        "Uncaught TypeError: a | TypeError | a",
        "Uncaught (in promise) Error: a | Error | a",
        "TypeError [ERR_INVALID_ARG_TYPE]: bad | TypeError | bad",
        "TypeError [ERR_X] [ERR_X]: bad | TypeError | bad",
        "DOMException [AbortError]: stopped | DOMException | stopped",
        "NotFound: no cart | NotFound | no cart",
        "2026-11-26T10:00:00.000Z error: failed RangeError: a | RangeError | a",
        "error: TypeError: a | TypeError | a",
        "(node:12) UnhandledPromiseRejectionWarning: Error: a | Error | a",
      })
  void header_isRead(String header, String type, String message) {
    StackTrace trace = only(header + "\n    at f (/app/x.js:1:2)\n");
    assertThat(trace.exceptionType()).isEqualTo(type);
    assertThat(trace.message()).isEqualTo(message);
  }

  @Test
  void messageOfSeveralLines_isKept() {
    StackTrace trace =
        only(
            """
            node:internal/modules/cjs/loader:1080
              throw err;
              ^

            Error: Cannot find module './cart'
            Require stack:
            - /app/src/main.js
                at Module._resolveFilename (node:internal/modules/cjs/loader:1077:15)
                at require (node:internal/modules/helpers:177:18) {
              code: 'MODULE_NOT_FOUND',
              requireStack: [ '/app/src/main.js' ]
            }
            """);
    assertThat(trace.message())
        .isEqualTo("Cannot find module './cart'\nRequire stack:\n- /app/src/main.js");
    assertThat(trace.frames()).hasSize(2);
  }

  @Test
  void causes_areNested() {
    StackTrace trace =
        only(
            """
            Error: outer
                at serve (/app/api.js:5:9)
                at node:internal/main/run_main_module:23:47 {
              status: 500,
              [cause]: TypeError: inner
              second line
                  at load (/app/db.js:2:9) {
                code: 'E1',
                [cause]: RangeError: root
                    at check (/app/check.js:1:7)
              }
            }
            """);
    assertThat(chain(trace))
        .containsExactly("Error: outer", "TypeError: inner\n  second line", "RangeError: root");
    assertThat(frames(trace.root())).containsExactly("app.check.check(check.js:1)");
    assertThat(trace.frames()).hasSize(2);
  }

  @Test
  void errorBehindProperties_isAnother() {
    String one =
        "Error: x\n    at f (/app/x.js:1:1) {\n  code: 'E',\n  info: {\n    a: 1\n  }\n}\n";
    assertThat(StackTraces.find(one + one)).hasSize(2);
  }

  @Test
  void linesMatchingTheCause_areTakenFromIt() {
    StackTrace trace =
        only(
            """
            Error: outer
                at wrap (/app/a.js:9:9)
                at one (/app/a.js:1:9)
                ... 2 lines matching cause stack trace ...
                at four (/app/a.js:4:9) {
              [cause]: Error: inner
                  at thrower (/app/a.js:7:9)
                  at one (/app/a.js:1:9)
                  at two (/app/a.js:2:9)
                  at three (/app/a.js:3:9)
                  at four (/app/a.js:4:9)
            }
            """);
    assertThat(frames(trace))
        .containsExactly(
            "app.a.wrap(a.js:9)",
            "app.a.one(a.js:1)",
            "app.a.two(a.js:2)",
            "app.a.three(a.js:3)",
            "app.a.four(a.js:4)");
  }

  @Test
  void errorsOfAnAggregate_areSuppressed() {
    StackTrace trace =
        only(
            """
            AggregateError: All promises were rejected
                at any (/app/a.js:9:9) {
              [errors]: [
                Error: one
                    at f (/app/a.js:1:9),
                TypeError: two
                    at g (/app/a.js:2:9) {
                  code: 'E2'
                }
              ],
              [cause]: Error: because
                  at h (/app/a.js:3:9)
            }
            """);
    assertThat(trace.suppressed())
        .extracting(StackTrace::message)
        .containsExactly("one", "two");
    assertThat(trace.suppressed()).allMatch(error -> error.frames().size() == 1);
    assertThat(Objects.requireNonNull(trace.cause()).message()).isEqualTo("because");
  }

  @Test
  void aggregateWithoutStack_hasItsErrorsAllTheSame() {
    StackTrace trace =
        only(
            """
            [AggregateError: All promises were rejected] {
              [errors]: [
                Error: one
                    at f (/app/a.js:1:9),
                TypeError: two
                    at async Promise.any (index 1)
              ]
            }
            """);
    assertThat(trace.message()).isEqualTo("All promises were rejected");
    assertThat(trace.suppressed()).extracting(StackTrace::message).containsExactly("one", "two");
  }

  @Test
  void errorAmongOtherProperties_isRead() {
    StackTrace trace =
        only("{\n  id: 1,\n  err: Error: x\n      at f (/app/a.js:1:9)\n}\n");
    assertThat(trace.exceptionType()).isEqualTo("Error");
    assertThat(trace.message()).isEqualTo("x");
  }

  @Test
  void loggersCausedBy_isACause() {
    StackTrace trace =
        only(
            """
            Error: outer
                at serve (/app/api.js:5:9)
            caused by: TypeError: middle
                at load (/app/db.js:2:9)
            caused by: Error: inner
                at connect (/app/net.js:2:9)
            """);
    assertThat(chain(trace)).containsExactly("Error: outer", "TypeError: middle", "Error: inner");
  }

  @Test
  void jsonEscapedStack_isRead() {
    StackTrace trace =
        only(
            "{\"level\":50,\"err\":{\"type\":\"TypeError\",\"message\":\"no \\\"x\\\"\","
                + "\"stack\":\"TypeError: no \\\"x\\\"\\n    at f (/app/x.js:1:2)\\n"
                + "    at g (/app/x.js:3:4)\"},\"msg\":\"failed\"}");
    assertThat(trace.message()).isEqualTo("no \"x\"");
    assertThat(frames(trace)).containsExactly("app.x.f(x.js:1)", "app.x.g(x.js:3)");
  }

  @Test
  void quotedTraceOfAnotherLanguage_belongsToTheMessage() {
    StackTrace trace =
        only(
            """
            Error: Command failed: python3 load.py
              Traceback (most recent call last):
                File "load.py", line 1, in <module>
              ValueError: x

                at exit (node:internal/child_process:413:12)
            """);
    assertThat(trace.message()).startsWith("Command failed").contains("ValueError: x");
    assertThat(trace.frames()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Error: x\n    at home\n    at the end (3)\n",
        "    at f (/app/x.js:1:2)\n",
        "Error: x\nnext line\n",
        "[Error: ENOENT: no such file] { errno: -2 }\n",
      })
  void otherText_isNoTrace(String text) {
    assertThat(StackTraces.find(text)).isEmpty();
  }

  private static StackTrace only(String text) {
    return Found.only(Language.JAVASCRIPT, text);
  }
}
