package nexa.agent.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HandlerType;
import io.javalin.websocket.WsBinaryMessageContext;
import io.javalin.websocket.WsCloseContext;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsErrorContext;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nexa.agent.sync.Refusal;
import nexa.agent.sync.Refused;
import nexa.agent.sync.Room;
import nexa.agent.sync.Rooms;
import nexa.event.Loss;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.api.exceptions.MessageTooLargeException;
import org.eclipse.jetty.websocket.api.exceptions.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSockets of the shared rooms, which speak the y-websocket protocol. What a client is sent away for
 * is counted among the inputs.
 */
final class SyncRoutes implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SyncRoutes.class);

  /** The name under which its refusals are counted. */
  static final String INPUT = "sync";

  /** A whole room and what is around it. */
  static final int MESSAGE_BYTES_MAX = 2 << 20;

  private static final String PATH = "/api/v1/sync/{room}";
  private static final Duration IDLE_MAX = Duration.ofSeconds(60);
  private static final int SAMPLE_BYTES = 24;

  private final Door door;
  private final Rooms rooms;
  private final Inputs inputs;
  private final Map<String, Seat> seats = new ConcurrentHashMap<>();

  SyncRoutes(Door door, Rooms rooms, Inputs inputs) {
    this.door = door;
    this.rooms = rooms;
    this.inputs = inputs;
  }

  /** A connection in its room. */
  private record Seat(SyncPeer peer, Room room) {}

  void addTo(Routes routes, RoutesConfig server) {
    server.ws(PATH, socket -> {
      socket.onConnect(this::enter);
      socket.onBinaryMessage(this::hear);
      socket.onMessage(context -> refuse(context, Refusal.MALFORMED, "a text message"));
      socket.onError(this::failed);
      socket.onClose(this::leave);
    });
    server.wsException(Refused.class, (refused, context) -> refuse(context, refused.refusal(),
        String.valueOf(refused.getMessage())));
    server.wsException(Exception.class, (failure, context) -> {
      log.error("msg=\"room failed\" room={}", context.pathParam("room"), failure);
      refuse(context, Refusal.NOT_STORED, String.valueOf(failure.getMessage()));
    });
    routes.raw(
        HandlerType.GET, PATH, "A shared room, as a WebSocket of the y-websocket protocol",
        "application/octet-stream",
        context -> {
          door.requireDecide(context);
          throw new Problem(
              426, "Upgrade required", "A room is a WebSocket.",
              "Connect by a client of y-websocket to ws://HOST/api/v1/sync, room page or issue:ID.");
        });
  }

  private void enter(WsConnectContext context) {
    Door.Guest guest = door.guest(context);
    String name = context.pathParam("room");
    context.session.setIdleTimeout(IDLE_MAX);
    SyncPeer peer =
        new SyncPeer(
            context.session, guest.visitor().name(), guest.isWelcome(),
            refusal -> count(refusal, name + ", by " + guest.visitor().name()));
    try {
      seats.put(context.sessionId(), new Seat(peer, rooms.enter(name, peer)));
    } catch (Refused refused) {
      peer.gone();
      throw refused;
    }
  }

  private void hear(WsBinaryMessageContext context) {
    Seat seat = seats.get(context.sessionId());
    if (seat == null) {
      return; // it is being sent away
    }
    byte[] message = new byte[context.data().remaining()];
    context.data().get(message);
    if (!seat.peer().mayStay()) {
      refuse(context, Refusal.NOT_LET_IN, seat.peer().visitor());
      return;
    }
    try {
      seat.room().hear(seat.peer(), message);
    } catch (Refused refused) {
      refuse(
          context, refused.refusal(),
          refused.getMessage() + ", by " + seat.peer().visitor() + ": " + message.length
              + " bytes, " + HexFormat.of().formatHex(
                  message, 0, Math.min(message.length, SAMPLE_BYTES)));
    }
  }

  private void refuse(WsContext context, Refusal refusal, String detail) {
    count(refusal, context.pathParam("room") + ": " + detail);
    Seat seat = seats.get(context.sessionId());
    if (seat == null) {
      context.closeSession(refusal.code(), refusal.reason());
    } else {
      vacate(context);
      seat.peer().close(refusal);
    }
  }

  private void count(Refusal refusal, String sample) {
    inputs.lost(INPUT, Loss.refused(refusal.reason(), sample));
  }

  /** What the server itself does not take; who only went away is none of it. */
  private void failed(WsErrorContext context) {
    Throwable failure = context.error();
    if (failure instanceof MessageTooLargeException || failure instanceof ProtocolException) {
      String reason =
          failure instanceof MessageTooLargeException ? "Message too large"
              : "Not a WebSocket frame";
      inputs.lost(
          INPUT, Loss.refused(reason, context.pathParam("room") + ": " + failure.getMessage()));
    }
  }

  private void leave(WsCloseContext context) {
    vacate(context);
  }

  private void vacate(WsContext context) {
    Seat seat = seats.remove(context.sessionId());
    if (seat != null) {
      seat.peer().gone();
      rooms.leave(seat.room(), seat.peer());
    }
  }

  /** Has everybody in the rooms of an issue and of those merged into it come again, into one. */
  void merged(String issueId) {
    rooms.merged(issueId);
  }

  /** Ends all connections; the clients come again. */
  @Override
  public void close() {
    seats.values().forEach(seat -> seat.peer().close(StatusCode.SHUTDOWN, "The daemon stops"));
  }
}
