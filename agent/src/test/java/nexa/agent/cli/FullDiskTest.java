package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import nexa.agent.Daemon;
import nexa.agent.PricesRepository;
import nexa.agent.config.Config;
import nexa.agent.config.ConfigFile;
import nexa.agent.store.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon whose disk is full. */
final class FullDiskTest {

  private static final String HELLO =
      """
      {"agent":"0.1.0","service":"prices","release":null,
       "jvm":{"pid":1,"startedUnixMs":1,"version":"25","main":"Main"}}""";

  @TempDir
  private Path directory;
  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.mount(directory.resolve("disk"));
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void daemonOnAFullDisk_doesNotStartAndSaysWhy() throws Exception {
    disk.fill();

    for (String mode : new String[] {"--foreground", "--port=0"}) {
      Cli answer =
          Cli.child(directory, Map.of(), "up", mode, "--home=" + disk.root().resolve("home"));

      assertThat(answer.said()).as(answer.err()).singleElement().asString()
          .contains(disk.root().toString())
          .containsAnyOf("is full", "No space left");
      assertThat(answer.err()).doesNotContain("\tat ");
      assertThat(answer.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void eventsOnAFullDisk_areNotAcknowledgedUntilThereIsSpace() throws Exception {
    Config config =
        ConfigFile.find(null, Map.of(), directory).at(disk.root().resolve("home"), 0);
    try (Daemon daemon = Daemon.start(config);
        HttpClient http = HttpClient.newHttpClient()) {
      String session =
          Json.MAPPER
              .readTree(post(http, daemon, "hello", HELLO).body())
              .path("session")
              .asString("");
      String events =
          "{\"session\":\"" + session + "\",\"dropped\":0,\"events\":[" + PricesRepository.EVENT
              + "]}";
      Path filler = disk.fill();

      assertThat(post(http, daemon, "events", events).statusCode()).isEqualTo(503);
      assertThat(post(http, daemon, "events", events).body()).contains("full");
      assertThat(daemon.issues()).isEmpty();

      Files.delete(filler);
      assertThat(post(http, daemon, "events", events).statusCode()).isEqualTo(200);
      assertThat(daemon.issues()).singleElement().satisfies(
          issue -> assertThat(issue.count()).isEqualTo(1));
    }
  }

  private HttpResponse<String> post(HttpClient http, Daemon daemon, String path, String body)
      throws Exception {
    String token = Files.readString(disk.root().resolve("home/agent-token")).strip();
    URI uri = URI.create("http://127.0.0.1:" + daemon.port() + "/agent/v1/" + path);
    return http.send(
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
