package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import nexa.event.Alert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertsTest {

  @TempDir
  private Path home;
  private Store store;
  private Alerts alerts;

  @BeforeEach
  void open() {
    store = Store.open(home, Clock.systemUTC());
    alerts = new Alerts(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void firingAlert_makesItsServiceSuffer() {
    alerts.save(List.of(alert("a", "shop", Crashes.NOON, null)));

    assertThat(alerts.firingServices()).containsExactly("shop");
    assertThat(alerts.around(Crashes.issue("SHOP-1"))).hasSize(1);
  }

  @Test
  void alertThatFiresAgain_startsAnew() {
    Instant again = Crashes.NOON.plus(Duration.ofHours(2));
    alerts.save(List.of(alert("a", "shop", Crashes.NOON, null)));
    alerts.save(List.of(alert("a", "shop", Crashes.NOON, Crashes.NOON.plusSeconds(60))));
    alerts.save(List.of(alert("a", "shop", again, null)));

    assertThat(alerts.firingServices()).containsExactly("shop");
    assertThat(alerts.around(Crashes.issue("SHOP-1"))).isEmpty();
  }

  @Test
  void resolvedAlert_keepsWhatTheFiringOneSaid() {
    alerts.save(List.of(alert("a", "shop", Crashes.NOON, null)));
    Instant end = Crashes.NOON.plusSeconds(60);
    alerts.save(
        List.of(new Alert("a", "alertmanager", "", "alert", "", Crashes.NOON, end, null)));

    assertThat(alerts.firingServices()).isEmpty();
    assertThat(alerts.around(Crashes.issue("SHOP-1")))
        .containsExactly(alert("a", "shop", Crashes.NOON, end));
  }

  @Test
  void alertOfAnotherServiceOrTime_isNotShown() {
    Instant longAgo = Crashes.NOON.minus(Duration.ofHours(3));
    alerts.save(
        List.of(
            alert("other", "stock", Crashes.NOON, null),
            alert("past", "shop", longAgo, longAgo.plusSeconds(60)),
            alert("later", "shop", Crashes.NOON.plus(Duration.ofHours(3)), null)));

    assertThat(alerts.around(Crashes.issue("SHOP-1"))).isEmpty();
  }

  private static Alert alert(
      String id, String service, Instant starts, @Nullable Instant ends) {
    return new Alert(
        id, "alertmanager", service, "HighErrorRate", "many 500s", starts, ends, "http://p/graph");
  }
}
