package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import nexa.agent.store.Crashes;
import nexa.agent.store.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Who comes in by what, under which name, and for how long. */
@Timeout(60)
final class AccessTest {

  private static final String DECISION = "/api/v1/fixes/F-SHOP-1/decision";

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() {
    server = new RunningServer(home);
    server.store(Crashes.captured("e1", "java.lang.NullPointerException"));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void decisionByToken_isOfThePersonItNames() {
    RawAnswer decided =
        decide(RawRequest.of("POST", DECISION).bearer(token("Ada Lovelace", "decide")));

    assertThat(decided.status()).as(decided.text()).isEqualTo(200);
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().actor()).isEqualTo("Ada Lovelace");
    assertThat(lastAudit().path("actor").asString()).isEqualTo("Ada Lovelace");
  }

  @Test
  void decisionOnThePage_isOfWhoMadeTheLink() {
    RawAnswer entered = send(RawRequest.get(link(token("bob", "decide"))));
    String origin = "http://127.0.0.1:" + server.web.port();

    RawAnswer decided =
        decide(
            RawRequest.of("POST", DECISION).host("127.0.0.1:" + server.web.port())
                .with("Origin: " + origin).with("Sec-Fetch-Site: same-origin")
                .with("Content-Type: application/json").with(entered.cookie()));

    assertThat(decided.status()).as(decided.text()).isEqualTo(200);
    assertThat(server.fixes.find("F-SHOP-1").orElseThrow().actor()).isEqualTo("bob");
  }

  @Test
  void loginCookie_isNewAndForThePageAlone() {
    RawAnswer entered =
        send(RawRequest.get(link(server.key("token"))).with("Cookie: nexa=chosen-by-an-attacker"));

    assertThat(entered.header("Set-Cookie").orElseThrow())
        .startsWith("nexa=")
        .contains("Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=6047", "Expires=")
        .doesNotContain("chosen-by-an-attacker", "Domain");
    assertThat(entered.header("Location")).hasValueSatisfying(to -> assertThat(to).endsWith("/"));
    assertThat(status("Cookie: nexa=chosen-by-an-attacker")).isEqualTo(401);
    assertThat(status(entered.cookie())).isEqualTo(200);
  }

  @Test
  void cookieOverTls_hasANameThatNoOtherHostMaySet() {
    assertThat(SessionCookie.of("id", Duration.ofDays(1), true)).satisfies(cookie -> {
      assertThat(cookie.getName()).isEqualTo("__Host-nexa");
      assertThat(cookie.getSecure()).isTrue();
      assertThat(cookie.getPath()).isEqualTo("/");
      assertThat(cookie.getDomain()).isNull();
    });
  }

  @Test
  void secondLogin_endsTheFirst() {
    String first = send(RawRequest.get(link(server.key("token")))).cookie();

    String second = send(RawRequest.get(link(server.key("token"))).with(first)).cookie();

    assertThat(status(first)).isEqualTo(401);
    assertThat(status(second)).isEqualTo(200);
  }

  @Test
  void logout_endsTheSession() {
    String cookie = send(RawRequest.get(link(server.key("token")))).cookie();

    RawAnswer left = send(page("/api/v1/logout").with(cookie).body("{}"));

    assertThat(left.status()).as(left.text()).isEqualTo(200);
    assertThat(left.header("Set-Cookie").orElseThrow()).startsWith("nexa=;")
        .contains("Expires=Thu, 01 Jan 1970");
    assertThat(status(cookie)).isEqualTo(401);
  }

  @Test
  void session_makesNoLinkThatWouldOutlastIt() {
    String cookie = send(RawRequest.get(link(server.key("token")))).cookie();

    RawAnswer refused = send(page("/api/v1/links").with(cookie).body("{}"));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).doesNotContain("key=");
  }

  @Test
  void visitor_isToldWhoTheyAre() {
    JsonNode self = Json.MAPPER.readTree(
        send(RawRequest.get("/api/v1/session").bearer(token("bob", "read"))).body());

    assertThat(self.path("user").asString()).isEqualTo("bob");
    assertThat(self.path("scope").asString()).isEqualTo("read");
    assertThat(self.path("expires").asString()).isNotEmpty();
  }

  @Test
  void revokedToken_isRefusedAtOnceWithAllItOpened() {
    String token = token("bob", "read");
    String cookie = send(RawRequest.get(link(token))).cookie();
    assertThat(status("Authorization: Bearer " + token)).isEqualTo(200);

    assertThat(server.post("/api/v1/tokens/bob/revoke", Map.of()).statusCode()).isEqualTo(200);

    assertThat(status("Authorization: Bearer " + token)).isEqualTo(401);
    assertThat(status(cookie)).isEqualTo(401);
    assertThat(server.post("/api/v1/tokens/bob/revoke", Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  void feedOfARevokedToken_ends() throws Exception {
    String token = token("bob", "read");
    Feed feed = new Feed();
    Thread listener = Thread.ofVirtual().start(() -> feed.read(server, token));
    Await.until(() -> feed.lines.contains(": nexa"));

    server.post("/api/v1/tokens/bob/revoke", Map.of());
    Thread.sleep(1_100); // it is asked once a second
    server.feed.append("thought.added", Map.of("number", 1));

    assertThat(listener.join(Duration.ofSeconds(20))).isTrue();
    assertThat(feed.lines).noneMatch(line -> line.startsWith("data:"));
  }

  /** What a listener hears. */
  private static final class Feed {
    final List<String> lines = new CopyOnWriteArrayList<>();

    void read(RunningServer server, String token) {
      try {
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.uri("/api/v1/events"))
                    .header("Authorization", "Bearer " + token).build(),
                HttpResponse.BodyHandlers.ofLines())
            .body().forEach(lines::add);
      } catch (IOException | UncheckedIOException e) {
        lines.add("broken off");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', read, '', ''",
    "' bob', read, '', ''",
    "'b<script>', read, '', ''",
    "'bob\nApproved-by: eve', read, '', ''",
    "b\u0430b, read, '', ''",
    "bob, root, '', ''",
    "bob, read, 0d, ''",
    "bob, read, 30, ''",
    "bob, read, -1d, ''",
    "bob, read, 99999d, ''",
    "bob, read, 30d, shop",
  })
  void badWish_makesNoToken(String name, String scope, String expires, String service) {
    HttpResponse<String> refused =
        server.post(
            "/api/v1/tokens",
            Map.of("name", name, "scope", scope, "expires", expires.isEmpty() ? "1d" : expires,
                "service", service));

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(json(server.get("/api/v1/tokens")).path("tokens").isEmpty()).isTrue();
  }

  @Test
  void sendersToken_makesItsServiceKnownAndNoOther() {
    String token =
        json(server.post(
            "/api/v1/tokens",
            Map.of("name", "collector", "scope", "ingest", "expires", "never", "service", "cart")))
            .path("token").asString();

    int own = sentry("cart", token);
    int other = sentry("till", token);
    int anyone = sentry("till", "whatever");

    assertThat(own).isEqualTo(200);
    assertThat(other).isEqualTo(403);
    assertThat(anyone).as("no key is configured").isEqualTo(200);
    assertThat(json(server.get("/api/v1/issues")).path("issues").valueStream())
        .extracting(
            issue -> issue.path("service").asString() + " "
                + issue.path("unauthenticated").asBoolean())
        .containsExactlyInAnyOrder("shop false", "cart false", "till true");
  }

  private int sentry(String project, String key) {
    return server
        .send(
            HttpRequest.newBuilder(
                server.uri("/api/" + project + "/store/?sentry_key=" + key))
                .POST(
                    HttpRequest.BodyPublishers.ofString(Crashes.SENTRY.replace("total", project)))
                .build())
        .statusCode();
  }

  private String token(String name, String scope) {
    HttpResponse<String> made =
        server.post("/api/v1/tokens", Map.of("name", name, "scope", scope, "expires", "30d"));
    assertThat(made.headers().firstValue("Cache-Control")).contains("no-store");
    return json(made).path("token").asString();
  }

  private String link(String token) {
    RawAnswer made = send(RawRequest.of("POST", "/api/v1/links").bearer(token).body("{}"));
    return Json.MAPPER.readTree(made.body()).path("path").asString();
  }

  private RawRequest page(String path) {
    String host = "127.0.0.1:" + server.web.port();
    return RawRequest.of("POST", path).host(host).with("Origin: http://" + host)
        .with("Content-Type: application/json");
  }

  private RawAnswer decide(RawRequest request) {
    return send(request.body(
        "{\"decision\":\"reject\",\"reason\":\"no\",\"digest\":\"" + RunningServer.DIGEST + "\"}"));
  }

  private int status(String header) {
    return send(RawRequest.get("/api/v1/status").with(header)).status();
  }

  private RawAnswer send(RawRequest request) {
    return RawAnswer.to(server.web.port(), request);
  }

  private JsonNode lastAudit() {
    return json(server.get("/api/v1/audit")).path("entries").path(0);
  }
}
