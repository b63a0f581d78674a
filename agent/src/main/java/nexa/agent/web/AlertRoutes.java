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
          List<Alert> own =
              own(request, AlertWebhook.decode(request.body(), names::of, clock));
          if (!request.endsHere(List.of(), own, List.of())) {
            alerts.save(own);
            intake.heard(request);
          }
          return Map.of("accepted", own.size());
        });
  }

  /** Those of a group of alerts that the sender may tell of; a group of none is refused. */
  private List<Alert> own(Admitted request, List<Alert> sent) {
    List<Alert> others =
        sent.stream().filter(alert -> !request.sender().speaksFor(alert.service())).toList();
    if (others.isEmpty()) {
      return sent;
    }
    Alert last = others.getLast();
    if (others.size() == sent.size()) {
      request.requireFor(last.service());
    }
    intake.lost(request, Admitted.others(others.size(), last.service(), last.name()));
    return sent.stream().filter(alert -> request.sender().speaksFor(alert.service())).toList();
  }
}
