package nexa.agent.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import nexa.agent.store.Json;
import nexa.collect.SentryEnvelope;

/**
 * What Sentry's SDKs talk to. The project of the DSN names the service, for which its key must speak; any
 * key is taken while none is configured. An item of a kind that is not known is no reason to refuse the others.
 */
final class SentryRoutes {

  private static final String INPUT = SentryEnvelope.INPUT;

  private final Intake intake;
  private final ServiceNames names;
  private final Clock clock;

  SentryRoutes(Intake intake, ServiceNames names, Clock clock) {
    this.intake = intake;
    this.names = names;
    this.clock = clock;
  }

  /** Decodes a body for a service. */
  @FunctionalInterface
  private interface Decoder {
    SentryEnvelope.Envelope decode(byte[] body, String service, Clock clock);
  }

  void addTo(Routes routes) {
    routes.raw(
        HandlerType.POST, "/api/{project}/envelope", "A Sentry SDK sends an envelope",
        "application/json", context -> serve(context, SentryEnvelope::decode));
    routes.raw(
        HandlerType.POST, "/api/{project}/store", "An older Sentry SDK sends an event",
        "application/json", context -> serve(context, SentryEnvelope::decodeStore));
  }

  private void serve(Context context, Decoder decoder) {
    String service = names.of(context.pathParam("project"));
    try {
      String id =
          intake.take(
              INPUT, context,
              request -> {
                request.requireFor(service);
                SentryEnvelope.Envelope envelope =
                    decoder.decode(request.body(), service, clock);
                intake.store(request, envelope.content());
                return envelope.eventId();
              });
      answer(context, 200, id == null ? Map.of() : Map.of("id", id));
    } catch (Problem refusal) {
      refuse(context, refusal);
    }
  }

  private static void refuse(Context context, Problem refusal) {
    String detail = String.valueOf(refusal.getMessage());
    context.header("X-Sentry-Error", refusal.title());
    if (refusal.status() == 429) {
      context.header(
          "X-Sentry-Rate-Limits", Intake.RETRY_AFTER + ":error;default;log_item:organization");
    }
    answer(context, refusal.status(), Map.of("detail", detail, "causes", List.of()));
  }

  private static void answer(Context context, int status, Map<String, ?> document) {
    context.status(status).contentType("application/json").result(Json.write(document));
  }
}
