package nexa.collect;

import static nexa.collect.Found.chain;
import static nexa.collect.Found.frames;
import static org.assertj.core.api.Assertions.assertThat;

import nexa.event.Language;
import nexa.event.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotNetStackTracesTest {

  @Test
  void unhandledException_isRead() {
    StackTrace trace =
        only(
            """
            Unhandled exception. System.ArgumentNullException: Value cannot be null. (Parameter 'n')
               at Acme.Shop.Cart.Add(String name, Int32 count) in /src/shop/Cart.cs:line 12
               at Acme.Shop.Program.Main(String[] args) in /src/shop/Program.cs:line 7
            """);
    assertThat(trace.exceptionType()).isEqualTo("System.ArgumentNullException");
    assertThat(trace.message()).isEqualTo("Value cannot be null. (Parameter 'n')");
    assertThat(frames(trace))
        .containsExactly("Acme.Shop.Cart.Add(Cart.cs:12)", "Acme.Shop.Program.Main(Program.cs:7)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "A.B.C() ; A.B.C",
        "A.B.C(String s) ; A.B.C",
        "A.B.C(String s, Func`2 f) in /src/my dir/B.cs:line 12 ; A.B.C(B.cs:12)",
        "A.B.C(String s) in C:\\src\\B.cs:line 12 ; A.B.C(B.cs:12)",
        "A.B.C(String s) in C:\\src\\B.cs:Zeile 12 ; A.B.C(B.cs:12)",
        "A.B..ctor(String s) in /src/B.cs:line 1 ; A.B..ctor(B.cs:1)",
        "A.B..cctor() ; A.B..cctor",
        "A.B`1.C[T](T x) ; A.B`1.C",
        "A.B.<Run>d__3.MoveNext() in /src/B.cs:line 5 ; A.B.Run(B.cs:5)",
        "A.B.<Run>d__3`1.MoveNext() in /src/B.cs:line 5 ; A.B.Run(B.cs:5)",
        "A.B.<>c.<Run>b__0_0(Int32 x) in /src/B.cs:line 5 ; A.B.Run(B.cs:5)",
        "A.B.<>c__DisplayClass3_0.<Run>b__0() ; A.B.Run",
        "A.B.<>c.<<Run>b__0_0>d.MoveNext() in /src/B.cs:line 5 ; A.B.Run(B.cs:5)",
        "A.B.<Main>g__Add|0_0(Int32 a) in /src/B.cs:line 5 ; A.B.<Main>g__Add|0_0(B.cs:5)",
        "Program.<Main>$(String[] args) in /src/P.cs:line 3 ; Program.<Main>$(P.cs:3)",
        "Program.<<Main>$>g__Add|0_0(Int32 a) ; Program.<<Main>$>g__Add|0_0",
        "A.Outer+Inner.Run (System.String s) [0x00012] in /src/B.cs:5"
            + " ; A.Outer+Inner.Run(B.cs:5)",
        "A.B+<Run>d__18`1[System.String].MoveNext () [0x001da] in <f99f>:0 ; A.B.Run",
        "A.B.C (System.String s) [0x00012] in <filename unknown>:0 ; A.B.C",
        "A.B.C (System.String s) <0x41e2 + 0x00012> in <3f2a>:0 ; A.B.C",
        "(wrapper managed-to-native) A.B.C(string) [0x00000] in <3f2a>:0 ; A.B.C",
        "lambda_method1(Closure , Object ) ; DynamicClass.lambda_method1",
        "A.B.System.Collections.Generic.IEnumerable<A.Item>.GetEnumerator()"
            + " ; A.B.System.Collections.Generic.IEnumerable<A.Item>.GetEnumerator",
        "A.Tests.adds two items() in /src/T.fs:line 3 ; A.Tests.adds two items(T.fs:3)",
        "A.Program.run@12.Invoke(Unit unitVar0) in /src/P.fs:line 12"
            + " ; A.Program.run@12.Invoke(P.fs:12)",
      })
  void frame_isRead(String line, String frame) {
    StackTrace trace = only("System.Exception: x\n   at " + line + "\n");
    assertThat(frames(trace)).containsExactly(frame);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "System.Exception | System.Exception | ",
        "System.Exception: | System.Exception | ",
        "Acme.Outer+FailedException: a: b | Acme.Outer+FailedException | a: b",
        "Acme.FailedException`1[System.String]: a | Acme.FailedException`1 | a",
        "Microsoft.Data.SqlClient.SqlException (0x80131904): Invalid object name"
            + " | Microsoft.Data.SqlClient.SqlException | Invalid object name",
        "System.Net.Sockets.SocketException (111): Connection refused"
            + " | System.Net.Sockets.SocketException | Connection refused",
        "Unhandled Exception: System.Exception: a | System.Exception | a",
        "[ERROR] FATAL UNHANDLED EXCEPTION: System.Exception: a | System.Exception | a",
        "MyException: a | MyException | a",
        "crit: System.Exception: a | System.Exception | a",
        "2026-11-26 10:00:00 [ERR] Failed System.IO.IOException: a | System.IO.IOException | a",
      })
  void header_isRead(String header, String type, String message) {
    StackTrace trace = only(header + "\n   at A.B.C() in /src/B.cs:line 1\n");
    assertThat(trace.exceptionType()).isEqualTo(type);
    assertThat(trace.message()).isEqualTo(message);
  }

  @Test
  void innerExceptions_areCauses() {
    StackTrace trace =
        only(
            """
            System.InvalidOperationException: Order failed
             ---> Acme.StoreException: Cannot load
            second line
             ---> System.TimeoutException: No answer
               at Acme.Net.Ask() in /src/Net.cs:line 3
               --- End of inner exception stack trace ---
               at Acme.Store.Load(Int32 id) in /src/Store.cs:line 9
               at Acme.Store.Get(Int32 id) in /src/Store.cs:line 5
               --- End of inner exception stack trace ---
               at Acme.Orders.Place() in /src/Orders.cs:line 30
            """);
    assertThat(chain(trace))
        .containsExactly(
            "System.InvalidOperationException: Order failed",
            "Acme.StoreException: Cannot load\nsecond line",
            "System.TimeoutException: No answer");
    assertThat(frames(trace)).containsExactly("Acme.Orders.Place(Orders.cs:30)");
    assertThat(frames(trace.root())).containsExactly("Acme.Net.Ask(Net.cs:3)");
  }

  @Test
  void innerExceptionsInOneLine_areCauses() {
    StackTrace trace =
        only(
            """
            System.Exception: outer ---> not this ---> Acme.MiddleException: middle ---> \
            System.FormatException: inner
               at Acme.A.Parse(String s)
               --- End of inner exception stack trace ---
               at Acme.A.Read()
               --- End of inner exception stack trace ---
               at Acme.A.Main()
            """);
    assertThat(chain(trace))
        .containsExactly(
            "System.Exception: outer ---> not this",
            "Acme.MiddleException: middle",
            "System.FormatException: inner");
    assertThat(frames(trace.root())).containsExactly("Acme.A.Parse");
  }

  @Test
  void arrowBehindAMessageOfSeveralLines_namesTheCause() {
    StackTrace trace =
        only(
            """
            System.AggregateException: Errors. (a) (cannot load
            from disk) ---> Acme.StoreException: cannot load
            from disk ---> System.FormatException: inner
              at Acme.A.Parse (System.String s) [0x00001] in /src/A.cs:4\s
               --- End of inner exception stack trace ---
              at Acme.A.Load () [0x00001] in /src/A.cs:7\s
               --- End of inner exception stack trace ---
              at Acme.A.Main () [0x00001] in /src/A.cs:9\s
            ---> (Inner Exception #0) Acme.StoreException: cannot load
            from disk ---> System.FormatException: inner
              at Acme.A.Parse (System.String s) [0x00001] in /src/A.cs:4\s
               --- End of inner exception stack trace ---
              at Acme.A.Load () [0x00001] in /src/A.cs:7 <---

            ---> (Inner Exception #1) Acme.StoreException: second
            of two ---> System.FormatException: inner of second
              at Acme.A.Parse (System.String s) [0x00001] in /src/A.cs:4\s
               --- End of inner exception stack trace ---
              at Acme.A.Load () [0x00001] in /src/A.cs:8 <---

            """);
    assertThat(chain(trace))
        .containsExactly(
            "System.AggregateException: Errors. (a) (cannot load\nfrom disk)",
            "Acme.StoreException: cannot load\nfrom disk",
            "System.FormatException: inner");
    assertThat(frames(trace)).containsExactly("Acme.A.Main(A.cs:9)");
    assertThat(chain(trace.suppressed().getFirst()))
        .containsExactly(
            "Acme.StoreException: second\nof two", "System.FormatException: inner of second");
  }

  @Test
  void exceptionBehindABrokenOne_isAnother() {
    String broken = "System.Exception: a\n ---> System.Exception: b\n   at A.B.C()\nnothing more\n";
    assertThat(StackTraces.find(broken + "System.Exception: c\n   at A.B.D()\n"))
        .extracting(StackTrace::message)
        .containsExactly("a", "c");
  }

  @Test
  void dataBehindAnInnerException_isPassedOver() {
    StackTrace trace =
        only(
            """
            Acme.StoreException: Cannot load
             ---> Npgsql.PostgresException (0x80004005): 42P01: relation "cart" does not exist
               at Npgsql.Internal.NpgsqlConnector.ReadMessage(Boolean async)
              Exception data:
                Severity: ERROR
                SqlState: 42P01
               --- End of inner exception stack trace ---
               at Acme.Store.Load(Int32 id) in /src/Store.cs:line 9
            """);
    assertThat(frames(trace)).containsExactly("Acme.Store.Load(Store.cs:9)");
    assertThat(trace.root().message()).isEqualTo("42P01: relation \"cart\" does not exist");
  }

  @Test
  void previousLocation_joinsItsFrames() {
    StackTrace trace =
        only(
            """
            System.Exception: x
               at Acme.A.Run() in /src/A.cs:line 3
            --- End of stack trace from previous location ---
               at Acme.A.<Main>d__0.MoveNext() in /src/A.cs:line 9
            --- End of stack trace from previous location where exception was thrown ---
               at Acme.A.<Main>(String[] args)
            """);
    assertThat(frames(trace))
        .containsExactly("Acme.A.Run(A.cs:3)", "Acme.A.Main(A.cs:9)", "Acme.A.<Main>");
  }

  @Test
  void furtherExceptionsOfAnAggregate_areSuppressed() {
    StackTrace trace =
        only(
            """
            System.AggregateException: One or more errors occurred. (a) (b)
             ---> System.InvalidOperationException: a
               at Acme.A.One() in /src/A.cs:line 3
               --- End of inner exception stack trace ---
               at System.Threading.Tasks.Task.WaitAll(Task[] tasks)
             ---> (Inner Exception #1) System.ArgumentException: b
               at Acme.A.Two() in /src/A.cs:line 4<---

            """);
    assertThat(chain(trace))
        .containsExactly(
            "System.AggregateException: One or more errors occurred. (a) (b)",
            "System.InvalidOperationException: a");
    assertThat(trace.suppressed()).extracting(StackTrace::message).containsExactly("b");
    assertThat(frames(trace.suppressed().getFirst())).containsExactly("Acme.A.Two(A.cs:4)");
    assertThat(frames(trace)).containsExactly("System.Threading.Tasks.Task.WaitAll");
  }

  @Test
  void firstExceptionOfAnAggregate_isPrintedTwiceAndReadOnce() {
    StackTrace trace =
        only(
            """
            System.AggregateException: Errors. ---> System.InvalidOperationException: a
               at Acme.A.One()
               --- End of inner exception stack trace ---
               at Acme.A.Main()
            ---> (Inner Exception #0) System.InvalidOperationException: a
               at Acme.A.One()<---
            """);
    assertThat(trace.suppressed()).isEmpty();
    assertThat(frames(trace)).containsExactly("Acme.A.Main");
    assertThat(chain(trace)).hasSize(2);
  }

  @Test
  void indentedByTheConsoleLogger_isRead() {
    StackTrace trace =
        only(
            """
            fail: Microsoft.AspNetCore.Server.Kestrel[13]
                  Connection id "0HN1", Request id "0HN1:2": An unhandled exception was thrown.
                  System.InvalidOperationException: x
                     at Acme.Api.Get(Int32 id) in /src/Api.cs:line 12
            info: Microsoft.Hosting.Lifetime[0]
                  Application is shutting down...
            """);
    assertThat(trace.exceptionType()).isEqualTo("System.InvalidOperationException");
    assertThat(frames(trace)).containsExactly("Acme.Api.Get(Api.cs:12)");
  }

  @Test
  void jsonEscapedStateMachine_isRead() {
    StackTrace trace =
        only(
            "{\"Exception\":\"System.Exception: it\\u0027s\\n   at A.B.\\u003CRun\\u003Ed__3"
                + ".MoveNext() in /src/B.cs:line 5\\n--- End of stack trace from previous location"
                + " ---\\n   at A.B.Main()\"}");
    assertThat(trace.message()).isEqualTo("it's");
    assertThat(frames(trace)).containsExactly("A.B.Run(B.cs:5)", "A.B.Main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Note: x\n   at home (see there)\n",
        "   at A.B.C() in /src/B.cs:line 1\n",
        "A: x\n   at a b.c(d e)\n",
      })
  void otherText_isNoTrace(String text) {
    assertThat(StackTraces.find(text)).isEmpty();
  }

  private static StackTrace only(String text) {
    return Found.only(Language.DOTNET, text);
  }
}
