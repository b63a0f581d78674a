package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import nexa.agent.store.Swaps;
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
  void eventsDroppedInTheJvm_areCounted() {
    String request = EVENTS.formatted(hello(), "e1").replace("\"dropped\":0", "\"dropped\":12");

    server.agent("/agent/v1/events", request);

    JsonNode refused =
        json(server.get("/api/v1/inputs")).path("inputs").get(0).path("refused").get(0);
    assertThat(refused.path("reason").asString()).isEqualTo("dropped in the JVM");
    assertThat(refused.path("count").asInt()).isEqualTo(12);
    assertThat(refused.path("sample").asString()).contains("shop");
  }

  @Test
  void swapsAndOverhead_areShownAmongTheJvms() {
    String session = hello();

    server.agent(
        "/agent/v1/status",
        """
        {"session":"%s","armed":[],"sent":0,"dropped":0,"errors":0,
         "swaps":[{"id":"F-SHOP-1","state":"provisional","reason":null,"by":"Ann",
           "classes":["com.example.shop.Cart"],"methods":["com.example.shop.Cart#total()I"],
           "sinceUnixMs":1764072000000,"untilUnixMs":1764072600000,
           "watch":{"calls":5,"thrown":1,"requests":4,"failed":0}}],
         "overhead":{"uptimeMs":10000,"agentCpuMs":5,"hookMs":2},
         "paused":"governor: heap","refusedOrders":2,"lastRefusal":"expired"}"""
            .formatted(session));

    JsonNode jvm = json(server.get("/api/v1/jvms")).path("jvms").get(0);
    JsonNode swap = jvm.path("swaps").get(0);
    assertThat(swap.path("state").asString()).isEqualTo("provisional");
    assertThat(swap.path("until").asString()).isEqualTo("2025-11-25T12:10:00Z");
    assertThat(swap.path("watch").path("calls").asInt()).isEqualTo(5);
    assertThat(jvm.path("overhead").path("cpuPercent").asDouble()).isEqualTo(0.05);
    assertThat(jvm.path("overhead").path("hookMicrosPerSecond").asDouble()).isEqualTo(200);
    assertThat(jvm.path("paused").asString()).isEqualTo("governor: heap");
    assertThat(jvm.path("lastRefusal").asString()).isEqualTo("expired");
    assertThat(jvm.path("swap").asString()).isEqualTo("off");
    assertThat(server.swaps.in(Swaps.State.PROVISIONAL)).hasSize(1);
  }

  @Test
  void statusAnswer_saysWhatToDo() {
    String session = hello();
    String status = "{\"session\":\"%s\"}".formatted(session);

    JsonNode working = json(server.agent("/agent/v1/status", status));
    server.pause.begin("Ann");
    JsonNode paused = json(server.agent("/agent/v1/status", status));

    assertThat(working.path("paused").asBoolean()).isFalse();
    assertThat(working.path("orders").isArray()).isTrue();
    assertThat(paused.path("paused").asBoolean()).isTrue();
  }

  @Test
  void brokenOrderResult_isABadRequest() {
    String session = hello();

    HttpResponse<String> answer =
        server.agent(
            "/agent/v1/order",
            """
            {"session":"%s","counter":1,"id":"F-1","kind":"tap","ok":true,"reason":null,
             "classes":[{"name":"com.example.Cart","running":"%s","base":"*","disk":null}]}"""
                .formatted(session, "0a".repeat(32)));

    assertThat(answer.statusCode()).isEqualTo(400);
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
