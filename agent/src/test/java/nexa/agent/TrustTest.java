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
    "sentry,     HOTSWAP, HOTSWAP",
    "otlp logs,  HOTSWAP, HOTSWAP",
    "otlp,       OBSERVE, OBSERVE",
  })
  void whatAKnownSenderTold_isTrustedAsItsService(
      String inputs, TrustLevel service, TrustLevel expected) {
    Issue issue = issue(Set.of(inputs.split(" ", -1)));

    assertThat(Wiring.trust(services(service), issue.id()::equals, issue)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "javaagent,       HOTSWAP, HOTSWAP",
    "logfile,         HOTSWAP, HOTSWAP",
    "sentry,          HOTSWAP, PROPOSE",
    "webhook:logfile, HOTSWAP, PROPOSE",
    "otlp logs,       HOTSWAP, PROPOSE",
    "sentry journald, HOTSWAP, HOTSWAP",
    "otlp,            PROPOSE, PROPOSE",
    "otlp,            OBSERVE, OBSERVE",
  })
  void whatOnlyUnknownSendersTold_isNeverMoreThanProposed(
      String inputs, TrustLevel service, TrustLevel expected) {
    Issue issue = issue(Set.of(inputs.split(" ", -1)));

    assertThat(Wiring.trust(services(service), id -> false, issue)).isEqualTo(expected);
  }

  private static Services services(TrustLevel trust) {
    return new Services(
        List.of(new Service("shop", null, "main", List.of(), trust, List.of())));
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
