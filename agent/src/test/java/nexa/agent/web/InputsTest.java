package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import nexa.agent.config.InputsConfig;
import nexa.agent.store.Crashes;
import nexa.agent.store.Feed;
import nexa.agent.store.Store;
import nexa.event.Event;
import nexa.event.Loss;
import nexa.event.Severity;
import nexa.event.Tally;
import nexa.event.Trouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The account of what collectors read and lost. */
final class InputsTest {

  @TempDir
  private Path home;
  private RunningServer server;
  private Inputs inputs;

  @BeforeEach
  void start() {
    server = new RunningServer(home);
    inputs = server.web.inputs();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void collectorsTallies_areSummedUp() {
    inputs.tallied("logfile",
        new Tally(Map.of("ecs", 3L), List.of(Loss.cut("line too long", "a"))));
    inputs.tallied("logfile",
        new Tally(Map.of("ecs", 2L), List.of(Loss.cut("line too long", "b"))));
    inputs.tallied("logfile", new Tally(Map.of("plain", 1L), List.of()));

    JsonNode input = json(server.get("/api/v1/inputs")).path("inputs").get(0);
    assertThat(input.path("layouts").toString()).isEqualTo("{\"ecs\":5,\"plain\":1}");
    assertThat(input.path("cut").get(0).path("count").asLong()).isEqualTo(2);
    assertThat(input.path("cut").get(0).path("sample").asString()).isEqualTo("b");
    assertThat(input.path("refused")).isEmpty();
    assertThat(input.path("received").asLong()).isZero();
  }

  @Test
  void inputThatReadNothing_isNotShown() {
    inputs.tallied("docker", Tally.NOTHING);

    assertThat(json(server.get("/api/v1/inputs")).path("inputs")).isEmpty();
  }

  @Test
  void sourceThatCannotBeRead_isShownUntilItCan() {
    Trouble trouble = new Trouble("journald", "shop.service", "No journal", "Start it");

    inputs.troubled(List.of(trouble));
    JsonNode input = json(server.get("/api/v1/inputs")).path("inputs").get(0);
    assertThat(input.path("name").asString()).isEqualTo("journald");
    assertThat(input.path("troubles").get(0).path("reason").asString()).isEqualTo("No journal");

    inputs.troubled(List.of());
    assertThat(json(server.get("/api/v1/inputs")).path("inputs").get(0).path("troubles"))
        .isEmpty();
  }

  @Test
  void errorsThatAreNoCrash_canBeRead() {
    server.store(
        error("e1", "logfile", 1), error("e2", "logfile", 3), error("e3", "logfile", 2),
        error("e4", "sentry", 1), Crashes.event("e5", "logfile", "java.lang.Error"));

    JsonNode counts = json(server.get("/api/v1/inputs")).path("ofNoIssue");
    JsonNode newest = json(server.get("/api/v1/inputs/logfile/events?limit=2"));

    assertThat(counts.toString()).isEqualTo("{\"logfile\":3,\"sentry\":1}");
    assertThat(newest.path("total").asLong()).isEqualTo(3);
    assertThat(newest.path("events").findValuesAsString("message"))
        .containsExactly("e2 failed", "e3 failed");
    assertThat(json(server.get("/api/v1/inputs/docker/events")).path("events")).isEmpty();
  }

  /** An error without a stack trace. */
  private static Event error(String id, String input, int minute) {
    return new Event(
        id, "shop", Crashes.NOON.plusSeconds(60L * minute), Severity.ERROR, input, id + " failed",
        null, null, null, null);
  }

  @Test
  void onlyWhatWasRefused_isToldInTheFeed() {
    inputs.lost("journald", Loss.cut("line too long", "x"));
    assertThat(server.feed.after(0)).isEmpty();

    inputs.lost("journald", Loss.refused("malformed entry", "x"));
    inputs.lost("journald", Loss.refused("malformed entry", "x"));
    assertThat(server.feed.after(0)).singleElement().satisfies(
        entry -> assertThat(entry.document()).contains("malformed entry"));
  }

  @Test
  void feedThatCannotBeWritten_doesNotStopACollector() {
    Store closed = Store.open(home.resolve("closed"), Clock.systemUTC());
    closed.close();
    Inputs unheard =
        new Inputs(
            server.web.metrics(), new Feed(closed, Clock.systemUTC()), InputsConfig.OPEN,
            Clock.systemUTC());

    unheard.lost("logfile", Loss.refused("collector failed", "disk full"));

    assertThat(unheard.all()).singleElement().satisfies(
        input -> assertThat(input.refused().getFirst().count()).isEqualTo(1));
  }
}
