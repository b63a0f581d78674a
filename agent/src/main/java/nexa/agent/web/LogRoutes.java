package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import nexa.agent.config.InputsConfig;
import nexa.collect.Decoded;
import nexa.collect.LogText;

/** Where anyone sends log text, in any layout that is known: lines, JSON a line, or an array of JSON. */
final class LogRoutes {

  private static final String INPUT = InputsConfig.LOGS;
  private static final String PATH = "/api/v1/ingest/logs";

  private final Intake intake;
  private final ServiceNames names;
  private final Clock clock;

  LogRoutes(Intake intake, ServiceNames names, Clock clock) {
    this.intake = intake;
    this.names = names;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.post(PATH, "Log text of a service, ?service=NAME", anyone -> {}, this::take);
  }

  private Object take(Context context) {
    String service = context.queryParam("service");
    if (service == null || service.isBlank()) {
      throw intake.refused(
          INPUT,
          Problem.badRequest(
              "The request names no service.", "POST it to " + PATH + "?service=NAME."));
    }
    return intake.take(
        INPUT, context,
        request -> {
          request.requireFor(names.of(service));
          LogText.Content content =
              LogText.read(
                  new String(request.body(), UTF_8), names.of(service),
                  context.queryParam("release"), INPUT,
                  clock);
          intake.store(request, new Decoded(content.events(), Map.of(), List.of()));
          intake.tallied(request, content.tally());
          return Map.of("accepted", content.events().size(), "layouts", content.tally().layouts());
        });
  }
}
