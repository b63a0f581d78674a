package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nexa.issue.Issue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What becomes of crashes while clients that never finish take all the room. */
final class OverloadTest {

  private static final String CRASH =
      "{\"event_id\":\"%s\",\"exception\":{\"values\":[{\"type\":\"%s\",\"module\":\"a\",\"stacktrace\":"
          + "{\"frames\":[{\"module\":\"com.example.shop.Cart\",\"function\":\"total\"}]}}]}}";

  private static final String SHED = "repeat shed, only counted";

  @TempDir
  private Path home;
  private RunningServer server;
  private final List<Socket> stalled = new ArrayList<>();
  private int sent;

  @BeforeEach
  void start() {
    server = new RunningServer(home, 0);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : stalled) {
      socket.close();
    }
    server.close();
  }

  @Test
  void repeatsAreShedAndCounted_firstSightsAreKept() {
    send("Known");
    fillTheRoom();
    long shed = shed(); // while the room was filled
    int kept = server.events.events("1-1").size();
    for (int i = 0; i < 6; i++) {
      assertThat(send("Known").statusCode()).isEqualTo(200);
      assertThat(send("New" + i % 2).statusCode()).isEqualTo(200);
    }

    assertThat(server.events.issues()).extracting(Issue::exceptionType)
        .containsExactlyInAnyOrder("a.Known", "a.New0", "a.New1");
    assertThat(shed()).isEqualTo(shed + 6 + 4);
    Await.until(() -> server.events.issue("1-1").orElseThrow().count() == kept + shed + 6);
    Await.until(() -> server.events.issue("1-2").orElseThrow().count() == 3);
    assertThat(server.events.events("1-1")).hasSize(kept);
    assertThat(server.events.events("1-3")).hasSize(1);
    assertThat(refusal(SHED).path("sample").asString()).contains("a.New1");
    assertThat(server.get("/metrics").body())
        .contains("reason=\"repeat shed, only counted\"} " + (shed + 10) + ".0");
  }

  @Test
  void whenTheReserveIsTakenToo_clientsAreAskedToComeAgain() {
    send("Known");
    fillTheRoom();
    for (int i = 0; i < Intake.CROWDED_MAX; i++) {
      stall();
    }
    Await.until(() -> send("Known").statusCode() == 429);

    HttpResponse<String> answer = send("New");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(server.events.issues()).hasSize(1);
  }

  @Test
  void whenThereIsRoomAgain_everythingIsKept() throws IOException {
    send("Known");
    fillTheRoom();
    for (Socket socket : stalled) {
      socket.close();
    }
    Await.until(
        () -> {
          int kept = server.events.events("1-1").size();
          send("Known");
          return server.events.events("1-1").size() > kept;
        });
    Await.until(() -> refusal("Broken off").path("count").asLong(0) == stalled.size());
  }

  /** Stalls as many requests as there is room for, until a repeat is shed. */
  private void fillTheRoom() {
    for (int i = 0; i < Intake.AT_ONCE_MAX; i++) {
      stall();
    }
    Await.until(
        () -> {
          send("Known");
          return shed() > 0;
        });
  }

  /** A client that never sends the body it announced. */
  private void stall() {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.web.port());
      stalled.add(socket);
      socket
          .getOutputStream()
          .write(
              ("POST /api/9/store/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{")
                  .getBytes(UTF_8));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(String type) {
    sent++;
    return server.send(
        HttpRequest.newBuilder(server.uri("/api/1/store/"))
            .POST(HttpRequest.BodyPublishers.ofString(CRASH.formatted("e" + sent, type)))
            .build());
  }

  private long shed() {
    return refusal(SHED).path("count").asLong(0);
  }

  private JsonNode refusal(String reason) {
    return json(server.get("/api/v1/inputs")).path("inputs").valueStream()
        .flatMap(input -> input.path("refused").valueStream())
        .filter(refusal -> refusal.path("reason").asString().equals(reason))
        .findFirst()
        .orElseGet(() -> json(server.get("/api/v1/inputs")).path("none"));
  }
}
