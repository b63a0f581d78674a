package nexa.agent.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import nexa.agent.config.Config;
import nexa.agent.store.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Talks to the daemon of a home folder. */
final class DaemonClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI base;
  private final String token;

  DaemonClient(Config config) {
    this.base = URI.create("http://127.0.0.1:" + port(config));
    this.token = token(config.home().resolve("token"), base);
  }

  /** The port the daemon wrote when it started, else the configured one. */
  static int port(Config config) {
    Path file = config.home().resolve("port");
    try {
      return Integer.parseInt(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return config.port();
    } catch (IOException | NumberFormatException e) {
      throw new CommandFailure(ExitCode.FAILED, "Cannot read " + file + ": " + e.getMessage());
    }
  }

  private static String token(Path file, URI base) {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      throw unreachable(base);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.DENIED, "Cannot read " + file + ": " + e.getMessage());
    }
  }

  private static CommandFailure unreachable(URI base) {
    return new CommandFailure(
        ExitCode.NO_DAEMON, "No daemon answers at " + base + ". Start one with: nexa up");
  }

  /** The daemon's address. */
  URI base() {
    return base;
  }

  /** GETs a JSON document. */
  JsonNode get(String path) {
    return tree(text(path));
  }

  /** GETs a text. */
  String text(String path) {
    return send(request(path).GET().build());
  }

  /** POSTs a JSON document and returns the answer. */
  JsonNode post(String path, Map<String, ?> body) {
    return post(path, body, TIMEOUT);
  }

  /** POSTs a JSON document and waits for what may take a while. */
  JsonNode post(String path, Map<String, ?> body, Duration timeout) {
    return send("POST", path, body, timeout);
  }

  /** PUTs a JSON document and returns the answer. */
  JsonNode put(String path, Map<String, ?> body) {
    return send("PUT", path, body, TIMEOUT);
  }

  private JsonNode send(String method, String path, Map<String, ?> body, Duration timeout) {
    String json = Json.MAPPER.writeValueAsString(body);
    return tree(
        send(
            request(path)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build()));
  }

  private JsonNode tree(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new CommandFailure(
          ExitCode.NO_DAEMON,
          "What answers at " + base + " is no Nexa daemon. Start one with: nexa up");
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token);
  }

  private String send(HttpRequest request) {
    HttpResponse<String> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw unreachable(base);
    } catch (HttpTimeoutException e) {
      throw new CommandFailure(
          ExitCode.TIMED_OUT, "The daemon at " + base + " did not answer in time");
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.NO_DAEMON, "The daemon at " + base + " broke off: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "Interrupted");
    }
    if (response.statusCode() >= 400) {
      throw new CommandFailure(exitCode(response.statusCode()), problem(response));
    }
    return response.body();
  }

  private static int exitCode(int status) {
    return switch (status) {
      case 400 -> ExitCode.USAGE;
      case 401, 403 -> ExitCode.DENIED;
      case 404 -> ExitCode.NOT_FOUND;
      case 409, 412 -> ExitCode.CONFLICT;
      default -> ExitCode.FAILED;
    };
  }

  private String problem(HttpResponse<String> response) {
    if (!response.headers().firstValue("Content-Type").orElse("").contains("json")) {
      return "The daemon answered " + response.statusCode();
    }
    JsonNode problem = tree(response.body());
    String detail = problem.path("detail").asString(problem.path("title").asString(""));
    String hint = problem.path("hint").asString("");
    return hint.isEmpty() ? detail : detail + " " + hint;
  }
}
