package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import nexa.agent.store.Crashes;
import nexa.event.Frame;
import nexa.event.Snapshot;
import nexa.event.StackTrace;
import nexa.issue.Issue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where values are missing: nobody is sent after values that no JVM can give. */
final class CapturedViewTest {

  @ParameterizedTest
  @CsvSource({
    "Cart.java, false, None. The javaagent captures receiver and arguments: start the service with it.",
    "Cart.kt,   false, None. The javaagent captures receiver and arguments: start the service with it.",
    "cart.py,   false, 'None. Values are captured in JVMs only, by the javaagent.'",
    "cart.js,   false, 'None. Values are captured in JVMs only, by the javaagent.'",
    ",          false, 'None. Values are captured in JVMs only, by the javaagent.'",
    ",          true,  None yet. The javaagent captures receiver and arguments when the crash happens again.",
  })
  void missingValues_areExplained(@Nullable String file, boolean isWatched, String because) {
    assertThat(CapturedView.because(issue(file, null), isWatched)).isEqualTo(because);
  }

  @Test
  void valuesThatAreThere_needNoExcuse() {
    assertThat(CapturedView.because(issue("Cart.java", Crashes.snapshot()), false)).isNull();
  }

  /** An issue whose outermost exception came without frames. */
  private static Issue issue(@Nullable String file, @Nullable Snapshot snapshot) {
    Issue whole = Crashes.issue("SHOP-1");
    StackTrace cause =
        new StackTrace("Inner", null, List.of(new Frame("Cart", "total", file, 7)), null,
            List.of());
    return new Issue(
        whole.id(), whole.service(), whole.fingerprint(), whole.title(), whole.exceptionType(),
        whole.topFrame(), whole.status(), whole.count(), whole.firstSeen(), whole.lastSeen(),
        Set.of("logfile"), whole.groupedBecause(), whole.release(),
        new StackTrace("Outer", null, List.of(), cause, List.of()), whole.inAppFrames(), snapshot);
  }
}
