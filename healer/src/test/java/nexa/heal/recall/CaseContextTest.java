package nexa.heal.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CaseContextTest {

  private static final Frame TOTAL = new Frame("shop.Pricing", "total", "Pricing.java", 5);
  private static final Frame PAY = new Frame("shop.cart.Cart$Line", "pay", "Cart.java", 9);

  @Test
  void context_saysWhatTheCrashLooksLike() {
    assertThat(CaseContext.of(issue("no price for 'tea'", TOTAL, PAY), "  return item.price();\n"))
        .isEqualTo(
            """
            exception: java.lang.NullPointerException
            message: no price for <*>
            frames: Pricing.total < Cart$Line.pay
            source: return item.price();""");
  }

  @Test
  void otherValues_makeTheSameContext() {
    assertThat(CaseContext.of(issue("order 12", TOTAL), "x"))
        .isEqualTo(CaseContext.of(issue("order 77", TOTAL), "x"));
  }

  @Test
  void whatIsUnknown_isLeftOut() {
    assertThat(CaseContext.of(issue(null, TOTAL), null))
        .isEqualTo("exception: java.lang.NullPointerException\nframes: Pricing.total");
  }

  @Test
  void source_isFoundAgain() {
    assertThat(CaseContext.source(CaseContext.of(issue(null, TOTAL), "return\n    a;")))
        .contains("return a;");
    assertThat(CaseContext.source(CaseContext.of(issue(null, TOTAL), null))).isEmpty();
  }

  @Test
  void context_isBounded() {
    Frame[] deep =
        IntStream.range(0, 500)
            .mapToObj(i -> new Frame("shop.C" + i, "m", null, 1))
            .toArray(Frame[]::new);

    String context = CaseContext.of(issue("x ".repeat(9_999), deep), "y ".repeat(9_999));

    assertThat(context).hasSizeLessThan(1_500).contains("C9.m").doesNotContain("C10.m");
  }

  private static Issue issue(@Nullable String message, Frame... frames) {
    String type = "java.lang.NullPointerException";
    return new Issue(
        "SHOP-3", "shop", new Fingerprint("00aa11bb22cc33dd"), "title", type, frames[0],
        Issue.Status.OPEN, 1, Instant.EPOCH, Instant.EPOCH, Set.of("logfile"), "same", null,
        new StackTrace(type, message, List.of(frames), null, List.of()), List.of(frames), null);
  }
}
