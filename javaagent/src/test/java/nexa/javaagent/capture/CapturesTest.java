package nexa.javaagent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import nexa.javaagent.ship.Counters;
import org.junit.jupiter.api.Test;
import watched.Shop;

/** Which exceptions have a capture. */
final class CapturesTest {

  private static final String SHOP = "watched/Shop";

  @Test
  void capturedException_hasOneHoweverItIsWrapped() throws IOException {
    Captures captures = captures();
    Throwable thrown = new IllegalStateException();
    captures.leaving(0, null, new Object[9], thrown);
    assertThat(captures.has(thrown)).isTrue();
    assertThat(captures.has(new RuntimeException(thrown))).isTrue();
  }

  @Test
  void otherException_hasNoneHoweverRecentTheLastCapture() throws IOException {
    Captures captures = captures();
    assertThat(captures.has(new IllegalStateException())).isFalse();
    captures.leaving(0, null, new Object[9], new IllegalStateException());
    assertThat(captures.has(new IllegalStateException())).isFalse();
  }

  @Test
  void callsAreCapturedAsTheyCame_whenAllIsWanted() throws IOException {
    Captures captures = captures(CaptureLimits.WHOLE);
    StringBuilder given = new StringBuilder("abc");
    Object[] arguments = new Object[9];
    arguments[0] = given;
    Throwable thrown = new IllegalStateException();

    captures.calling(0, null, arguments);
    given.setLength(0);
    captures.leaving(0, null, arguments, thrown);

    assertThat(Objects.requireNonNull(captures.of(thrown)).close()).contains("\"text\":\"abc\"");
  }

  @Test
  void overflow_isCapturedByTheOutermostCallOfEachMethod() throws IOException {
    Captures captures = captures(CaptureLimits.WHOLE);
    Throwable thrown = new StackOverflowError();
    for (int depth = 100; depth > 0; depth--) {
      Object[] arguments = new Object[9];
      arguments[0] = "depth " + depth;
      captures.leaving(0, null, arguments, thrown);
    }
    assertThat(Objects.requireNonNull(captures.of(thrown)).close())
        .contains("\"depth 1\"").doesNotContain("\"depth 2\"");
  }

  @Test
  void overflowOfAService_isLeftAlone() throws IOException {
    Captures captures = captures();
    Throwable thrown = new StackOverflowError();
    captures.leaving(0, null, new Object[9], thrown);
    assertThat(captures.of(thrown)).isNull();
  }

  private static Captures captures() throws IOException {
    return captures(CaptureLimits.SERVICE);
  }

  /** Captures of a shop whose method {@code total} is armed. */
  private static Captures captures(CaptureLimits limits) throws IOException {
    FakeInstrumentation jvm = new FakeInstrumentation(() -> new Class<?>[0]);
    Redefinitions redefinitions = new Redefinitions(jvm.instrumentation(), Long.MAX_VALUE);
    Armory armory =
        new Armory(
            redefinitions, new Counters(), List.of(Shop.class.getName() + "#total"), List.of());
    try (var in = Shop.class.getClassLoader().getResourceAsStream(SHOP + ".class")) {
      armory.weave(null, SHOP, Objects.requireNonNull(in).readAllBytes());
    }
    return new Captures(
        armory,
        CaptureRules.of(new Redactor(List.of()), jvm.instrumentation(), List.of(), limits));
  }
}
