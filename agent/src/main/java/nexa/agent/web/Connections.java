package nexa.agent.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.websocket.core.WebSocketConnection;

/**
 * The connections of the ports and of the Unix socket. When there are as many as there may be, the oldest
 * of which no request is being answered makes room for the next: who connects and says nothing, or says
 * it a byte at a time, keeps nobody out. Nor does one trickle the head of a request for long: it has a
 * time to arrive in, from when the connection began or the last request on it was answered.
 *
 * <p>In HTTP/2 a head that has begun lets nothing else through on its connection, not even what would let
 * an answer flow, so that answers end by their own times and the head's begins.
 */
final class Connections implements Connection.Listener, HttpConfiguration.Customizer {

  /** How many there may be before those that wait make room. */
  static final int OPEN_MAX = 256;

  private final Duration headMax;

  /** What is known of each, the oldest first; guarded by this. */
  private final Map<Connection, State> open = new LinkedHashMap<>();

  /**
   * A connection. A WebSocket, of which there are fewer than there may be connections, counts as one that
   * is answered all along.
   *
   * @param answered how many of its requests are being answered
   * @param since the nano time when that became so
   */
  private record State(int answered, long since) {
    State plus(int requests) {
      return new State(answered + requests, System.nanoTime());
    }
  }

  /**
   * @param headMax how long the head of a request takes at most
   */
  Connections(Duration headMax) {
    this.headMax = headMax;
  }

  @Override
  public void onOpened(Connection connection) {
    waitingTooLong(connection).ifPresent(Connections::end);
  }

  private synchronized Optional<Connection> waitingTooLong(Connection fresh) {
    Optional<Connection> oldest =
        open.size() < OPEN_MAX
            ? Optional.empty()
            : open.entrySet().stream().filter(each -> each.getValue().answered() == 0)
                .map(Map.Entry::getKey)
                .findFirst();
    oldest.ifPresent(open::remove);
    open.put(fresh, new State(fresh instanceof WebSocketConnection ? 1 : 0, System.nanoTime()));
    return oldest;
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    open.remove(connection);
  }

  /** A request begins on a connection, and ends some time. */
  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    Connection connection = request.getConnectionMetaData().getConnection();
    add(connection, 1);
    Request.addCompletionListener(request, failure -> add(connection, -1));
    return request;
  }

  private synchronized void add(Connection connection, int requests) {
    open.computeIfPresent(connection, (key, state) -> state.plus(requests));
  }

  /** Ends those on which a head has been arriving for too long; to be called every few seconds. */
  void endTrickled() {
    trickled().forEach(Connections::end);
  }

  private synchronized List<Connection> trickled() {
    long now = System.nanoTime();
    return open.entrySet().stream()
        .filter(each -> each.getValue().answered() == 0)
        .filter(each -> now - each.getValue().since() > headMax.toNanos())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Says so where the protocol can, but does not wait until the other end agrees. */
  private static void end(Connection connection) {
    connection.close();
    connection.getEndPoint().close();
  }
}
