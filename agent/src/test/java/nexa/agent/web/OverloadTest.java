package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nexa.agent.store.RecentEvents;
import nexa.issue.Issue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What becomes of crashes while other requests take all places. */
final class OverloadTest {

  private static final String CRASH =
      "{\"event_id\":\"%s\",\"exception\":{\"values\":[{\"type\":\"%s\",\"module\":\"a\",\"stacktrace\":"
          + "{\"frames\":[{\"module\":\"com.example.shop.Cart\",\"function\":\"total\"}]}}]}}";

  private static final String SHED = "repeat shed, only counted";

  @TempDir
  private Path home;
  private RunningServer server;
  private final List<Places.Place> taken = new ArrayList<>();
  private int sent;

  @BeforeEach
  void start() {
    server = new RunningServer(home, 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void repeatsAreShedAndCounted_firstSightsAreKept() {
    send("Known");
    take(Places.AT_ONCE_MAX);
    for (int i = 0; i < 6; i++) {
      assertThat(send("Known").statusCode()).isEqualTo(200);
      assertThat(send("New" + i % 2).statusCode()).isEqualTo(200);
    }

    assertThat(server.events.issues()).extracting(Issue::exceptionType)
        .containsExactlyInAnyOrder("a.Known", "a.New0", "a.New1");
    assertThat(shed()).isEqualTo(6 + 4);
    Await.until(() -> server.events.issue("1-1").orElseThrow().count() == 1 + 6);
    Await.until(() -> server.events.issue("1-2").orElseThrow().count() == 3);
    assertThat(recent().ofIssue("1-1")).hasSize(1);
    assertThat(recent().ofIssue("1-3")).hasSize(1);
    assertThat(refusal(SHED).path("sample").asString()).contains("a.New1");
    assertThat(server.get("/metrics").body())
        .contains("reason=\"repeat shed, only counted\"} 10.0");
  }

  @Test
  void whenTheReserveIsTakenToo_clientsAreAskedToComeAgain() {
    send("Known");
    take(Places.AT_ONCE_MAX + Places.CROWDED_MAX);

    HttpResponse<String> answer = send("New");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(server.events.issues()).hasSize(1);
  }

  @Test
  void whenThereIsRoomAgain_everythingIsKept() {
    send("Known");
    take(Places.AT_ONCE_MAX);
    send("Known");
    taken.removeFirst().close();
    send("Known");

    assertThat(recent().ofIssue("1-1")).hasSize(2);
    assertThat(shed()).isEqualTo(1);
  }

  private void take(int places) {
    for (int i = 0; i < places; i++) {
      taken.add(server.web.places().take());
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

  private RecentEvents recent() {
    return new RecentEvents(server.store);
  }
}
