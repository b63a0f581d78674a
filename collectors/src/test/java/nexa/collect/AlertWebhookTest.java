package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import nexa.event.Alert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AlertWebhookTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

  static final String FIRING =
      """
      {"receiver":"nexa","status":"firing","version":"4","groupKey":"{}:{}","truncatedAlerts":0,
       "commonLabels":{"job":"shop"},"commonAnnotations":{"summary":"many 500s"},
       "alerts":[{"status":"firing","labels":{"alertname":"HighErrorRate"},"annotations":{},
        "startsAt":"2026-11-27T11:58:00.000Z","endsAt":"0001-01-01T00:00:00Z",
        "generatorURL":"http://prometheus:9090/graph","fingerprint":"c0ffee"}]}
      """;

  @Test
  void firingAlert_hasNoEnd() {
    Alert alert = decode(FIRING).getFirst();

    assertThat(alert)
        .isEqualTo(
            new Alert(
                "c0ffee@2026-11-27T11:58:00.000Z", "alertmanager", "shop", "HighErrorRate",
                "many 500s", Instant.parse("2026-11-27T11:58:00Z"), null,
                "http://prometheus:9090/graph"));
    assertThat(alert.isFiring()).isTrue();
  }

  @Test
  void resolvedAlert_isTheSameOneWithAnEnd() {
    String resolved =
        """
        {"status":"resolved","version":"4","alerts":[{"status":"resolved","labels":{},
         "annotations":{},"startsAt":"2026-11-27T11:58:00.000Z","endsAt":"2026-11-27T12:01:00Z",
         "generatorURL":"","fingerprint":"c0ffee"}]}
        """;

    Alert alert = decode(resolved).getFirst();

    assertThat(alert.id()).isEqualTo(decode(FIRING).getFirst().id());
    assertThat(alert.ends()).isEqualTo("2026-11-27T12:01:00Z");
    assertThat(alert.link()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+999999999-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "", "soon"})
  void impossibleStart_isNow(String starts) {
    String alert = FIRING.replace("2026-11-27T11:58:00.000Z", starts);

    assertThat(decode(alert).getFirst().starts()).isEqualTo(CLOCK.instant());
  }

  @Test
  void grafana_isToldByItsOrganisation() {
    String grafana =
        FIRING.replace("\"receiver\"", "\"orgId\":1,\"receiver\"")
            .replace("\"fingerprint\"", "\"panelURL\":\"https://grafana/d/1\",\"fingerprint\"");

    assertThat(decode(grafana).getFirst().input()).isEqualTo("grafana");
    assertThat(decode(grafana).getFirst().link()).isEqualTo("https://grafana/d/1");
  }

  @Test
  void linkThatIsNoWebAddress_isLeftOut() {
    assertThat(decode(FIRING.replace("http://prom", "javascript:prom")).getFirst().link()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"alerts\":{}}", "{\"alerts\":[{}]}", "{\"alerts\":[7]}"})
  void otherMessage_isRefused(String body) {
    assertThatThrownBy(() -> decode(body)).isInstanceOf(MalformedEventException.class);
  }

  private static List<Alert> decode(String body) {
    return AlertWebhook.decode(body.getBytes(UTF_8), UnaryOperator.identity(), CLOCK);
  }
}
