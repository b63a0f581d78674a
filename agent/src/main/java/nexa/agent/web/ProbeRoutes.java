package nexa.agent.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import nexa.agent.config.InputsConfig;
import nexa.collect.AgentEvents;
import tools.jackson.databind.JsonNode;

/** The routes by which {@code nexa doctor} tries the inputs; for who may do everything. */
final class ProbeRoutes {

  private static final String SCHEMA = "nexa.probes/1";

  private final Door door;
  private final Probes probes;
  private final SourceChecks sources;
  private final Set<String> inputs;

  ProbeRoutes(Door door, Probes probes, SourceChecks sources, InputsConfig configured) {
    this.door = door;
    this.probes = probes;
    this.sources = sources;
    this.inputs = new TreeSet<>(configured.access().keySet());
    inputs.add(AgentEvents.INPUT);
  }

  void addTo(Routes routes) {
    routes.post(
        "/api/v1/probes", "Gives a probe of an input out", door::requireAdmin, this::issue);
    routes.get(
        "/api/v1/probes/{id}", "What became of a probe", door::requireAdmin,
        context -> probes.state(context.pathParam("id")));
    routes.post(
        "/api/v1/probes/sources", "Looks at all that is read anew", door::requireAdmin,
        context -> Map.of("schema", SCHEMA, "sources", sources.ask()));
  }

  private Object issue(Context context) {
    JsonNode asked = RequestBody.json(RequestBody.bytes(context));
    String input = asked.path("input").asString("");
    if (!inputs.contains(input)) {
      throw Problem.notFound(
          "input '" + input + "' in this daemon",
          "It has " + String.join(", ", List.copyOf(inputs))
              + ". Where nexa.yaml names it, the daemon has another one or is to be started anew.");
    }
    return probes.issue(input);
  }
}
