package nexa.agent.web;

import io.javalin.http.Context;
import java.util.Map;
import nexa.agent.store.AuditLog;
import nexa.agent.store.Store;
import nexa.agent.swap.Pause;

/** The routes of the kill switch. */
final class PauseRoutes {

  private final Door door;
  private final Pause pause;
  private final Store store;
  private final AuditLog audit;

  PauseRoutes(Door door, WebServer.Parts parts) {
    this.door = door;
    this.pause = parts.pause();
    this.store = parts.store();
    this.audit = new AuditLog(parts.clock());
  }

  void addTo(Routes routes) {
    routes.post(
        "/api/v1/pause", "Stops healing, orders and the javaagents", door::requireDecide,
        this::pause);
    routes.post("/api/v1/resume", "Ends the pause", door::requireDecide, this::resume);
  }

  private Object pause(Context context) {
    String by = door.actor(context);
    pause.begin(by);
    audit.append(store, by, "paused", "everything");
    return state();
  }

  private Object resume(Context context) {
    audit.append(store, door.actor(context), "resumed", "everything");
    pause.end();
    return state();
  }

  private Object state() {
    return Map.of("schema", "nexa.pause/1", "paused", pause.holds());
  }
}
