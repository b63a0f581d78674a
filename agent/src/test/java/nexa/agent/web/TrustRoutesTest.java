package nexa.agent.web;

import static nexa.agent.web.RunningServer.DIGEST;
import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import nexa.agent.store.Crashes;
import nexa.agent.store.Json;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Trust as people see and set it over HTTP. */
@Timeout(60)
final class TrustRoutesTest {

  private static final String SHOP = "/api/v1/trust/shop";
  private static final String GUARDS = "operator:null-skip";

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() {
    server = new RunningServer(home, TrustLevel.HOTSWAP);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void level_isAsConfiguredUntilItIsSet() {
    assertThat(shop().path("configured").asString()).isEqualTo("hotswap");
    assertThat(shop().path("level").asString()).isEqualTo("hotswap");

    assertThat(put(Map.of("level", "propose", "reason", "holidays")).statusCode()).isEqualTo(200);

    assertThat(shop().path("level").asString()).isEqualTo("propose");
    assertThat(shop().path("set").get(0).path("reason").asString()).isEqualTo("holidays");
    assertThat(json(server.get("/api/v1/services")).path("services").get(0).path("trust")
        .asString()).isEqualTo("propose");
    assertThat(json(server.get("/api/v1/audit")).path("entries").get(0).path("subject").asString())
        .isEqualTo("shop propose: holidays");

    HttpResponse<String> back = put(Map.of("level", "default"));
    assertThat(back.statusCode()).isEqualTo(403);
    assertThat(json(back).path("detail").asString()).contains("At hotswap");
    assertThat(shop().path("level").asString()).isEqualTo("propose");

    assertThat(put(Map.of("level", "default", "confirm", "shop")).statusCode()).isEqualTo(200);
    assertThat(shop().path("level").asString()).isEqualTo("hotswap");
  }

  @Test
  void takingBackWhatLoweredAClass_isARaiseToo() {
    assertThat(put(Map.of("level", "commit", "origin", "operator")).statusCode()).isEqualTo(200);
    assertThat(put(Map.of("level", "observe", "origin", GUARDS)).statusCode()).isEqualTo(200);

    assertThat(put(Map.of("level", "default", "origin", GUARDS)).statusCode())
        .as("from observe to the commit of its kind").isEqualTo(200);
    assertThat(put(Map.of("level", "default", "origin", "operator")).statusCode())
        .as("from commit to the configured hotswap").isEqualTo(403);
    assertThat(put(Map.of("level", "default", "origin", "model")).statusCode())
        .as("where nothing was set").isEqualTo(200);
  }

  @Test
  void takingBackWhatRaisedAClass_wantsNoName() {
    put(
        Map.of(
            "level", "autonomous", "origin", GUARDS, "inPackage", "shop", "confirm", "shop"));

    assertThat(
        put(Map.of("level", "default", "origin", GUARDS, "inPackage", "shop")).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "hotswap,    '',                 '',   403", "autonomous, '',             '', 400",
    "autonomous, operator:null-skip, '',   400", "autonomous, '',             shop, 400",
    "autonomous, operator:null-skip, shop, 403", "godmode,    '',             '', 400",
    "'',         '',                 '',   400", "commit,     operator:,      '', 400",
    "commit,     operators,          '',   400", "commit,     recalled:x,     '', 400",
    "commit,     operator:null-skip, '',   200", "commit,     model,          '', 200",
    "commit,     recalled,           shop, 200", "observe,    revert,         '', 200"
  })
  void bodies_areTakenOrRefused(String level, String origin, String inPackage, int status) {
    HttpResponse<String> answer =
        put(Map.of("level", level, "origin", origin, "inPackage", inPackage));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    if (status != 200) {
      assertThat(json(answer).path("hint").asString()).isNotEmpty();
      assertThat(shop().path("set")).isEmpty();
    }
  }

  @Test
  void raiseToProduction_wantsTheTypedName() {
    Map<String, String> body =
        Map.of("level", "autonomous", "origin", GUARDS, "inPackage", "shop", "confirm", "shop");

    assertThat(put(body).statusCode()).isEqualTo(200);
    assertThat(shop().path("set").get(0).path("level").asString()).isEqualTo("autonomous");
  }

  @Test
  void unknownService_isSaid() {
    HttpResponse<String> answer =
        server.send(server.request("/api/v1/trust/nobody")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"level\":\"observe\"}"))
            .build());

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @Test
  void reasonOfTwoLines_isRefused() {
    assertThat(put(Map.of("level", "observe", "reason", "a\nb")).statusCode()).isEqualTo(400);
    assertThat(put(Map.of("level", "observe", "reason", "x".repeat(201))).statusCode())
        .isEqualTo(400);
  }

  @Test
  void fiveApproved_speakForTheNextLevel() {
    put(Map.of("level", "propose"));
    for (int i = 1; i <= 5; i++) {
      assertThat(raise()).as("after " + (i - 1)).isEmpty();
      fix("E" + i, "SHOP-" + i);
      decide("SHOP-" + i, "approve");
    }
    assertThat(raise()).isEqualTo("commit");

    fix("E6", "SHOP-6");
    decide("SHOP-6", "reject");
    assertThat(raise()).isEmpty();
  }

  @Test
  void planMadeAtAHigherLevel_isNotApprovedAnyMore() {
    fix("E1", "SHOP-1");
    put(Map.of("level", "propose", "reason", "incident"));

    HttpResponse<String> answer =
        server.post(
            "/api/v1/fixes/F-SHOP-1/decision",
            Map.of("decision", "approve", "digest", DIGEST, "confirm", "F-SHOP-1"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(json(answer).path("detail").asString())
        .contains("planned at hotswap", "now it is at propose", "incident");
    assertThat(decide("SHOP-1", "reject").statusCode()).isEqualTo(200);
  }

  private String raise() {
    return shop().path("record").path(0).path("raise").asString("");
  }

  private void fix(String type, String issue) {
    server.store(Crashes.event(type, "logfile", type));
    server.runs.begin(issue);
    server.awaitFix("F-" + issue, "waiting");
  }

  private HttpResponse<String> decide(String issue, String decision) {
    return server.post(
        "/api/v1/fixes/F-" + issue + "/decision",
        Map.of("decision", decision, "digest", DIGEST, "reason", "r"));
  }

  private JsonNode shop() {
    return json(server.get("/api/v1/trust")).path("services").get(0);
  }

  private HttpResponse<String> put(Map<String, String> body) {
    return server.send(
        server.request(SHOP)
            .PUT(HttpRequest.BodyPublishers.ofString(
                Json.write(body)))
            .build());
  }
}
