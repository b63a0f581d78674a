package nexa.agent.web;

import java.util.Map;
import nexa.agent.notify.Notifier;

/** The routes of the channels by which people are told. */
final class NotifyRoutes {

  private static final String SCHEMA = "nexa.notify/1";

  private final Door door;
  private final Notifier notifier;

  NotifyRoutes(Door door, Notifier notifier) {
    this.door = door;
    this.notifier = notifier;
  }

  void addTo(Routes routes) {
    routes.get(
        "/api/v1/notify", "The channels by which people are told, and how each does",
        door::requireRead,
        context -> Map.of("schema", SCHEMA, "channels", notifier.health()));
    routes.post(
        "/api/v1/notify/test", "Sends a test message by every channel", door::requireAdmin,
        context -> Map.of("schema", SCHEMA, "channels", notifier.test()));
  }
}
