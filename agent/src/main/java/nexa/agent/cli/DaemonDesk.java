package nexa.agent.cli;

import java.util.Map;
import nexa.agent.probe.Desk;
import nexa.agent.probe.InputProbes;
import tools.jackson.databind.JsonNode;

/** Gets probes from a daemon by its local socket, where the kernel says who asks. */
record DaemonDesk(DaemonClient client) implements Desk {

  @Override
  public Ticket issue(String input) {
    try {
      return Ticket.of(client.post("/api/v1/probes", Map.of("input", input)));
    } catch (CommandFailure e) {
      throw new InputProbes.NoTicket(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public JsonNode state(String id) {
    return client.get("/api/v1/probes/" + id);
  }
}
