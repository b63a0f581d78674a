package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import nexa.agent.Checkup.Finding;
import nexa.agent.notify.Notifier;
import nexa.agent.store.Json;
import nexa.agent.store.Outbox;
import nexa.agent.web.RunningServer;
import nexa.event.SourceCheck;
import nexa.event.Trouble;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the doctor says of inputs, and of the channels by which people are told. */
@Timeout(120)
final class DoctorCommandTest {

  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void channelThatWorks_saysWhenItLastDid() {
    assertThat(
        DoctorCommand.channel(health(true, new Outbox.State(3, 0, 0, 0, 0, NOON, null, null))))
        .isEqualTo(new Finding("notify team", true, "slack, 3 told, last 2026-11-25T12:00:00Z"));
  }

  @Test
  void channelThatDoesNot_saysSinceWhenAndWhy() {
    Outbox.State state =
        new Outbox.State(3, 2, 1, 4, 7, NOON, NOON.plusSeconds(60), "host answers 404: gone");

    assertThat(DoctorCommand.channel(health(false, state)))
        .isEqualTo(
            new Finding(
                "notify team", false,
                "slack, 3 told, last 2026-11-25T12:00:00Z, waiting 2, given up 1, left out 4;"
                    + " failed 7 in a row, last 2026-11-25T12:01:00Z: host answers 404: gone"));
  }

  @Test
  void test_saysWhyItWasNotTaken() {
    assertThat(DoctorCommand.tried(json(new Notifier.Tried("team", "slack", null))))
        .isEqualTo(new Finding("notify team", true, "took a test message"));
    assertThat(DoctorCommand.tried(json(new Notifier.Tried("team", "slack", "host answers 410"))))
        .isEqualTo(new Finding("notify team", false, "took no test message: host answers 410"));
  }

  @Test
  void sourceThatCannotBeRead_isBad(@TempDir Path home) throws IOException {
    try (RunningServer server = new RunningServer(home, TrustLevel.PROPOSE)) {
      Files.writeString(home.resolve("port"), Integer.toString(server.web.port()));
      server.web.inputs()
          .troubled(List.of(new Trouble("logfile", "/var/log/shop.log", "Not there", "Start it")));

      Cli doctor = Cli.run("doctor", "--home", home.toString());

      assertThat(doctor.out())
          .contains("BAD  input logfile    /var/log/shop.log: Not there. Start it");
      assertThat(doctor.exitCode()).isEqualTo(ExitCode.FAILED);
    }
  }

  @Test
  void inputsOfADaemon_areTried_inWordsAndAsJson(@TempDir Path home) throws IOException {
    try (RunningServer server = new RunningServer(home, TrustLevel.PROPOSE)) {
      Files.writeString(home.resolve("port"), Integer.toString(server.web.port()));

      Cli doctor = Cli.run("doctor", "--home", home.toString());
      JsonNode json =
          Json.MAPPER.readTree(Cli.run("doctor", "--home", home.toString(), "-o", "json").out());

      assertThat(doctor.out())
          .contains("ok   probe sentry     sent an envelope with one error, without a key")
          .contains("ok   probe javaagent events")
          .contains("stopped before the store");
      JsonNode probe = json.path("probes").get(0);
      assertThat(probe.path("input").asString()).isEqualTo("sentry");
      assertThat(probe.path("works").asBoolean()).isTrue();
      assertThat(probe.path("ms").isNumber()).isTrue();
      assertThat(json.path("findings").findValuesAsString("subject")).contains("probe sentry");
    }
  }

  @Test
  void withoutADaemon_itSaysThatNoInputWasTried(@TempDir Path home) {
    Cli doctor = Cli.run("doctor", "--home", home.toString(), "--port", "1");

    assertThat(doctor.out()).contains("BAD  daemon", "nexa up")
        .contains("BAD  probes           no input was tried");
    assertThat(doctor.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void lookAtASource_isToldWithItsNextStep() {
    SourceCheck bad =
        new SourceCheck("logfile", "/var/log/shop.log", false, "cannot be read",
            "Let nexa read it");

    assertThat(DoctorCommand.source(json(bad)))
        .isEqualTo(
            new Finding(
                "source logfile", false, "/var/log/shop.log: cannot be read. Let nexa read it"));
  }

  private static JsonNode health(boolean works, Outbox.State state) {
    return json(new Notifier.Health("team", "slack", works, state));
  }

  private static JsonNode json(Object document) {
    return Json.MAPPER.readTree(Json.write(document));
  }
}
