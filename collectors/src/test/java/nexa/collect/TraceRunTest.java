package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceRunTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.IllegalStateException: x\nsecond line\n\tat a.B.m(B.java:1)\n"
            + "Caused by: java.io.IOException: y\n\tat a.C.m(C.java:1)\n\t... 1 more",
        "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\n    f()\nKeyError: 'a'\n\n"
            + "During handling of the above exception, another exception occurred:\n\n"
            + "Traceback (most recent call last):\n  File \"a.py\", line 3, in g\nValueError: x",
        "  + Exception Group Traceback (most recent call last):\n  |   File \"a.py\", line 1, in f\n"
            + "  | ExceptionGroup: x (1 sub-exception)\n  +-+---------------- 1 ----------------\n"
            + "    | ValueError: y\n    +------------------------------------",
        "TypeError: x\nsecond line\n    at f (/a.js:1:2) {\n  code: 'E',\n"
            + "  [cause]: Error: y\n      at g (/a.js:2:2)\n}",
        "panic: x\n\tpanic: y\n\ngoroutine 1 [running]:\nmain.main()\n\t/a/m.go:8 +0x1d\n"
            + "created by main.run in goroutine 1\n\t/a/m.go:9 +0x1d\n\ngoroutine 2 [select]:\n"
            + "main.run(0x1, 0x2)\n\t/a/m.go:8 +0x1d\nexit status 2",
        "Unhandled exception. System.Exception: x\n ---> System.IO.IOException: y\n"
            + "   at A.B.C()\n   --- End of inner exception stack trace ---\n   at A.B.D()\n"
            + "--- End of stack trace from previous location ---\n   at A.B.E()\n"
            + "---> (Inner Exception #0) System.Exception: z\n   at A.B.C()<---",
        "a.rb:1:in 'f': x (RuntimeError)\n\tfrom a.rb:3:in '<main>'\n"
            + "a.rb:2:in 'g': y (IOError)\n\tfrom a.rb:3:in '<main>'",
        "\t 1: from a.rb:3:in `<main>'\na.rb:2:in `g': y (IOError)",
        "NoMethodError (undefined method 'x' for nil):\n\napp/a.rb:1:in 'f'\napp/b.rb:2:in 'g'",
        "PHP Fatal error:  Uncaught Error: x in /t.php:9\nStack trace:\n#0 /u.php(3): f()\n"
            + "#1 {main}\n\nNext Error: y in /t.php:9\nStack trace:\n#0 {main}\n"
            + "  thrown in /t.php on line 9",
      })
  void trace_staysTogether(String trace) {
    assertThat(records(trace + "\n\nafter\nlater"))
        .containsExactly(trace + "\n", "after", "later");
    assertThat(records("before\n" + trace + "\n\nafter")).last().isEqualTo("after");
  }

  @Test
  void traces_areApart() {
    String java = "java.lang.Error: x\n\tat a.B.m(B.java:1)";
    String python =
        "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 1";
    String script = "Error: x\n    at f (/a.js:1:2)";
    assertThat(records(String.join("\n", java, java, python, python, script, script)))
        .containsExactly(java, java, python, python, script, script);
  }

  @Test
  void plainLines_areApart() {
    assertThat(records("one\n  more of one\ntwo\n\nmain.go\na: b"))
        .containsExactly("one\n  more of one", "two", "", "main.go", "a: b");
  }

  @Test
  void messageThatDoesNotEnd_isNone() {
    List<String> records = records("Error: x\n" + "line\n".repeat(200));
    assertThat(records.getFirst().length()).isLessThan(500);
    assertThat(records).hasSizeGreaterThan(100);
  }

  /** The records a log would be cut into. */
  private static List<String> records(String log) {
    List<String> records = new ArrayList<>();
    TraceRun run = new TraceRun();
    for (Line line = Line.first(log); line != null; line = line.next()) {
      String text = line.substring(line.start(), line.end());
      if (!records.isEmpty() && run.continues(line)) {
        records.add(records.removeLast() + "\n" + text);
      } else {
        run.begin(line);
        records.add(text);
      }
    }
    return records;
  }
}
