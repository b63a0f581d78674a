package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import nexa.agent.config.Config;
import nexa.agent.config.ConfigFile;
import nexa.agent.notify.VendorStub;
import nexa.agent.notify.Vendors;
import nexa.agent.store.Crashes;
import nexa.agent.store.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole daemon tells a chat of what came in, also while it is paused. */
@Timeout(120)
final class TellingTest {

  @TempDir
  private Path folder;

  @Test
  void pausedDaemon_stillTellsPeople() throws Exception {
    try (VendorStub slack = new VendorStub(Vendors.slack());
        Daemon daemon = Daemon.start(config(slack.url("/services/T/B/c").toString()))) {
      call(daemon, "/api/v1/pause", "");
      call(daemon, "/api/shop/store/?sentry_key=any", Crashes.SENTRY);
      await(() -> !slack.requests().isEmpty());

      assertThat(slack.requests().getFirst().json().path("text").stringValue())
          .startsWith("A new issue: SHOP-1\n")
          .endsWith("http://127.0.0.1:" + daemon.port() + "/#/issue/SHOP-1");
      await(() -> channel(daemon).at("/state/told").asLong(0) == 1);
      assertThat(channel(daemon).path("works").asBoolean(false)).isTrue();
      JsonNode tried = call(daemon, "/api/v1/notify/test", "").path("channels").path(0);
      assertThat(tried.path("reason").isNull()).isTrue();
      assertThat(slack.requests()).hasSize(2);
      assertThat(call(daemon, "/api/v1/notify", null).toString()).doesNotContain("/services/T");
    }
  }

  private Config config(String url) throws IOException {
    String yaml =
        "home: " + folder.resolve("home")
            + "\nport: 0\nnotify: [{kind: slack, urlEnv: HOOK, moments: [issue.opened]}]\n";
    return ConfigFile.read(
        Files.writeString(folder.resolve("nexa.yaml"), yaml),
        Map.of("HOME", folder.toString(), "HOOK", url));
  }

  private JsonNode channel(Daemon daemon) {
    return call(daemon, "/api/v1/notify", null).path("channels").path(0);
  }

  /**
   * @param body null to GET
   */
  private JsonNode call(Daemon daemon, String path, @Nullable String body) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + daemon.port() + path))
              .header(
                  "Authorization",
                  "Bearer " + Files.readString(folder.resolve("home/token")).strip());
      if (body != null) {
        request.POST(HttpRequest.BodyPublishers.ofString(body));
      }
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return Json.MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
