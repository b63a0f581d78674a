package nexa.agent.web;

import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import nexa.agent.store.Alerts;
import nexa.collect.AlertWebhook;
import nexa.event.Alert;

/** Where monitoring systems send their alerts: Alertmanager's webhook, and Grafana's. */
final class AlertRoutes {

  private final Intake intake;
  private final Alerts alerts;
  private final ServiceNames names;
  private final Clock clock;

  AlertRoutes(Intake intake, Alerts alerts, ServiceNames names, Clock clock) {
    this.intake = intake;
    this.alerts = alerts;
    this.names = names;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    for (String input : List.of(AlertWebhook.ALERTMANAGER, AlertWebhook.GRAFANA)) {
      routes.post(
          "/api/v1/webhooks/" + input, "Alerts of " + input, anyone -> {},
          context -> take(input, context));
    }
  }

  private Object take(String input, Context context) {
    return intake.take(
        input, context,
        request -> {
          List<Alert> decoded = AlertWebhook.decode(request.body(), names::of, clock);
          alerts.save(decoded);
          intake.heard(request);
          return Map.of("accepted", decoded.size());
        });
  }
}
