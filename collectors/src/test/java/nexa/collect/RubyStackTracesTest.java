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

class RubyStackTracesTest {

  @Test
  void printedException_isRead() {
    StackTrace trace =
        only(
            """
            /app/shop/cart.rb:12:in `total': undefined method `price' for nil:NilClass (NoMethodError)
            \tfrom /app/shop/cart.rb:5:in `block in checkout'
            \tfrom /app/main.rb:3:in `<main>'
            """);
    assertThat(trace.exceptionType()).isEqualTo("NoMethodError");
    assertThat(trace.message()).isEqualTo("undefined method `price' for nil:NilClass");
    assertThat(frames(trace))
        .containsExactly(
            "app.shop.cart.total(cart.rb:12)",
            "app.shop.cart.checkout(cart.rb:5)",
            "app.main.<main>(main.rb:3)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/app/cart.rb:12:in 'Shop::Cart#total' | Shop::Cart.total(cart.rb:12)",
        "/app/cart.rb:12:in 'Shop::Cart.build' | Shop::Cart.build(cart.rb:12)",
        "/app/cart.rb:12:in 'block (2 levels) in Shop::Cart#total' | Shop::Cart.total(cart.rb:12)",
        "/app/cart.rb:12:in 'Integer#/' | Integer./(cart.rb:12)",
        "/app/cart.rb:12:in 'Object#run' | app.cart.run(cart.rb:12)",
        "/app/cart.rb:12:in `rescue in run' | app.cart.run(cart.rb:12)",
        "/app/cart.rb:12:in '<class:Cart>' | app.cart.<class:Cart>(cart.rb:12)",
        "/app/cart.rb:12:in `<top (required)>' | app.cart.<top (required)>(cart.rb:12)",
        "/app/cart.rb:12 | app.cart.<main>(cart.rb:12)",
        "C:/app/cart.rb:12:in `run' | app.cart.run(cart.rb:12)",
        "/g/ruby/3.2.0/gems/rack-2.2.8/lib/rack/handler.rb:9:in `call'"
            + " | rack.handler.call(handler.rb:9)",
        "/usr/lib/ruby/gems/3.2.0/gems/rack-2.2.8/lib/rack/handler.rb:9:in `call'"
            + " | library/rack.handler.call(handler.rb:9)",
        "/usr/local/bundle/gems/rack-3.0/lib/rack/handler.rb:9:in 'Rack::Handler#call'"
            + " | library/Rack::Handler.call(handler.rb:9)",
        "/usr/lib/ruby/3.2.0/json/common.rb:9:in `parse'"
            + " | library/usr.lib.ruby.3.2.0.json.common.parse(common.rb:9)",
        "<internal:kernel>:187:in 'Kernel#loop' | library/Kernel.loop(<internal:kernel>:187)",
        "<internal:kernel>:187:in `loop'"
            + " | library/<internal:kernel>.loop(<internal:kernel>:187)",
        "(eval at /app/x.rb:3):1:in 'run' | (eval at /app/x.rb:3).run(x.rb:3):1)",
      })
  void frame_isRead(String place, String frame) {
    StackTrace trace =
        only("a.rb:1:in 'f': x (RuntimeError)\n\tfrom " + place + "\n");
    assertThat(frames(trace)).containsExactly("a.f(a.rb:1)", frame);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.rb:1:in 'f': a (b): c (Shop::Broken) | Shop::Broken | a (b): c",
        "a.rb:1:in 'f': unhandled exception | RuntimeError | ",
        "a.rb:1: syntax error, unexpected end-of-input (SyntaxError)"
            + " | SyntaxError | syntax error, unexpected end-of-input",
        "-e:1:in 'Integer#/': divided by 0 (ZeroDivisionError) | ZeroDivisionError | divided by 0",
      })
  void header_isRead(String header, String type, String message) {
    StackTrace trace = only(header + "\n\tfrom a.rb:9:in '<main>'\n");
    assertThat(trace.exceptionType()).isEqualTo(type);
    assertThat(trace.message()).isEqualTo(message);
    assertThat(trace.frames()).hasSize(2);
  }

  @Test
  void headerAlone_isATraceOfOneFrame() {
    StackTrace trace = only("a.rb:1:in '<main>': boom (RuntimeError)\nnext\nlines\n");
    assertThat(trace.message()).isEqualTo("boom");
    assertThat(frames(trace)).containsExactly("a.<main>(a.rb:1)");
  }

  @Test
  void excerptBehindTheMessage_isPassedOver() {
    StackTrace trace =
        only(
            """
            /app/cart.rb:12:in 'Cart#total': undefined method 'price' for nil (NoMethodError)

                items.sum { |item| item.price }
                                       ^^^^^^
            \tfrom /app/cart.rb:12:in 'Array#sum'
            \tfrom /app/main.rb:3:in '<main>'
            """);
    assertThat(trace.message()).isEqualTo("undefined method 'price' for nil");
    assertThat(trace.frames()).hasSize(3);
  }

  @Test
  void messageOfSeveralLines_isKept() {
    StackTrace trace =
        only("a.rb:1:in 'f': one (ArgumentError)\ntwo\n\tfrom a.rb:3:in '<main>'\n");
    assertThat(trace.message()).isEqualTo("one\ntwo");
  }

  @Test
  void causes_followAtOnce() {
    StackTrace trace =
        only(
            """
            /app/a.rb:6:in `rescue in run': outer (RuntimeError)
            \tfrom /app/a.rb:3:in `run'
            \tfrom /app/a.rb:10:in `<main>'
            /app/a.rb:4:in `load': middle (ArgumentError)
            \tfrom /app/a.rb:10:in `<main>'
            /app/a.rb:5:in `open': inner (IOError)
            \tfrom /app/a.rb:10:in `<main>'
            """);
    assertThat(chain(trace))
        .containsExactly("RuntimeError: outer", "ArgumentError: middle", "IOError: inner");
    assertThat(trace.frames()).hasSize(3);
    assertThat(frames(trace.root())).containsExactly("app.a.open(a.rb:5)", "app.a.<main>(a.rb:10)");
  }

  @Test
  void upsideDown_isTurned() {
    StackTrace trace =
        only(
            """
            Traceback (most recent call last):
            \t 3: from /app/a.rb:10:in `<main>'
            \t 2: from /app/a.rb:6:in `run'
            \t 1: from /app/a.rb:4:in `load'
            /app/a.rb:2:in `check': inner (ArgumentError)
            \t 2: from /app/a.rb:10:in `<main>'
            \t 1: from /app/a.rb:5:in `run'
            /app/a.rb:7:in `rescue in run': outer (RuntimeError)
            """);
    assertThat(chain(trace)).containsExactly("RuntimeError: outer", "ArgumentError: inner");
    assertThat(frames(trace))
        .containsExactly("app.a.run(a.rb:7)", "app.a.run(a.rb:5)", "app.a.<main>(a.rb:10)");
    assertThat(frames(trace.root()))
        .containsExactly(
            "app.a.check(a.rb:2)",
            "app.a.load(a.rb:4)",
            "app.a.run(a.rb:6)",
            "app.a.<main>(a.rb:10)");
  }

  @Test
  void upsideDownMessageOfSeveralLines_breaksNoChain() {
    StackTrace trace =
        only(
            """
            Traceback (most recent call last):
            \t1: from a.rb:10:in `<main>'
            a.rb:4:in `load': inner (ArgumentError)
            second line
            \t1: from a.rb:10:in `<main>'
            a.rb:6:in `rescue in load': outer (IOError)
            another line
            """);
    assertThat(chain(trace)).containsExactly("IOError: outer", "ArgumentError: inner");
  }

  @Test
  void levelsLeftOut_endNothing() {
    StackTrace trace =
        only(
            """
            a.rb:2:in 'down': stack level too deep (SystemStackError)
            \tfrom a.rb:2:in 'down'
            \t ... 10067 levels...
            \tfrom a.rb:5:in '<main>'
            """);
    assertThat(trace.frames()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NoMethodError (undefined method 'x' for nil): | NoMethodError | undefined method 'x' for nil",
        "ActiveRecord::RecordNotFound: no cart 7 | ActiveRecord::RecordNotFound | no cart 7",
        "no cart 7 (ActiveRecord::RecordNotFound) | ActiveRecord::RecordNotFound | no cart 7",
        "E, [2026-11-26T10:00:00.123456 #12] ERROR -- shop: boom (RuntimeError) | RuntimeError | boom",
      })
  void loggedException_isRead(String header, String type, String message) {
    StackTrace trace =
        only(header + "\n\napp/models/cart.rb:12:in 'total'\napp/api.rb:3:in 'show'\n\nnext\n");
    assertThat(trace.exceptionType()).isEqualTo(type);
    assertThat(trace.message()).isEqualTo(message);
    assertThat(frames(trace))
        .containsExactly("app.models.cart.total(cart.rb:12)", "app.api.show(api.rb:3)");
  }

  @Test
  void excerptOfATemplate_isPassedOver() {
    StackTrace trace =
        only(
            """
            ActionView::Template::Error (undefined method 'name' for nil):
                1: <div>
                2:   <%= @cart.name %>
                3: </div>

            app/views/carts/show.html.erb:2:in '_app_views_carts_show_html_erb___1_2'
            app/controllers/carts_controller.rb:7
            """);
    assertThat(trace.exceptionType()).isEqualTo("ActionView::Template::Error");
    assertThat(trace.frames()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\tfrom a.rb:1:in 'f'\n",
        "Mail\n\tfrom a.rb:1:in 'f'\n",
        "a.rb:1:in 'f'\na.rb:2:in 'g'\n",
        "a.rb:1: warning: method redefined (again)\n",
        "Note: x\nnext (Time)\n",
      })
  void otherText_isNoTrace(String text) {
    assertThat(StackTraces.find(text)).isEmpty();
  }

  private static StackTrace only(String text) {
    return Found.only(Language.RUBY, text);
  }
}
