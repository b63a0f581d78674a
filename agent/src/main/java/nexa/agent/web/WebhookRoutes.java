package nexa.agent.web;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import nexa.agent.config.InputsConfig.Webhook;
import nexa.agent.store.Alerts;
import nexa.collect.MappedWebhook;

/** Where programs send whose format is not known: a mapping says what their messages mean. */
final class WebhookRoutes {

  private final Intake intake;
  private final Alerts alerts;
  private final ServiceNames names;
  private final List<Webhook> webhooks;
  private final Clock clock;

  WebhookRoutes(
      Intake intake, Alerts alerts, ServiceNames names, List<Webhook> webhooks, Clock clock) {
    this.intake = intake;
    this.alerts = alerts;
    this.names = names;
    this.webhooks = List.copyOf(webhooks);
    this.clock = clock;
  }

  void addTo(Routes routes) {
    for (Webhook webhook : webhooks) {
      routes.post(
          "/api/v1/webhooks/" + webhook.name(), "Messages that a mapping explains", anyone -> {},
          context -> intake.take(webhook.input(), context, request -> take(webhook, request)));
    }
  }

  private Object take(Webhook webhook, Admitted request) {
    MappedWebhook.Content content =
        MappedWebhook.decode(
            request.body(), webhook.mapping(), webhook.input(), names::of, clock);
    content.events().events().forEach(event -> request.requireFor(event.service()));
    content.alerts().forEach(alert -> request.requireFor(alert.service()));
    if (!request.endsHere(
        content.events().events(), content.alerts(), content.events().losses())) {
      alerts.save(content.alerts());
      intake.store(request, content.events());
    }
    return Map.of("accepted", content.events().events().size() + content.alerts().size());
  }
}
