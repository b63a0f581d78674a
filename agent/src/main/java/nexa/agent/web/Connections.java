package nexa.agent.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * The connections of the ports. When there are as many as there may be, the oldest of which no request is
 * being answered makes room for the next: who connects and says nothing, or says it a byte at a time,
 * keeps nobody out.
 */
final class Connections implements Connection.Listener, HttpConfiguration.Customizer {

  /** How many there may be before those that wait make room. */
  static final int OPEN_MAX = 256;

  /** How many requests of each are being answered, the oldest first; guarded by this. */
  private final Map<Connection, Integer> open = new LinkedHashMap<>();

  @Override
  public void onOpened(Connection connection) {
    waitingTooLong(connection).ifPresent(Connection::close);
  }

  private synchronized Optional<Connection> waitingTooLong(Connection fresh) {
    Optional<Connection> oldest =
        open.size() < OPEN_MAX
            ? Optional.empty()
            : open.entrySet().stream().filter(each -> each.getValue() == 0).map(Map.Entry::getKey)
                .findFirst();
    oldest.ifPresent(open::remove);
    open.put(fresh, 0);
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
    open.computeIfPresent(connection, (key, answered) -> answered + requests);
  }
}
