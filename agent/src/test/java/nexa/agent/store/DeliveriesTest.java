package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeliveriesTest {

  @TempDir
  private Path home;
  private Instant now = Crashes.NOON;

  @Test
  void message_isKnownForADayToItsInputAlone() {
    try (Store store = Store.open(home, Clock.systemUTC())) {
      Deliveries deliveries = new Deliveries(store, () -> now);
      deliveries.take("grafana", "msg_1");
      deliveries.take("grafana", "msg_1");

      assertThat(deliveries.isTaken("grafana", "msg_1")).isTrue();
      assertThat(deliveries.isTaken("grafana", "msg_2")).isFalse();
      assertThat(deliveries.isTaken("webhook:grafana", "msg_1")).isFalse();

      now = now.plus(Duration.ofHours(24)).plusMillis(1);
      deliveries.take("grafana", "msg_2");
      assertThat(deliveries.isTaken("grafana", "msg_1")).isFalse();
    }
  }
}
