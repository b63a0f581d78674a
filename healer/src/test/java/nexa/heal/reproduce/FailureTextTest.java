package nexa.heal.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
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

  @Test
  void overflow_isShownWhereverTheRecursionWasWhenTheStackEnded() {
    String type = "java.lang.StackOverflowError";
    FailureText deeper =
        new FailureText(
            type + "\n\tat com.example.Names.of(Names.java:3)"
                + "\n\tat com.example.Cart.total(Cart.java:12)"
                + "\n\tat com.example.Shop.order(Shop.java:9)",
            name -> name.startsWith("com.example."));

    assertThat(deeper.shows(issue(type, frame("Shop", "order", 9)), false)).isTrue();
    assertThat(deeper.shows(issue(type, frame("Shop", "close", 9)), false)).isFalse();
    assertThat(
        deeper.shows(issue("java.lang.OutOfMemoryError", frame("Shop", "order", 9)), false))
        .isFalse();
  }

  private static Issue issue(String type, Frame top) {
    return new Issue(
        "SHOP-1", "shop", new Fingerprint("00112233aabbccdd"), type, type, top,
        Issue.Status.OPEN, 1, Instant.EPOCH, Instant.EPOCH, Set.of("logfile"), "", null,
        new StackTrace(type, null, List.of(top), null, List.of()), List.of(top), null);
  }

  private static void fail() {
    throw new IllegalStateException("no");
  }

  private static Frame frame(String simple, String method, int line) {
    return new Frame("com.example." + simple, method, null, line);
  }
}
