package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nexa.agent.config.Access;
import nexa.agent.config.Access.Proof;
import nexa.agent.config.InputsConfig;
import nexa.agent.store.Crashes;
import nexa.collect.JsonPath;
import nexa.collect.WebhookMapping;
import nexa.collect.WebhookMapping.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Senders that have a key, and those that have none, over HTTP. */
final class SendersTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String NEXT = "fedcba9876543210fedcba9876543210";
  private static final String MESSAGE =
      "{\"title\":\"total failed\",\"trace\":\"a.B: x\\n\\tat com.example.shop.Cart.total(Cart.java:7)\"}";
  private static final String GRAFANA =
      "{\"orgId\":1,\"alerts\":[{\"status\":\"firing\",\"labels\":{},\"startsAt\":\"\",\"fingerprint\":\"f\"}]}";
  private static final String WEBHOOK = "/api/v1/webhooks/tracker";

  @TempDir
  private Path home;
  private RunningServer server;
  private int grpcPort;

  @BeforeEach
  void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      grpcPort = free.getLocalPort();
    }
    server = new RunningServer(home, 0, List.of(), inputs(), grpcPort);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static InputsConfig inputs() {
    Access key =
        new Access(Proof.KEY, "", null, List.of(new Access.Key(NEXT), new Access.Key(KEY)));
    WebhookMapping mapping =
        new WebhookMapping(
            Map.of(Field.MESSAGE, JsonPath.of("title"), Field.STACK, JsonPath.of("trace")), "shop",
            Set.of());
    return InputsConfig.OPEN
        .with("sentry", key)
        .with("otlp", key)
        .with("logs", key)
        .with("alertmanager", key)
        .with("grafana", new Access(Proof.SHA256, "X-Grafana-Alerting-Signature", "X-Time",
            List.of(new Access.Key(KEY))))
        .with(new InputsConfig.Webhook("tracker", mapping),
            new Access(Proof.STANDARD, "", null,
                List.of(new Access.Key(NEXT), new Access.Key(KEY))));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/1/store/,                                    '',            401",
    "/api/1/store/?sentry_key=0123456789abcdef0123456789abcdef, '',   200",
    "/api/1/store/?sentry_key=wrong,                   '',            403",
    "/api/1/store/, 'X-Sentry-Auth: Sentry sentry_version=7, sentry_key=0123456789abcdef0123456789abcdef', 200",
    "/api/1/store/, 'X-Sentry-Auth: Sentry sentry_version=7,sentry_key=',            403",
    "/api/1/store/, 'X-Sentry-Auth: Sentry sentry_version=7',                        401",
    "/api/1/store/, 'Authorization: Bearer 0123456789abcdef0123456789abcdef',        401",
  })
  void sentrySdk_showsTheKeyOfItsDsn(String path, String header, int status) {
    HttpResponse<String> answer = post(path, Crashes.SENTRY, header);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(server.events.issues()).hasSize(status == 200 ? 1 : 0);
    assertThat(answer.headers().firstValue("X-Sentry-Error").isPresent()).isEqualTo(status != 200);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                                        401",
    "Authorization: Bearer 0123456789abcdef0123456789abcdef,    200",
    "Authorization: bearer fedcba9876543210fedcba9876543210,    200",
    "X-Api-Key: 0123456789abcdef0123456789abcdef,               200",
    "Authorization: Bearer 0123456789abcdef0123456789abcdeF,    403",
    "Authorization: Bearer,                                     401",
    "Authorization: Basic dXNlcjp3cm9uZw==,                     401",
    "X-Api-Key: 0123456789abcdef,                               403",
  })
  void bearer_isAskedOfExportersLogsAndAlerts(String header, int status) {
    HttpResponse<String> otlp =
        post("/v1/logs", "{}", header, "Content-Type: application/json");
    HttpResponse<String> logs = post("/api/v1/ingest/logs?service=shop", "", header);
    HttpResponse<String> alerts =
        post("/api/v1/webhooks/alertmanager", "{\"alerts\":[]}", header);

    assertThat(List.of(otlp.statusCode(), logs.statusCode(), alerts.statusCode()))
        .containsOnly(status);
    assertThat(logs.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    assertThat(otlp.body().contains("\"code\":16")).isEqualTo(status != 200);
  }

  @ParameterizedTest
  @CsvSource({"401, 16", "403, 16", "408, 14", "413, 8", "429, 14", "503, 14", "400, 3", "415, 3"})
  void refusal_hasItsNameInGrpc(int status, int code) {
    assertThat(OtlpRoutes.code(new Problem(status, "", "", ""))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                         UNAUTHENTICATED",
    "Bearer wrong,                               UNAUTHENTICATED",
    "Bearer 0123456789abcdef0123456789abcdef,    OK",
  })
  void grpcExporter_isToldWhetherItIsKnown(String authorization, GrpcStatusCode status) {
    try (OtlpGrpcLogRecordExporter exporter =
        OtlpGrpcLogRecordExporter.builder()
            .setEndpoint("http://127.0.0.1:" + grpcPort)
            .addHeader("authorization", authorization)
            .build()) {
      CompletableResultCode result = exporter.export(List.of()).join(10, TimeUnit.SECONDS);

      GrpcStatusCode told =
          result.getFailureThrowable() instanceof FailedExportException.GrpcExportException failed
              && failed.getResponse() != null
                  ? failed.getResponse().getStatusCode()
                  : GrpcStatusCode.OK;
      assertThat(result.isSuccess()).isEqualTo(status == GrpcStatusCode.OK);
      assertThat(told).isEqualTo(status);
    }
  }

  @Test
  void wrongKey_isCountedAndNeverRepeated() {
    post("/v1/logs", "{}", "X-Api-Key: a-key-with-a-slip", "Content-Type: application/json");
    post("/v1/logs", "{}", "X-Api-Key: a-key-with-a-slip", "Content-Type: application/json");

    JsonNode input = input("otlp");
    JsonNode refusal = input.path("refused").get(0);
    assertThat(refusal.path("reason").asString()).isEqualTo("Wrong key");
    assertThat(refusal.path("count").asLong()).isEqualTo(2);
    assertThat(refusal.path("sample").asString()).contains("input otlp, by Java-http-client");
    assertThat(input.path("senders").asString()).isEqualTo("those who show the key");
    assertThat(input.toString()).doesNotContain("slip", KEY);
    assertThat(server.get("/metrics").body())
        .contains("nexa_events_rejected_total{input=\"otlp\",reason=\"Wrong key\"} 2.0");
  }

  @Test
  void keyOfOneInput_opensNoOther() {
    assertThat(post(WEBHOOK, MESSAGE, "Authorization: Bearer " + KEY).statusCode()).isEqualTo(401);
    assertThat(server.events.issues()).isEmpty();
  }

  @Test
  void issueOfASenderWithAKey_isAuthenticated() {
    post("/api/1/store/?sentry_key=" + KEY, Crashes.SENTRY);
    server.close();
    server = new RunningServer(home, 0, List.of());
    post("/api/2/store/", Crashes.SENTRY.replace("total", "sum"));

    assertThat(isUnauthenticated("1-1")).isFalse();
    assertThat(isUnauthenticated("2-1")).isTrue();
    assertThat(json(server.get("/api/v1/issues")).path("issues").valueStream()
        .filter(issue -> issue.path("unauthenticated").booleanValue())
        .map(issue -> issue.path("id").stringValue("")))
        .containsExactly("2-1");
    assertThat(input("sentry").path("senders").asString()).isEqualTo("anyone on this host");
  }

  @Test
  void signedMessage_isTakenOnce() {
    Instant now = Instant.now();
    assertThat(signed("msg_1", now, KEY, MESSAGE).body()).isEqualTo("{\"accepted\":1}");
    assertThat(signed("msg_1", now, KEY, MESSAGE).statusCode()).isEqualTo(409);
    assertThat(signed("msg_1", now.plusSeconds(1), NEXT, MESSAGE).statusCode()).isEqualTo(409);
    assertThat(signed("msg_2", now, NEXT, MESSAGE.replace("total", "sum")).statusCode())
        .isEqualTo(200);

    assertThat(server.events.issues()).singleElement()
        .satisfies(issue -> assertThat(issue.count()).isEqualTo(2));
    assertThat(isUnauthenticated("SHOP-1")).isFalse();
    assertThat(reasons("webhook:tracker")).containsExactly("Sent before");
  }

  @Test
  void replay_isRefusedByTheNextDaemonToo() throws IOException {
    Instant now = Instant.now();
    signed("msg_1", now, KEY, MESSAGE);
    server.close();
    start();

    assertThat(signed("msg_1", now, KEY, MESSAGE).statusCode()).isEqualTo(409);
  }

  @Test
  void messageThatWasNotTaken_mayBeSentAgain() {
    Instant now = Instant.now();
    String broken = MESSAGE.replace("title", "name").replace("trace", "none");

    assertThat(signed("msg_1", now, KEY, broken).statusCode()).isEqualTo(400);
    assertThat(signed("msg_1", now, KEY, MESSAGE).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(longs = {-310, 310})
  void signatureOfAnotherTime_isRefused(long seconds) {
    HttpResponse<String> answer =
        signed("msg_1", Instant.now().plusSeconds(seconds), KEY, MESSAGE);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(json(answer).path("detail").asString()).contains("5 minutes apart");
    assertThat(reasons("webhook:tracker")).containsExactly("Wrong time");
  }

  @Test
  void signatureOfAnotherBodyIdTimeOrKey_isRefused() {
    Instant now = Instant.now();
    String time = Long.toString(now.getEpochSecond());
    String signature = "v1," + base64(KEY, "msg_1." + time + "." + MESSAGE);
    String later = Long.toString(now.getEpochSecond() + 1);

    assertThat(List.of(
        standard("msg_1", time, signature, MESSAGE + " ").statusCode(),
        standard("msg_2", time, signature, MESSAGE).statusCode(),
        standard("msg_1", later, signature, MESSAGE).statusCode(),
        signed("msg_1", now, "another key of some length", MESSAGE).statusCode(),
        post(WEBHOOK, MESSAGE).statusCode()))
        .containsOnly(401);
    assertThat(reasons("webhook:tracker")).containsExactly("No signature", "Wrong signature");
    assertThat(server.events.issues()).isEmpty();
  }

  @Test
  void signature_isOverTheBodyAsItIsSent() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(MESSAGE.getBytes(UTF_8));
    }
    String time = Long.toString(Instant.now().getEpochSecond());
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(("msg_1." + time + ".").getBytes(UTF_8));
    content.writeBytes(zipped.toByteArray());
    String signature =
        "v1," + Base64.getEncoder().encodeToString(hmac(KEY, content.toByteArray()));

    HttpResponse<String> answer =
        post(
            WEBHOOK, zipped.toByteArray(), "Content-Encoding: gzip", "webhook-id: msg_1",
            "webhook-timestamp: " + time, "webhook-signature: " + signature);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void grafanaThatSignsTimeAndBody_isTakenOnce() {
    String time = Long.toString(Instant.now().getEpochSecond());
    String signature =
        HexFormat.of().formatHex(hmac(KEY, (time + ":" + GRAFANA).getBytes(UTF_8)));
    String[] headers = {"X-Grafana-Alerting-Signature: " + signature, "X-Time: " + time};

    assertThat(post("/api/v1/webhooks/grafana", GRAFANA, headers).statusCode()).isEqualTo(200);
    assertThat(post("/api/v1/webhooks/grafana", GRAFANA, headers).statusCode()).isEqualTo(409);
    assertThat(post("/api/v1/webhooks/grafana", GRAFANA + " ", headers).statusCode())
        .isEqualTo(401);
  }

  private HttpResponse<String> signed(String id, Instant at, String key, String message) {
    String time = Long.toString(at.getEpochSecond());
    return standard(id, time, "v1," + base64(key, id + "." + time + "." + message), message);
  }

  private HttpResponse<String> standard(
      String id, String time, String signature, String message) {
    return post(
        WEBHOOK, message, "webhook-id: " + id, "webhook-timestamp: " + time,
        "webhook-signature: " + signature);
  }

  private static String base64(String key, String content) {
    return Base64.getEncoder().encodeToString(hmac(key, content.getBytes(UTF_8)));
  }

  private static byte[] hmac(String key, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isUnauthenticated(String issue) {
    return json(server.get("/api/v1/issues/" + issue)).path("unauthenticated").booleanValue();
  }

  private List<String> reasons(String input) {
    return input(input).path("refused").valueStream()
        .map(refusal -> refusal.path("reason").asString())
        .toList();
  }

  private JsonNode input(String name) {
    return json(server.get("/api/v1/inputs")).path("inputs").valueStream()
        .filter(input -> input.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> post(String path, String body, String... headers) {
    return post(path, body.getBytes(UTF_8), headers);
  }

  /** Sends headers as they are written, {@code NAME: VALUE}; empty ones are left out. */
  private HttpResponse<String> post(String path, byte[] body, @Nullable String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String header : headers) {
      int colon = header == null ? -1 : header.indexOf(':');
      if (header != null && colon > 0) {
        request.header(header.substring(0, colon), header.substring(colon + 1).strip());
      }
    }
    return server.send(request.build());
  }
}
