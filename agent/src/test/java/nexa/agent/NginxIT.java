package nexa.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import nexa.agent.clients.FailingShop;
import nexa.agent.rotation.StoredCrashes;
import nexa.agent.store.Json;
import nexa.event.Event;
import nexa.heal.classify.Classifier;
import nexa.heal.classify.Corrections;
import nexa.issue.Category;
import nexa.issue.Classification;
import nexa.issue.Classification.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A real nginx before a shop that fails, whose access logs a daemon follows. */
final class NginxIT extends StockClients {

  private static final Path NGINX = Path.of("/usr/sbin/nginx");
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  private @Nullable HttpServer shop;
  private @Nullable Process nginx;
  private int port;

  @BeforeEach
  void startNginx() throws Exception {
    assumeTrue(Files.isExecutable(NGINX), "nginx is not installed");
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext("/", this::fail);
    shop.start();
    port = freePort();
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, config(shop.getAddress().getPort()));
    nginx =
        new ProcessBuilder(
            NGINX.toString(), "-e", folder.resolve("error.log").toString(), "-c",
            config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    await(() -> request("/up") == 204);
  }

  @AfterEach
  void stopNginx() throws Exception {
    if (nginx != null) {
      nginx.destroy();
      nginx.waitFor();
    }
    if (shop != null) {
      shop.stop(0);
    }
  }

  @Override
  Stream<String> logs() {
    return Stream.concat(
        super.logs(), Stream.of("access.log", "access.json").map(this::inFolder));
  }

  private String inFolder(String name) {
    return folder.resolve(name).toString();
  }

  /** All that nginx writes is in the folder; where it proxies to nobody, it answers 502. */
  private String config(int shopPort) throws IOException {
    return """
        daemon off;
        master_process off;
        pid FOLDER/nginx.pid;
        error_log FOLDER/error.log;
        events {}
        http {
          client_body_temp_path FOLDER/body;
          proxy_temp_path FOLDER/proxy;
          fastcgi_temp_path FOLDER/fastcgi;
          uwsgi_temp_path FOLDER/uwsgi;
          scgi_temp_path FOLDER/scgi;
          log_format traced escape=json '{"time":"$time_iso8601","request_id":"$request_id",'
            '"request_method":"$request_method","request_uri":"$request_uri",'
            '"status":"$status","traceparent":"$http_traceparent"}';
          server {
            listen 127.0.0.1:PORT;
            location /up { access_log off; return 204; }
            location /cart { access_log FOLDER/access.json traced; proxy_pass http://127.0.0.1:SHOP; }
            location /orders { access_log FOLDER/access.log; proxy_pass http://127.0.0.1:SHOP; }
            location /down { access_log FOLDER/access.log; proxy_pass http://127.0.0.1:NOBODY; }
          }
        }
        """
        .replace("FOLDER", folder.toString())
        .replace("PORT", Integer.toString(port))
        .replace("SHOP", Integer.toString(shopPort))
        .replace("NOBODY", Integer.toString(freePort()));
  }

  /** Answers 500; a request that is traced has told its log of the crash before. */
  private void fail(HttpExchange exchange) throws IOException {
    String parent = exchange.getRequestHeaders().getFirst("traceparent");
    if (parent != null) {
      StringWriter stack = new StringWriter();
      FailingShop.crash().printStackTrace(new PrintWriter(stack));
      String line =
          Json.write(
              Map.of(
                  "@timestamp", Instant.now().toString(), "log.level", "ERROR", "message",
                  "cart failed", "trace.id", parent.split("-", -1)[1], "error.stack_trace",
                  stack.toString()));
      Files.writeString(
          log, line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    exchange.sendResponseHeaders(500, -1);
    exchange.close();
  }

  @Test
  void failedRequestOfATrace_isPartOfItsCrash() throws Exception {
    assertThat(request("/cart?id=7", "traceparent", TRACEPARENT)).isEqualTo(500);

    await(() -> stored().size() == 2);
    JsonNode issues = get("/api/v1/issues").path("issues");
    assertThat(issues).hasSize(1);
    JsonNode issue = issues.get(0);
    assertThat(issue.path("title").asString()).contains("NoSuchElementException", "dearest");
    assertThat(issue.path("count").asLong()).isEqualTo(1);
    JsonNode events =
        get("/api/v1/issues/" + issue.path("id").asString() + "/events").path("events");
    JsonNode request = only(events, event -> event.path("http").isObject());
    assertThat(request.path("http").path("status").asInt()).isEqualTo(500);
    assertThat(request.path("http").path("path").asString()).isEqualTo("/cart?id=7");
    assertThat(request.path("context").path("traceId").asString()).isEqualTo(TRACE);
    assertThat(events).hasSize(2);
  }

  @Test
  void failedRequestWithoutATrace_isAnEventOfNoIssue() throws Exception {
    assertThat(request("/orders")).isEqualTo(500);

    await(() -> stored().size() == 1);
    assertThat(stored().getFirst().message()).isEqualTo("HTTP 500 GET /orders");
    assertThat(daemon.issues()).isEmpty();
    JsonNode input =
        only(
            get("/api/v1/inputs").path("inputs"),
            each -> each.path("name").asString().equals("logfile"));
    assertThat(input.path("received").asLong()).isEqualTo(1);
  }

  @Test
  void badGateway_isNoBugOfTheCode() throws Exception {
    assertThat(request("/down", "traceparent", TRACEPARENT)).isEqualTo(502);

    await(() -> stored().size() == 1);
    Event event = stored().getFirst();
    assertThat(event.message()).isEqualTo("HTTP 502 GET /down");
    assertThat(daemon.issues()).isEmpty();
    Classification kind = new Classifier(Corrections.inMemory(1)).classify(event);
    assertThat(kind.fault()).isEqualTo(Fault.OUTSIDE);
    assertThat(kind.category()).isEqualTo(Category.DOWNSTREAM);
  }

  private List<Event> stored() {
    return StoredCrashes.all(home());
  }

  private static JsonNode only(
      JsonNode nodes, Predicate<JsonNode> wanted) {
    List<JsonNode> found = nodes.valueStream().filter(wanted).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  /** The status that nginx answers with, 0 while it does not listen. */
  private int request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0; // it does not listen yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
