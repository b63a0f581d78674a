package nexa.heal.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import nexa.event.Frame;
import org.junit.jupiter.api.Test;

final class FailureTextTest {

  private static final String FAILURE =
      """
      org.opentest4j.AssertionFailedError: Unexpected exception thrown: java.lang.IllegalStateException: no
      \tat app//org.junit.jupiter.api.AssertDoesNotThrow.assertDoesNotThrow(AssertDoesNotThrow.java:71)
      \tat com.example.CartCrashTest.total(CartCrashTest.java:14)
      Caused by: java.lang.IllegalStateException: no
      on two lines
      \tat java.base/java.util.Objects.requireNonNull(Objects.java:235)
      \tat com.example.Cart.lambda$total$1(Cart.java:12)
      \tat com.example.Shop.order(Shop.java:9)
      \t... 3 more
      Caused by: java.lang.ArithmeticException: / by zero
      \tat com.example.Tax.rate(Tax.java:5)
      """;

  private final FailureText text =
      new FailureText(FAILURE, name -> name.startsWith("com.example.") && !name.endsWith("Test"));

  @Test
  void exceptionFromTheFrame_isShown() {
    assertThat(
        text.shows("java.lang.IllegalStateException", frame("Cart", "lambda$total$0", 12), true))
        .isTrue();
    assertThat(text.shows("java.lang.ArithmeticException", frame("Tax", "rate", 9), false))
        .isTrue();
  }

  @Test
  void otherExceptionFrameOrLine_isNotShown() {
    assertThat(
        text.shows("java.lang.NullPointerException", frame("Cart", "lambda$total$0", 12), false))
        .isFalse();
    assertThat(text.shows("java.lang.IllegalStateException", frame("Shop", "order", 9), false))
        .isFalse();
    assertThat(text.shows("java.lang.ArithmeticException", frame("Tax", "rate", 9), true))
        .isFalse();
  }

  @Test
  void exceptionInAnAssertJFailure_isShown() {
    String printed = "";
    try {
      assertThatCode(FailureTextTest::fail).doesNotThrowAnyException();
    } catch (AssertionError e) {
      StringWriter out = new StringWriter();
      e.printStackTrace(new PrintWriter(out));
      printed = out.toString();
    }
    String self = FailureTextTest.class.getName();

    assertThat(
        new FailureText(printed, self::equals)
            .shows("java.lang.IllegalStateException", new Frame(self, "fail", null, 0), false))
        .isTrue();
  }

  private static void fail() {
    throw new IllegalStateException("no");
  }

  private static Frame frame(String simple, String method, int line) {
    return new Frame("com.example." + simple, method, null, line);
  }
}
