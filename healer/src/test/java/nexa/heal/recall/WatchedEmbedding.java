package nexa.heal.recall;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.nio.file.Path;

/**
 * A program that embeds one text and prints its dimension, and every address that anything in its JVM
 * tries to connect to. No socket of it reaches the network.
 */
final class WatchedEmbedding {

  private WatchedEmbedding() {}

  @SuppressWarnings("deprecation") // the one place that sees sockets which go round all proxies
  public static void main(String[] args) throws IOException {
    Socket.setSocketImplFactory(RefusedSocket::new);
    try (OnnxEmbedder embedder = new OnnxEmbedder(Path.of(args[0]))) {
      System.out.println("watched:" + embedder.embed("a text").length);
    }
  }

  /** A socket that names where it was to go, and does not go there. */
  private static final class RefusedSocket extends SocketImpl {

    @Override
    protected void connect(SocketAddress address, int timeoutMillis) throws IOException {
      System.out.println("watched:" + address);
      throw new ConnectException("No network in this test");
    }

    @Override
    protected void connect(String host, int port) throws IOException {
      connect(InetSocketAddress.createUnresolved(host, port), 0);
    }

    @Override
    protected void connect(InetAddress address, int port) throws IOException {
      connect(new InetSocketAddress(address, port), 0);
    }

    @Override
    protected void create(boolean stream) {}

    @Override
    protected void bind(InetAddress host, int port) {}

    @Override
    protected void listen(int backlog) {}

    @Override
    protected void accept(SocketImpl s) throws IOException {
      throw new IOException("Not connected");
    }

    @Override
    protected InputStream getInputStream() throws IOException {
      throw new IOException("Not connected");
    }

    @Override
    protected OutputStream getOutputStream() throws IOException {
      throw new IOException("Not connected");
    }

    @Override
    protected int available() {
      return 0;
    }

    @Override
    protected void close() {}

    @Override
    protected void sendUrgentData(int data) throws IOException {
      throw new IOException("Not connected");
    }

    @Override
    public void setOption(int option, Object value) {}

    @Override
    public Object getOption(int option) {
      return 0;
    }
  }
}
