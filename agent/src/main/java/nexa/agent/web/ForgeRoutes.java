package nexa.agent.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import nexa.agent.config.ForgeConfig;
import nexa.agent.forge.ForgeNews;
import nexa.agent.store.Deliveries;
import nexa.agent.store.Json;
import nexa.event.Sha256;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where forges tell what became of pull requests. They decide on fixes, so that none is heard without a
 * key; a message that was taken is not taken again.
 */
final class ForgeRoutes {

  /** Where GitHub puts a saying into its ping. */
  private static final String ZEN = "zen";

  private final Intake intake;
  private final Deliveries deliveries;
  private final ForgeNews news;

  ForgeRoutes(Intake intake, Deliveries deliveries, ForgeNews news) {
    this.intake = intake;
    this.deliveries = deliveries;
    this.news = news;
  }

  void addTo(Routes routes) {
    for (ForgeConfig.Kind kind : ForgeConfig.Kind.values()) {
      routes.post(
          "/api/v1/webhooks/" + kind.text(), "What " + kind.text() + " tells of pull requests",
          anyone -> {}, context -> take(kind, context));
    }
  }

  private Object take(ForgeConfig.Kind kind, Context context) {
    return intake.take(
        kind.text(), context,
        request -> {
          if (!request.sender().isKnown()) {
            throw new Problem(
                403, "No key configured",
                "What " + kind.text() + " tells decides on fixes, so it must be signed.",
                "Put the webhook's secret into a file and name it as inputs." + kind.text()
                    + ".keyFile in nexa.yaml.");
          }
          if (request.probe() != null) {
            return Map.of("accepted", probed(request.probe(), request));
          }
          intake.heard(request);
          return Map.of("accepted", accepted(kind, request) ? 1 : 0);
        });
  }

  /** A probe is what a forge sends of itself, and decides nothing. */
  private static int probed(Probe probe, Admitted request) {
    probe.require(json(request.body()).path(ZEN).asString(""));
    probe.ended("let in, read and stopped before anybody looked at what it says of a fix");
    return 1;
  }

  private boolean accepted(ForgeConfig.Kind kind, Admitted request) {
    String delivery = Sha256.hex(request.body());
    String input = "forge:" + kind.text();
    if (deliveries.isTaken(input, delivery)) {
      return false;
    }
    boolean isNew = news.take(kind, json(request.body()), request.sender()::speaksFor);
    deliveries.take(input, delivery);
    return isNew;
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode json = Json.MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      // said below, as of JSON that is no object
    }
    throw Problem.badRequest(
        "The body is no JSON object.", "Set the webhook's content type to application/json.");
  }
}
