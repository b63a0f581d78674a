package nexa.agent.web;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.Map;
import nexa.agent.store.Sessions;
import nexa.agent.store.Visitor;
import org.jspecify.annotations.Nullable;

/** The routes by which a visitor opens the page, asks who they are, and leaves. */
final class SessionRoutes {

  private final Door door;

  SessionRoutes(Door door) {
    this.door = door;
  }

  /**
   * Who a visitor is.
   *
   * @param way by what they came: socket, owner, token, session, or token-session for one that a token
   *     opened
   * @param expires until when they may stay, null for always
   */
  private record Self(
      String schema, String user, String scope, String way, @Nullable Instant expires) {}

  void addTo(Routes routes) {
    routes.post(
        "/api/v1/links", "Makes a link that opens the page once", door::requireRead, this::link);
    routes.get("/api/v1/session", "Who sent this", door::requireRead, this::self);
    routes.post("/api/v1/logout", "Ends the page's session", door::requireRead, this::logout);
  }

  /** A session makes no other one, which would outlast it. */
  private Object link(Context context) {
    if (SessionCookie.read(context.req()) != null) {
      throw new Problem(
          403, "Not from the page", "A session makes no links.", "Use nexa open, or a token.");
    }
    context.header("Cache-Control", "no-store");
    return Map.of(
        "schema", "nexa.link/1",
        "path", path(door.link(door.admitted(context))),
        "minutes", Sessions.LINK_AGE.toMinutes());
  }

  /** What leads to the page, after the daemon's address. */
  static String path(String key) {
    return "/?key=" + key;
  }

  private Object self(Context context) {
    Visitor visitor = door.admitted(context);
    return new Self(
        "nexa.session/1", visitor.name(), visitor.scope().word(), way(context, visitor),
        visitor.until());
  }

  private static String way(Context context, Visitor visitor) {
    if (context.header("Authorization") != null) {
      return visitor.token() == null ? "owner" : "token";
    }
    if (LocalSocket.user(context.req()) != null) {
      return "socket";
    }
    return visitor.token() == null ? "session" : "token-session";
  }

  private Object logout(Context context) {
    door.logout(context);
    return Map.of("schema", "nexa.logout/1");
  }
}
