package nexa.agent.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A WebSocket to a room that sends and hears bytes, written in hexadecimal. */
final class SyncSocket implements AutoCloseable, WebSocket.Listener {

  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final StringBuilder part = new StringBuilder();
  final List<String> heard = new CopyOnWriteArrayList<>();
  volatile @Nullable String closed;

  /** Hears nothing more from when it is set, and leaves what comes in the buffers between. */
  volatile boolean isDeaf;

  SyncSocket(RunningServer server, String room, String token) {
    this.socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(
                URI.create(
                    "ws://127.0.0.1:" + server.web.port() + "/api/v1/sync/" + room),
                this)
            .join();
  }

  void send(String hex) {
    socket.sendBinary(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), true).join();
  }

  void sendBytes(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  void sendText(String text) {
    socket.sendText(text, true).join();
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    webSocket.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    part.append(HexFormat.of().formatHex(bytes));
    if (last) {
      heard.add(part.toString());
      part.setLength(0);
    }
    if (!isDeaf) {
      webSocket.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed = code + " " + reason;
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed = "broken " + error.getMessage();
  }

  void awaitHeard(String hex) {
    Await.until(() -> heard.contains(hex));
  }

  String awaitClosed() {
    Await.until(() -> closed != null);
    return String.valueOf(closed);
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
