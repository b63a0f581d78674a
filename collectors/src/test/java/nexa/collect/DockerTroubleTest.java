package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nexa.event.ManualClock;
import nexa.event.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine or a container that is not there, and is later. */
final class DockerTroubleTest {

  private static final Duration LIST_AGAIN = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final StoredEvents stored = new StoredEvents();
  private volatile String containers = "[]";

  @Test
  void socketThatIsNotThere_isTroubleOnlyWhereAContainerIsNamed(@TempDir Path folder) {
    String socket = "unix://" + folder.resolve("docker.sock");

    assertThat(reasons(Map.of("shop-1", "shop"), socket))
        .containsExactly("No Docker engine answers");
    assertThat(reasons(Map.of(), socket)).isEmpty();
  }

  @Test
  void trouble_isOverWhenTheContainerIsThere() throws IOException {
    int port = freePort();
    try (DockerLogCollector collector =
        collector(Map.of("shop-1", "shop"), "tcp://127.0.0.1:" + port)) {
      assertThat(reasonsAfterPoll(collector)).containsExactly("No Docker engine answers");

      HttpServer engine = engine(port);
      try {
        assertThat(reasonsAfterPoll(collector)).containsExactly("No container has this name");

        containers = "[{\"Id\":\"c1\",\"Names\":[\"/shop-1\"],\"State\":\"exited\"}]";
        assertThat(reasonsAfterPoll(collector)).isEmpty();
      } finally {
        engine.stop(0);
      }
    }
  }

  @Test
  void check_saysWhetherTheEngineAnswers(@TempDir Path folder) {
    String socket = "unix://" + folder.resolve("docker.sock");

    try (DockerLogCollector named = collector(Map.of("shop-1", "shop"), socket);
        DockerLogCollector none = collector(Map.of(), socket)) {
      assertThat(named.check()).singleElement().satisfies(
          check -> {
            assertThat(check.works()).isFalse();
            assertThat(check.nextStep()).contains("DOCKER_HOST");
          });
      assertThat(none.check()).singleElement().satisfies(
          check -> {
            assertThat(check.works()).isTrue();
            assertThat(check.seen()).contains("no Docker engine answers");
          });
    }
  }

  private List<String> reasons(Map<String, String> services, String address) {
    try (DockerLogCollector collector = collector(services, address)) {
      return reasonsAfterPoll(collector);
    }
  }

  private DockerLogCollector collector(Map<String, String> services, String address) {
    return new DockerLogCollector(services, address, stored, clock);
  }

  private List<String> reasonsAfterPoll(DockerLogCollector collector) {
    collector.poll(stored);
    clock.move(LIST_AGAIN);
    return collector.troubles().stream().map(Trouble::reason).toList();
  }

  /** An engine as far as it is asked: its containers, each without a log. */
  private HttpServer engine(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean list = exchange.getRequestURI().getPath().endsWith("/containers/json");
    byte[] body = (list ? containers : "").getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
