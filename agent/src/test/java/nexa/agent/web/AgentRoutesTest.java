package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The channel of the javaagents, as the wire format describes it. */
final class AgentRoutesTest {

  private static final String HELLO =
      """
      {"agent":"0.1.0","service":"shop","release":"c0ffee",
       "jvm":{"pid":7,"startedUnixMs":1,"version":"25.0.3","main":"com.example.shop.Shop"}}""";

  private static final String EVENTS =
      """
      {"session":"%s","dropped":0,"events":[
        {"id":"%s","timeUnixMs":1764072000000,"kind":"uncaught","severity":"ERROR","logger":null,
         "thread":"main","message":"boom","traceId":null,"spanId":null,"http":null,
         "exception":{"type":"java.lang.NullPointerException","message":null,
           "frames":[{"class":"com.example.shop.Cart","method":"total","file":"Cart.java","line":7}],
           "cause":null,"suppressed":[]},
         "snapshot":null}]}""";

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() {
    server = new RunningServer(home);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void acceptedEvents_areDurable() {
    String session = hello();

    HttpResponse<String> answer = server.agent("/agent/v1/events", EVENTS.formatted(session, "e1"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("accepted").asInt()).isEqualTo(1);
    assertThat(server.events.issue("SHOP-1").orElseThrow().release()).isEqualTo("c0ffee");
    assertThat(server.send(HttpRequest.newBuilder(server.uri("/metrics")).build()).body())
        .contains("nexa_events_received_total{input=\"javaagent\",signal=\"exception\"} 1.0");
  }

  @Test
  void eventsSentAgain_areCountedOnce() {
    String session = hello();
    server.agent("/agent/v1/events", EVENTS.formatted(session, "e1"));
    server.agent("/agent/v1/events", EVENTS.formatted(session, "e1"));

    assertThat(server.events.issue("SHOP-1").orElseThrow().count()).isEqualTo(1);
  }

  @Test
  void status_isShownAmongTheJvms() {
    String session = hello();

    server.agent(
        "/agent/v1/status",
        """
        {"session":"%s","armed":["com.example.shop.Cart#total"],"sent":3,"dropped":1,"errors":0}"""
            .formatted(session));

    JsonNode jvm = json(server.get("/api/v1/jvms")).path("jvms").get(0);
    assertThat(jvm.path("service").asString()).isEqualTo("shop");
    assertThat(jvm.path("pid").asInt()).isEqualTo(7);
    assertThat(jvm.path("armed").get(0).asString()).isEqualTo("com.example.shop.Cart#total");
    assertThat(jvm.path("dropped").asInt()).isEqualTo(1);
  }

  @Test
  void unknownSession_hasToSayHelloAgain() {
    HttpResponse<String> answer = server.agent("/agent/v1/events", EVENTS.formatted("gone", "e1"));

    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(server.events.issues()).isEmpty();
  }

  @Test
  void wrongToken_isRefused() {
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/agent/v1/hello"))
                .header("Authorization", "Bearer " + server.key("token"))
                .POST(HttpRequest.BodyPublishers.ofString(HELLO))
                .build());

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void malformedEvent_isRefusedAndCounted() {
    String session = hello();

    HttpResponse<String> answer =
        server.agent("/agent/v1/events", "{\"session\":\"%s\",\"events\":7}".formatted(session));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(server.send(HttpRequest.newBuilder(server.uri("/metrics")).build()).body())
        .contains("nexa_events_rejected_total{input=\"javaagent\",reason=\"malformed\"} 1.0");
  }

  private String hello() {
    HttpResponse<String> answer = server.agent("/agent/v1/hello", HELLO);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).path("session").asString();
  }
}
