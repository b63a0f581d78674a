package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nexa.agent.store.Crashes;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far an issue is trusted: as its service, but by who told of it. */
final class TrustTest {

  @ParameterizedTest
  @CsvSource({"HOTSWAP, HOTSWAP", "PROPOSE, PROPOSE", "OBSERVE, OBSERVE"})
  void whatAKnownSenderTold_isTrustedAsItsService(TrustLevel service, TrustLevel expected) {
    assertThat(trust(service, false)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"HOTSWAP, PROPOSE", "PROPOSE, PROPOSE", "OBSERVE, OBSERVE"})
  void whatOnlyUnknownSendersTold_isNeverMoreThanProposed(
      TrustLevel service, TrustLevel expected) {
    assertThat(trust(service, true)).isEqualTo(expected);
  }

  private static TrustLevel trust(TrustLevel service, boolean unauthenticated) {
    Services services =
        new Services(List.of(new Service("shop", null, "main", List.of(), service, List.of())));
    return Wiring.trust(services, issue -> unauthenticated, Crashes.issue("SHOP-1"));
  }
}
