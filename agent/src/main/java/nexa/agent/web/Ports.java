package nexa.agent.web;

import io.javalin.config.JavalinConfig;
import jakarta.servlet.DispatcherType;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** Where the server listens, on this host alone, and what everything that comes there passes first. */
final class Ports {

  static final String HOST = "127.0.0.1";

  /** Of a port, all that are answered included; beyond it none is accepted until one ends. */
  private static final int CONNECTIONS_MAX = 1_024;

  private static final long IDLE_MILLIS_WHEN_FULL = 1_000;
  private static final PlainErrors PLAIN = new PlainErrors();

  private Ports() {}

  /** gRPC needs HTTP/2 from the first byte on, which is how an exporter without TLS speaks it. */
  static void open(
      JavalinConfig config, Door door, Path home, int port, @Nullable Integer grpcPort,
      Connections connections) {
    config.jetty.addConnector(
        (server, http) -> tcp(server, port, new HttpConnectionFactory(http), connections));
    if (grpcPort != null) {
      config.jetty.addConnector(
          (server, http) -> tcp(
              server, grpcPort, new HTTP2CServerConnectionFactory(http), connections));
    }
    Path local = LocalSocket.place(home);
    if (local != null) {
      config.jetty.addConnector(
          (server, http) -> {
            LocalSocket socket = new LocalSocket(server, local, new HttpConnectionFactory(http));
            socket.addBean(connections);
            return socket;
          });
    }
    config.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.addCustomizer(connections);
    });
    guard(config, new FilterHolder(new Perimeter(door)));
  }

  private static Connector tcp(
      Server server, int port, ConnectionFactory protocol, Connections connections) {
    ServerConnector connector = new ServerConnector(server, protocol);
    connector.setHost(HOST);
    connector.setPort(port);
    connector.addBean(connections);
    NetworkConnectionLimit limit = new NetworkConnectionLimit(CONNECTIONS_MAX, connector);
    limit.setEndPointIdleTimeout(IDLE_MILLIS_WHEN_FULL);
    server.addBean(limit);
    return connector;
  }

  /** Everything comes by the perimeter, also what the framework answers by itself. */
  private static void guard(JavalinConfig config, FilterHolder perimeter) {
    perimeter.setAsyncSupported(true);
    config.jetty.modifyServletContextHandler(context -> {
      context.setErrorHandler(PLAIN);
      context.addFilter(perimeter, "/*", EnumSet.of(DispatcherType.REQUEST));
    });
    config.jetty.modifyServer(server -> server.setErrorHandler(PLAIN));
  }
}
