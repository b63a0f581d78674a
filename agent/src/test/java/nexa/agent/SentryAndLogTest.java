package nexa.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import nexa.collect.SentryEnvelope;
import nexa.collect.StackTraces;
import nexa.event.StackTrace;
import nexa.heal.group.Fingerprints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One crash that a Sentry SDK sends and a log holds has one fingerprint, in each language. */
final class SentryAndLogTest {

  /** The SDK leaves the runtime's own frames out, and a closure's caller out of its name. */
  @Test
  void panicOfGo_isOneCrash() {
    assertOneCrash(
        """
        {"platform":"go","level":"fatal","exception":{"values":[
          {"type":"*errors.errorString","value":"no stock","mechanism":{"type":"chained"}},
          {"type":"*fmt.wrapError","value":"total: no stock","stacktrace":{"frames":[
            {"function":"HandlerFunc.ServeHTTP","module":"net/http",
             "abs_path":"/usr/local/go/src/net/http/server.go","lineno":2136},
            {"function":"serve","module":"main","abs_path":"/src/shop/main.go","lineno":14},
            {"function":"func1","module":"main","abs_path":"/src/shop/main.go","lineno":11},
            {"function":"Total[...]","module":"gopkg.in/shop%2ev2",
             "abs_path":"/home/ci/go/pkg/mod/gopkg.in/shop.v2@v2.0.1/total.go","lineno":7},
            {"function":"(*Cart).Add","module":"github.com/acme/shop/cart",
             "abs_path":"/src/shop/cart/cart.go","lineno":12}]}}]}}
        """,
        """
        panic: total: no stock

        goroutine 7 [running]:
        panic({0x6a4f20?, 0x7a6b90?})
        \t/usr/local/go/src/runtime/panic.go:920 +0x290
        github.com/acme/shop/cart.(*Cart).Add(0xc000012345, {0x4b2f00, 0x5})
        \t/src/shop/cart/cart.go:12 +0x1d
        gopkg.in/shop%2ev2.Total[...](0xc0, 0x2)
        \t/home/ci/go/pkg/mod/gopkg.in/shop.v2@v2.0.1/total.go:7 +0x1d
        main.serve.func1()
        \t/src/shop/main.go:11 +0x45
        main.serve({0x7a9c40, 0xc0000e2000}, 0xc0000f4000)
        \t/src/shop/main.go:14 +0x45
        net/http.HandlerFunc.ServeHTTP(0x1, {0x2, 0x3})
        \t/usr/local/go/src/net/http/server.go:2136 +0x29
        created by main.main in goroutine 1
        \t/src/shop/main.go:30 +0x2b
        """,
        "github.com/acme/shop/cart.(*Cart).Add", "main.serve.func1", "main.serve");
  }

  @Test
  void boundsErrorOfGo_isAPanicWhateverItsLevel() {
    assertOneCrash(
        """
        {"platform":"go","level":"error","exception":[
          {"type":"runtime.boundsError","value":"runtime error: index out of range [3] with length 3",
           "stacktrace":{"frames":[
            {"function":"main","module":"main","abs_path":"/src/main.go","lineno":8}]}}]}
        """,
        "panic: runtime error: index out of range [3] with length 3\n\ngoroutine 1 [running]:\n"
            + "main.main()\n\t/src/main.go:8 +0x1d\n",
        "main.main");
  }

  @Test
  void panicOfGoWithAText_isOneCrash() {
    assertOneCrash(
        """
        {"platform":"go","level":"fatal","message":"no stock","threads":[{"current":true,
          "stacktrace":{"frames":[
            {"function":"main","module":"main","filename":"shop/main.go","lineno":8}]}}]}
        """,
        "panic: no stock\n\ngoroutine 1 [running]:\nmain.main()\n\tshop/main.go:8 +0x1d\n",
        "main.main");
  }

  @Test
  void exceptionOfRuby_isOneCrash() {
    assertOneCrash(
        """
        {"platform":"ruby","exception":{"values":[
          {"type":"Shop::Empty","module":"Shop","value":"no item","stacktrace":{"frames":[
            {"abs_path":"/app/main.rb","filename":"main.rb","function":"<main>","lineno":3},
            {"abs_path":"<internal:array>","function":"each","module":"Array","lineno":42},
            {"abs_path":"/app/lib/cart.rb","function":"block in Shop::Cart#total","lineno":9},
            {"abs_path":"/usr/local/bundle/gems/rack-3.0/lib/rack/call.rb","module":"Rack::Call",
             "function":"run","lineno":5},
            {"abs_path":"/app/lib/cart.rb","function":"Shop::Cart.build","lineno":7},
            {"abs_path":"/app/lib/cart.rb","module":"Shop::Cart","function":"add","lineno":12}]}}]}}
        """,
        """
        /app/lib/cart.rb:12:in 'Shop::Cart#add': no item (Shop::Empty)
        \tfrom /app/lib/cart.rb:7:in 'Shop::Cart.build'
        \tfrom /usr/local/bundle/gems/rack-3.0/lib/rack/call.rb:5:in 'Rack::Call#run'
        \tfrom /app/lib/cart.rb:9:in 'block in Shop::Cart#total'
        \tfrom <internal:array>:42:in 'Array#each'
        \tfrom /app/main.rb:3:in '<main>'
        """,
        "Shop::Cart.add", "Shop::Cart.build", "Shop::Cart.total", "app.main.<main>");
  }

  /** Before version 3.4 a place names no class. */
  @Test
  void exceptionOfOlderRuby_isOneCrash() {
    assertOneCrash(
        """
        {"platform":"ruby","exception":{"values":[
          {"type":"NoMethodError","module":"","value":"undefined method","stacktrace":{"frames":[
            {"abs_path":"/app/main.rb","function":"<main>","lineno":3},
            {"abs_path":"/app/lib/cart.rb","function":"block in total","lineno":12}]}}]}}
        """,
        """
        /app/lib/cart.rb:12:in `block in total': undefined method (NoMethodError)
        \tfrom /app/main.rb:3:in `<main>'
        """,
        "app.lib.cart.total", "app.main.<main>");
  }

  @Test
  void exceptionOfPhp_isOneCrash() {
    assertOneCrash(
        """
        {"platform":"php","exception":{"values":[
          {"type":"Acme\\\\CartException","value":"no item","stacktrace":{"frames":[
            {"filename":"/index.php","abs_path":"/app/index.php","lineno":3},
            {"function":"array_map","filename":"[internal]","lineno":0},
            {"function":"Acme\\\\{closure}","filename":"/api.php","abs_path":"/app/api.php","lineno":7},
            {"function":"Acme\\\\Web\\\\Kernel::handle","filename":"/vendor/acme/web/Kernel.php",
             "abs_path":"/app/vendor/acme/web/Kernel.php","lineno":40},
            {"function":"Acme\\\\Cart::add","filename":"/src/Cart.php",
             "abs_path":"/app/src/Cart.php","lineno":12}]}}]}}
        """,
        """
        PHP Fatal error:  Uncaught Acme\\CartException: no item in /app/src/Cart.php:12
        Stack trace:
        #0 /app/vendor/acme/web/Kernel.php(40): Acme\\Cart->add('x')
        #1 /app/api.php(7): Acme\\Web\\Kernel->handle()
        #2 [internal function]: Acme\\{closure}(Array)
        #3 /app/index.php(3): array_map(Object(Closure), Array)
        #4 {main}
          thrown in /app/src/Cart.php on line 12
        """,
        "Acme\\Cart.add", "app.api.Acme\\{closure}", "app.index.{main}");
  }

  @Test
  void exceptionOfDotNet_isOneCrash() {
    assertOneCrash(
        """
        {"platform":"csharp","exception":{"values":[
          {"type":"Acme.Cart+EmptyException","module":"Acme.Shop, Version=1.0.0.0, Culture=neutral",
           "value":"no item","stacktrace":{"frames":[
            {"module":"Acme.Program","function":"Main","filename":"/src/Program.cs","lineno":3},
            {"module":"System.Collections.Generic.List`1","function":"ForEach"},
            {"module":"Acme.Cart+<>c","function":"Check { <lambda> }","filename":"/src/Cart.cs",
             "lineno":30},
            {"module":"Acme.Cart+<>c+<<Load>b__1_0>d","function":"MoveNext",
             "filename":"/src/Cart.cs","lineno":26},
            {"module":"Acme.Cart","function":"Total","filename":"/src/Cart.cs","lineno":20},
            {"module":"Acme.Cart+Line","function":".ctor","filename":"C:\\\\src\\\\Cart.cs",
             "lineno":12}]}}]}}
        """,
        """
        Unhandled exception. Acme.Cart+EmptyException: no item
           at Acme.Cart.Line..ctor(String name) in C:\\src\\Cart.cs:line 12
           at Acme.Cart.<Total>d__3.MoveNext() in /src/Cart.cs:line 20
           at Acme.Cart.<>c.<<Load>b__1_0>d.MoveNext() in /src/Cart.cs:line 26
           at Acme.Cart.<>c.<Check>b__4_0(Line line) in /src/Cart.cs:line 30
           at System.Collections.Generic.List`1.ForEach(Action`1 action)
           at Acme.Program.Main(String[] args) in /src/Program.cs:line 3
        """,
        "Acme.Cart.Line..ctor", "Acme.Cart.Total", "Acme.Cart.Load", "Acme.Cart.Check",
        "Acme.Program.Main");
  }

  /** So the SDK for .NET writes methods unless it is told otherwise. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "void Acme.Cart.Add(string name) | Acme.Cart.Add",
        "async Task<Dictionary<string, int>> Acme.Cart.Add(string name) | Acme.Cart.Add",
        "(int one, string other) Acme.Cart.Add() | Acme.Cart.Add",
        "T Acme.Cart.Get<T, U>(U key) | Acme.Cart.Get",
        "void Acme.Cart.Add(string name)+(int x) => { } [0] | Acme.Cart.Add",
        "new Acme.Cart(string name) | Acme.Cart..ctor",
        "int Cart.Total() | Cart.Total",
      })
  void signatureOfDotNet_isAMethod(String signature, String method) {
    StackTrace trace =
        sent(
            "{\"platform\":\"csharp\",\"exception\":[{\"type\":\"E\",\"stacktrace\":{\"frames\":["
                + "{\"function\":\"" + signature
                + "\",\"filename\":\"Cart.cs\",\"lineno\":7}]}}]}");

    assertThat(methods(trace)).containsExactly(method);
  }

  private static void assertOneCrash(String sent, String printed, String... inApp) {
    StackTrace bySentry = sent(sent.replace("\n", ""));
    StackTrace byLog = StackTraces.find(printed).getFirst();

    assertThat(methods(bySentry)).containsExactly(inApp);
    assertThat(methods(byLog)).containsExactly(inApp);
    assertThat(Fingerprints.of(bySentry, List.of())).isEqualTo(Fingerprints.of(byLog, List.of()));
    assertThat(bySentry.message()).isEqualTo(byLog.message());
  }

  private static StackTrace sent(String event) {
    return Objects.requireNonNull(
        SentryEnvelope.decodeStore(event.getBytes(UTF_8), "shop", Clock.systemUTC())
            .content()
            .events()
            .getFirst()
            .stackTrace());
  }

  private static List<String> methods(StackTrace trace) {
    return Fingerprints.inAppFrames(trace, List.of()).stream()
        .map(frame -> frame.className() + "." + frame.method())
        .toList();
  }
}
