package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import nexa.agent.web.RunningServer;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the command line comes in, and lets others in. */
@Timeout(60)
final class TokenCommandsTest {

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RunningServer(home, TrustLevel.PROPOSE);
    Files.writeString(home.resolve("port"), Integer.toString(server.web.port()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void token_isPrintedAloneAndWorksUntilItIsTakenBack() throws Exception {
    Cli made = nexa("token", "create", "Ada Lovelace", "--scope", "read", "--expires", "30d");
    String token = made.out().strip();

    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(token).startsWith("nexa_").hasSize(48);
    assertThat(made.err()).contains("Ada Lovelace may read, until 20");
    assertThat(status(token)).isEqualTo(200);
    assertThat(nexa("token", "list").out()).contains("Ada Lovelace", "read", "until 20")
        .doesNotContain(token);
    assertThat(nexa("token", "revoke", "Ada Lovelace").exitCode()).isZero();
    assertThat(status(token)).isEqualTo(401);
    assertThat(nexa("token", "list").out()).contains("over since");
    assertThat(nexa("token", "revoke", "Ada Lovelace").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void json_holdsTheTokenToo() {
    Cli made =
        nexa("token", "create", "ci", "--scope", "ingest", "--service", "shop", "--expires",
            "never",
            "-o", "json");

    assertThat(made.json().path("schema").asString()).isEqualTo("nexa.token/1");
    assertThat(made.json().path("token").asString()).startsWith("nexa_");
    assertThat(made.json().path("service").asString()).isEqualTo("shop");
    assertThat(made.json().path("expires").isNull()).isTrue();
  }

  @Test
  void wrongWish_isUsage() {
    assertThat(nexa("token", "create", "bob").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(nexa("token", "create", "bob", "--scope", "all").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(nexa("token").exitCode()).isEqualTo(ExitCode.USAGE);
    nexa("token", "create", "bob", "--scope", "read");
    assertThat(nexa("token", "create", "bob", "--scope", "read").exitCode())
        .isEqualTo(ExitCode.CONFLICT);
  }

  @Test
  void socket_needsNoTokenFile() throws IOException {
    Files.delete(home.resolve("token"));

    assertThat(nexa("issues").exitCode()).isZero();
  }

  @Test
  void withoutSocket_theTokenFileDoes() throws IOException {
    Files.delete(home.resolve("nexa.sock"));

    assertThat(nexa("issues").exitCode()).isZero();
    Files.delete(home.resolve("token"));
    assertThat(nexa("issues").exitCode()).isEqualTo(ExitCode.NO_DAEMON);
  }

  @Test
  void open_printsALinkThatWorksOnce() throws Exception {
    String link = nexa("open").out().strip();

    assertThat(link).startsWith("http://127.0.0.1:" + server.web.port() + "/?key=");
    assertThat(get(link)).isEqualTo(303);
    assertThat(get(link)).isEqualTo(410);
    assertThat(nexa("open").out().strip()).isNotEqualTo(link);
  }

  private int status(String token) throws Exception {
    return send(
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.web.port() + "/api/v1/status"))
            .header("Authorization", "Bearer " + token).build());
  }

  private static int get(String link) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(link)).build());
  }

  private static int send(HttpRequest request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private Cli nexa(String... arguments) {
    return Cli.run(
        Stream.concat(Stream.of(arguments), Stream.of("--home", home.toString()))
            .toArray(String[]::new));
  }
}
