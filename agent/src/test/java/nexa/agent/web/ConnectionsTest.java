package nexa.agent.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many connections that say nothing, or half of something, beside a browser that wants the page. */
@Timeout(60)
final class ConnectionsTest {

  private static final int MANY = 4 * Connections.OPEN_MAX;

  @TempDir
  private Path home;
  private RunningServer server;
  private final List<Socket> clients = new ArrayList<>();

  @BeforeEach
  void start() {
    server = new RunningServer(home);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    server.close();
  }

  @Test
  void manyIdle_keepNobodyOutOfThePage() throws IOException {
    connect(MANY, "");

    assertThat(RawAnswer.to(server.web.port(), RawRequest.get("/")).status()).isEqualTo(200);
    assertThat(stillOpen()).isLessThanOrEqualTo(Connections.OPEN_MAX);
  }

  @Test
  void manyHalfRequests_keepNobodyOutOfThePage() throws IOException {
    connect(MANY, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: a");

    assertThat(RawAnswer.to(server.web.port(), RawRequest.get("/")).status()).isEqualTo(200);
    assertThat(stillOpen()).isLessThanOrEqualTo(Connections.OPEN_MAX);
  }

  @Test
  void listener_isNotSentAwayByIdleOnes() throws IOException {
    Socket listener =
        connect(
            "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + server.key("token") + "\r\n\r\n");
    assertThat(read(listener)).contains("text/event-stream");

    connect(MANY, "");
    server.feed.append("thought.added", Map.of("number", 1));

    StringBuilder heard = new StringBuilder();
    while (!heard.toString().contains("thought.added")) {
      heard.append(read(listener));
    }
    assertThat(heard).contains("\"number\":1");
  }

  private void connect(int many, String begin) throws IOException {
    for (int i = 0; i < many; i++) {
      connect(begin);
    }
  }

  private Socket connect(String begin) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.web.port());
    client.setSoTimeout(20_000);
    clients.add(client);
    client.getOutputStream().write(begin.getBytes(US_ASCII));
    return client;
  }

  private static String read(Socket client) throws IOException {
    byte[] part = new byte[4_096];
    int length = client.getInputStream().read(part);
    assertThat(length).as("the connection is closed").isPositive();
    return new String(part, 0, length, US_ASCII);
  }

  private long stillOpen() throws IOException {
    long open = 0;
    for (Socket client : clients) {
      client.setSoTimeout(20);
      open += isOpen(client) ? 1 : 0;
    }
    return open;
  }

  private static boolean isOpen(Socket client) {
    try {
      client.getInputStream().readAllBytes();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false; // reset
    }
  }
}
