package nexa.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventTimeTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {"2000-01-01T00:00:00Z", "2026-11-27T11:59:59Z", "2026-11-27T12:05:00Z"})
  void timeThatMayBeRight_isKept(Instant told) {
    assertThat(EventTime.believed(told, NOW)).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2026-11-27T12:05:01Z",
        "+1000000000-12-31T23:59:59Z"
      })
  void timeThatCannotBeRight_isNow(Instant told) {
    assertThat(EventTime.believed(told, NOW)).isEqualTo(NOW);
  }
}
