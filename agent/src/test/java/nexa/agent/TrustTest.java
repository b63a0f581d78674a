package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import nexa.agent.store.Crashes;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far an issue is trusted: as its service, but by who told of it. */
final class TrustTest {

  @ParameterizedTest
  @CsvSource({
    "javaagent,       HOTSWAP, HOTSWAP",
    "logfile,         HOTSWAP, HOTSWAP",
    "sentry,          HOTSWAP, PROPOSE",
    "otlp logs,       HOTSWAP, PROPOSE",
    "sentry journald, HOTSWAP, HOTSWAP",
    "otlp,            PROPOSE, PROPOSE",
    "otlp,            OBSERVE, OBSERVE",
  })
  void whatOnlyUnknownSendersTold_isNeverMoreThanProposed(
      String inputs, TrustLevel service, TrustLevel expected) {
    Services services =
        new Services(
            List.of(new Service("shop", null, "main", List.of(), service, List.of())));

    assertThat(Wiring.trust(services, issue(Set.of(inputs.split(" ", -1))))).isEqualTo(expected);
  }

  private static Issue issue(Set<String> inputs) {
    Issue issue = Crashes.issue("SHOP-1");
    return new Issue(
        issue.id(), issue.service(), issue.fingerprint(), issue.title(), issue.exceptionType(),
        issue.topFrame(), issue.status(), issue.count(), issue.firstSeen(), issue.lastSeen(),
        inputs, issue.groupedBecause(), issue.release(), issue.stackTrace(), issue.inAppFrames(),
        issue.snapshot());
  }
}
