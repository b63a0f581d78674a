package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nexa.agent.notify.VendorStub;
import nexa.agent.notify.VendorStub.Reply;
import nexa.agent.notify.VendorStub.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is killed by SIGKILL as it tells people, and started again. */
class NoticeKillIT {

  private static final int KILLS = 4;

  @TempDir
  private Path directory;
  private final CountDownLatch released = new CountDownLatch(1);
  private DaemonProcess daemon;

  @BeforeEach
  void place() {
    daemon = new DaemonProcess(directory);
  }

  @AfterEach
  void stop() throws InterruptedException {
    daemon.close();
  }

  @Test
  void daemonKilledWhileItTells_tellsTheSameAgainAndThenNeverMore() throws Exception {
    try (VendorStub team = new VendorStub(this::answer)) {
      configure(team);
      daemon.start("none");
      daemon.send(PricesRepository.EVENT);
      for (int kill = 1; kill <= KILLS; kill++) {
        int sent = kill;
        daemon.await(() -> team.requests().size() >= sent ? "sent" : null);
        daemon.kill();
        if (kill == KILLS - 1) {
          released.countDown(); // the next one is answered
        }
        daemon.start("none");
        if (kill == KILLS - 1) {
          daemon.await(() -> told() == 1 ? "told" : null);
        }
      }

      daemon.post("/api/v1/notify/test", "{}", token()); // goes out behind what still waits
      daemon.await(
          () -> ids(team).stream().distinct().count() == 2 ? "the test's came, too" : null);
      List<String> ids = ids(team);
      assertThat(ids.subList(0, KILLS)).as("one message, whatever died").containsOnly(ids.get(0));
      assertThat(ids).hasSize(KILLS + 1);
    }
  }

  /** Nothing, until the test says so: the daemon waits for the answer as it is killed. */
  private Reply answer(Request request) {
    try {
      released.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Reply(204, "");
  }

  private void configure(VendorStub team) throws Exception {
    String key = "whsec_" + Base64.getEncoder()
        .encodeToString("a key of 32 bytes for signatures".getBytes(StandardCharsets.UTF_8));
    Files.writeString(directory.resolve("key"), key);
    Files.writeString(directory.resolve("url"), team.url("/hook").toString());
    Files.writeString(
        directory.resolve("nexa.yaml"),
        """
        home: %s
        port: 0
        notify:
          - {kind: webhook, urlFile: %s, keyFile: %s, moments: [issue.opened]}
        """
            .formatted(
                directory.resolve("home"), directory.resolve("url"), directory.resolve("key")));
  }

  private static List<String> ids(VendorStub team) {
    return team.requests().stream().map(request -> request.header("Webhook-id")).toList();
  }

  private long told() throws Exception {
    return daemon.get("/api/v1/notify").at("/channels/0/state/told").asLong(0);
  }

  private String token() throws Exception {
    return Files.readString(directory.resolve("home/token")).strip();
  }
}
