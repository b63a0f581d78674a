package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import nexa.agent.config.Access;
import nexa.agent.config.Access.Key;
import nexa.agent.config.Access.Proof;
import nexa.agent.config.InputsConfig;
import nexa.agent.store.Crashes;
import nexa.collect.JsonPath;
import nexa.collect.WebhookMapping;
import nexa.collect.WebhookMapping.Field;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Keys that speak for certain services only. */
final class ServiceKeysTest {

  private static final String SHOP_KEY = "0123456789abcdef-of-shop";
  private static final String ANY_KEY = "0123456789abcdef-of-any";
  private static final String REASON = "Key not for this service";
  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() {
    Service shop =
        new Service(
            "shop", null, "main", List.of(), TrustLevel.PROPOSE, List.of(),
            List.of("1", "shop-api"));
    server = new RunningServer(home, 0, List.of(shop), inputs(), null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static InputsConfig inputs() {
    Access access =
        new Access(
            Proof.KEY, "", null, List.of(new Key(SHOP_KEY, Set.of("shop")), new Key(ANY_KEY)));
    WebhookMapping mapping =
        new WebhookMapping(
            Map.of(Field.SERVICE, JsonPath.of("app"), Field.MESSAGE, JsonPath.of("title")), null,
            Set.of());
    return InputsConfig.OPEN
        .with("sentry", access)
        .with("otlp", access)
        .with("logs", access)
        .with("alertmanager", access)
        .with(new InputsConfig.Webhook("tracker", mapping), access);
  }

  @ParameterizedTest
  @CsvSource({
    "1, " + SHOP_KEY + ", 200", "2, " + SHOP_KEY + ", 403", "2, " + ANY_KEY + ", 200",
  })
  void sentryKey_speaksForItsProject(String project, String key, int status) {
    HttpResponse<String> answer =
        post("/api/" + project + "/store/?sentry_key=" + key, "", Crashes.SENTRY);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(server.events.issues()).hasSize(status == 200 ? 1 : 0);
    if (status == 403) {
      assertThat(answer.headers().firstValue("X-Sentry-Error")).contains(REASON);
      assertThat(json(answer).path("detail").asString())
          .isEqualTo("The key that was shown does not speak for service 2.");
      assertThat(refusal("sentry").path("count").asInt()).isEqualTo(1);
      assertThat(refusal("sentry").path("sample").asString()).endsWith("service 2.");
    }
  }

  @Test
  void exporter_isToldHowManyItMayNotSend() {
    String body =
        "{\"resourceLogs\":[" + logs("shop-api") + "," + logs("billing") + "," + logs("other")
            + "]}";

    HttpResponse<String> answer = post("/v1/logs", SHOP_KEY, body);

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode partial = json(answer).path("partialSuccess");
    assertThat(partial.path("rejectedLogRecords").asInt()).isEqualTo(2);
    assertThat(partial.path("errorMessage").asString()).isEqualTo(REASON);
    assertThat(server.events.issues()).extracting(Issue::service).containsExactly("shop");
    assertThat(refusal("otlp").path("count").asInt()).isEqualTo(2);
    assertThat(refusal("otlp").path("sample").asString()).startsWith("other: ");
  }

  @Test
  void exporterOfAnyService_isRefusedNothing() {
    String body = "{\"resourceLogs\":[" + logs("shop") + "," + logs("billing") + "]}";

    assertThat(json(post("/v1/logs", ANY_KEY, body)).isEmpty()).isTrue();
    assertThat(server.events.issues()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"shop, 200", "shop-api, 200", "billing, 403"})
  void logTextAndWebhook_areRefusedForAnotherService(String service, int status) {
    HttpResponse<String> logs =
        post("/api/v1/ingest/logs?service=" + service, SHOP_KEY, "ERROR no stock");
    HttpResponse<String> webhook =
        post("/api/v1/webhooks/tracker", SHOP_KEY,
            "{\"app\":\"" + service + "\",\"title\":\"no stock\"}");

    assertThat(List.of(logs.statusCode(), webhook.statusCode())).containsOnly(status);
    if (status == 403) {
      assertThat(json(logs).path("title").asString()).isEqualTo(REASON);
      assertThat(refusal("logs").path("count").asInt()).isEqualTo(1);
      assertThat(refusal("webhook:tracker").path("count").asInt()).isEqualTo(1);
    }
  }

  @Test
  void alertsOfOthers_areLeftOutAndCounted() {
    HttpResponse<String> mixed = alerts("shop", "billing", "");
    HttpResponse<String> others = alerts("billing");

    assertThat(mixed.body()).isEqualTo("{\"accepted\":2}");
    assertThat(others.statusCode()).isEqualTo(403);
    assertThat(server.alerts.firingServices()).contains("shop").doesNotContain("billing");
    assertThat(refusal("alertmanager").path("count").asInt()).isEqualTo(2);
  }

  private HttpResponse<String> alerts(String... services) {
    List<String> alerts =
        Stream.of(services)
            .map(
                service -> "{\"status\":\"firing\",\"labels\":{\"service\":\"" + service
                    + "\"},\"startsAt\":\"2026-11-27T10:00:00Z\",\"fingerprint\":\"f" + service
                    + "\"}")
            .toList();
    return post(
        "/api/v1/webhooks/alertmanager", SHOP_KEY,
        "{\"version\":\"4\",\"alerts\":[" + String.join(",", alerts) + "]}");
  }

  private static String logs(String service) {
    return "{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\""
        + service + "\"}}]},\"scopeLogs\":[{\"logRecords\":[{\"severityNumber\":17,\"attributes\":["
        + "{\"key\":\"exception.stacktrace\",\"value\":{\"stringValue\":"
        + "\"a.B: x\\n\\tat com.example.shop.Cart.total(Cart.java:7)\\n\"}}]}]}]}";
  }

  private HttpResponse<String> post(String path, String key, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return server.send((key.isEmpty() ? request : request.header("X-Api-Key", key)).build());
  }

  private JsonNode refusal(String input) {
    return json(server.get("/api/v1/inputs")).path("inputs").valueStream()
        .filter(each -> each.path("name").asString().equals(input))
        .flatMap(each -> each.path("refused").valueStream())
        .filter(refusal -> refusal.path("reason").asString().equals(REASON))
        .findFirst()
        .orElseThrow();
  }
}
