package nexa.agent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix socket in the home folder. The kernel says which user is at its other end, so that nobody needs
 * a secret there: the daemon's own user and root are let in, nobody else.
 */
final class LocalSocket extends UnixDomainServerConnector {

  private static final Logger log = LoggerFactory.getLogger(LocalSocket.class);

  /** Its name in the home folder. */
  static final String FILE = "nexa.sock";

  private @Nullable UserPrincipal owner;
  private @Nullable UserPrincipal root;

  LocalSocket(Server server, Path file, ConnectionFactory protocol) {
    super(server, protocol);
    setUnixDomainPath(file);
  }

  /** Where the socket of a home folder is to be, null where none can be: the daemon works without it. */
  static @Nullable Path place(Path home) {
    Path file = home.toAbsolutePath().resolve(FILE);
    try {
      removeLeftover(file);
      try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        probe.bind(UnixDomainSocketAddress.of(file));
      }
      removeLeftover(file);
      return file;
    } catch (IOException | UnsupportedOperationException e) { // a long path, or such a file system
      log.warn("msg=\"no local socket\" file={} reason=\"{}\"", file, e.getMessage());
      return null;
    }
  }

  /** A daemon that was killed leaves its socket; a file of another kind is not Nexa's to remove. */
  private static void removeLeftover(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .isOther()) {
      Files.delete(file);
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    Path file = getUnixDomainPath();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    owner = Files.getOwner(file);
    root = root(file);
  }

  private static @Nullable UserPrincipal root(Path file) {
    try {
      return file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("root");
    } catch (IOException e) {
      return null; // a host without a user of that name
    }
  }

  /** The local user who sent a request by a socket of this kind, null for a request by the network. */
  static @Nullable String user(HttpServletRequest request) {
    ConnectionMetaData connection =
        ServletContextRequest.getServletContextRequest(request).getConnectionMetaData();
    return connection.getConnector() instanceof LocalSocket socket
        ? socket.user(connection.getConnection().getEndPoint().getTransport())
        : null;
  }

  private String user(Object channel) {
    UserPrincipal peer = peer((SocketChannel) channel);
    if (!peer.equals(owner) && !peer.equals(root)) {
      throw new Problem(
          403, "Another user's", "This daemon is not " + peer.getName() + "'s.",
          "Ask its owner for a token, made by: nexa token create NAME --scope read.");
    }
    return peer.getName();
  }

  private static UserPrincipal peer(SocketChannel channel) {
    try {
      return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot ask who is at the other end of the socket", e);
    }
  }
}
