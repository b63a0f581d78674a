package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import nexa.agent.config.Config;
import nexa.agent.config.ConfigFile;
import nexa.agent.probe.Desk;
import nexa.agent.probe.InputProbes;
import nexa.agent.probe.InputProbes.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What doctor finds out about inputs that listen, by sending to them. */
@Timeout(120)
final class InputProbesTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir
  private Path home;
  private Config config;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(home.resolve("key"), KEY);
    config = config(freePort());
    server = server(config);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RunningServer server(Config configured) {
    return new RunningServer(
        home, 0, configured.services(), configured.inputs(), configured.grpcPort());
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private Config config(int grpcPort) throws IOException {
    Path file = home.resolve("nexa.yaml");
    Files.writeString(
        file,
        """
        home: %s
        grpcPort: %d
        inputs:
          sentry: {keyFile: KEY}
          otlp: {senders: [{keyFile: KEY, services: [shop]}]}
          logs: {keyFile: KEY}
          grafana: {keyFile: KEY, signature: sha256, timestampHeader: X-Time}
          github: {keyFile: KEY}
          gitlab: {keyFile: KEY}
          gitea: {keyFile: KEY}
          webhooks:
            - name: tracker
              keyFile: KEY
              signature: standard
              service: shop
              mapping: {message: 'data.errors[1].title', stack: 'data.errors[1].trace', time: at}
            - name: alarms
              mapping: {service: of, message: what, status: state, fingerprint: id}
        services:
          - name: shop
        """
            .formatted(home, grpcPort).replace("KEY", home.resolve("key").toString()));
    return ConfigFile.read(file, Map.of());
  }

  @Test
  void everyInput_takesAProbe_andKeepsNothingOfIt() throws SQLException {
    String metrics = server.get("/metrics").body();

    List<Result> results = probe(URI.create("http://127.0.0.1:" + server.web.port()));

    assertThat(results).extracting(Result::input)
        .containsExactly(
            "sentry", "otlp HTTP", "otlp gRPC", "logs", "alertmanager", "grafana",
            "webhook:tracker", "webhook:alarms", "github", "gitlab", "gitea", "javaagent hello",
            "javaagent events");
    assertThat(results).allSatisfy(
        result -> {
          assertThat(result.works()).as(result.toString()).isTrue();
          assertThat(result.nextStep()).isNull();
          assertThat(result.toString()).doesNotContain(KEY);
        });
    assertThat(results.stream().filter(result -> result.ended().contains("open an issue")))
        .as("what has a stack trace is grouped").extracting(Result::input)
        .containsExactly(
            "sentry", "otlp HTTP", "otlp gRPC", "logs", "webhook:tracker", "javaagent events");
    assertThat(server.events.issues()).isEmpty();
    assertThat(server.feed.newest()).isZero();
    assertThat(server.jvms.all()).isEmpty();
    assertThat(rows("events") + rows("alerts") + rows("deliveries") + rows("issue_hours")
        + rows("template_messages") + rows("offsets")).isZero();
    assertThat(json(server.get("/api/v1/inputs")).path("inputs").isEmpty()).isTrue();
    assertThat(events(server.get("/metrics").body())).isEqualTo(events(metrics));
  }

  @Test
  void keyThatTheDaemonDoesNotHave_isTold_andNotCounted() throws IOException {
    Files.writeString(home.resolve("key"), "fedcba9876543210fedcba9876543210");
    config = config(freePort());

    List<Result> results = probe(URI.create("http://127.0.0.1:" + server.web.port()));

    Result sentry = results.getFirst();
    assertThat(sentry.works()).isFalse();
    assertThat(sentry.ended()).contains("Wrong key");
    assertThat(sentry.nextStep()).contains("read when the daemon starts");
    assertThat(of(results, "webhook:tracker").ended()).contains("Wrong signature");
    Result grpc = of(results, "otlp gRPC");
    assertThat(grpc.ended()).contains("nobody listens at");
    assertThat(grpc.nextStep()).contains("started without grpcPort");
    assertThat(json(server.get("/api/v1/inputs")).path("inputs").isEmpty()).isTrue();
  }

  @Test
  void agentsTokenOfAnotherHome_isTold() throws IOException {
    Files.writeString(home.resolve("agent-token"), "another");

    List<Result> results = probe(URI.create("http://127.0.0.1:" + server.web.port()));

    assertThat(of(results, "javaagent events").works()).isFalse();
    assertThat(of(results, "javaagent events").ended()).contains("turned away", "HTTP 401");
    assertThat(of(results, "javaagent events").nextStep()).contains("agent-token");

    Files.delete(home.resolve("agent-token"));
    Result unreadable =
        of(probe(URI.create("http://127.0.0.1:" + server.web.port())), "javaagent hello");
    assertThat(unreadable.ended()).contains("agent-token cannot be read");
  }

  @Test
  void portOfAnotherProgram_isTold_howeverPoliteItIs() throws IOException {
    HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(UTF_8));
          exchange.close();
        });
    other.start();
    try {
      List<Result> results =
          probe(URI.create("http://127.0.0.1:" + other.getAddress().getPort()));

      assertThat(results.getFirst().works()).isFalse();
      assertThat(results.getFirst().ended()).contains("but the daemon got nothing");
      assertThat(results.getFirst().nextStep()).contains("Another program may listen");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void closedPort_isTold() throws IOException {
    Result sentry = probe(URI.create("http://127.0.0.1:" + freePort())).getFirst();

    assertThat(sentry.works()).isFalse();
    assertThat(sentry.ended()).contains("nobody listens");
    assertThat(sentry.nextStep()).contains("nexa up");
  }

  @Test
  void proxyThatClientsMayObey_isNamed() {
    URI base = URI.create("http://127.0.0.1:" + server.web.port());
    Map<String, String> proxy = Map.of("HTTP_PROXY", "http://proxy:3128");

    assertThat(new InputProbes(desk(), proxy).run(config, base).getFirst().ended())
        .contains("set no_proxy=127.0.0.1");
    assertThat(
        new InputProbes(desk(), Map.of("http_proxy", "http://proxy:3128", "no_proxy", "127.0.0.1"))
            .run(config, base).getFirst().ended())
        .doesNotContain("no_proxy");
  }

  private List<Result> probe(URI base) {
    return new InputProbes(desk(), Map.of()).run(config, base);
  }

  private Desk desk() {
    return new Desk() {
      @Override
      public Ticket issue(String input) {
        return Ticket.of(json(server.post("/api/v1/probes", Map.of("input", input))));
      }

      @Override
      public JsonNode state(String id) {
        return json(server.get("/api/v1/probes/" + id));
      }
    };
  }

  private static Result of(List<Result> results, String input) {
    return results.stream().filter(result -> result.input().equals(input)).findFirst()
        .orElseThrow();
  }

  private int rows(String table) throws SQLException {
    try (
        Connection database = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("nexa.db"));
        Statement statement = database.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
      return count.getInt(1);
    }
  }

  private static List<String> events(String metrics) {
    return metrics.lines().filter(line -> line.startsWith("nexa_events_")).toList();
  }
}
