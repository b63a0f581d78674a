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
import java.util.Optional;
import nexa.agent.config.Config;
import nexa.agent.store.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Talks to the daemon of a home folder: by the Unix socket there, over which the kernel says who asks, else
 * by HTTP with the home's token.
 */
final class DaemonClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Path home;
  private final URI base;

  DaemonClient(Config config) {
    this.home = config.home().toAbsolutePath();
    this.base = URI.create("http://127.0.0.1:" + port(config));
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
    return send("GET", path, null, TIMEOUT);
  }

  /** POSTs a JSON document and returns the answer. */
  JsonNode post(String path, Map<String, ?> body) {
    return post(path, body, TIMEOUT);
  }

  /** POSTs a JSON document and waits for what may take a while. */
  JsonNode post(String path, Map<String, ?> body, Duration timeout) {
    return sendJson("POST", path, body, timeout);
  }

  /** PUTs a JSON document and returns the answer. */
  JsonNode put(String path, Map<String, ?> body) {
    return sendJson("PUT", path, body, TIMEOUT);
  }

  private JsonNode sendJson(String method, String path, Map<String, ?> body, Duration timeout) {
    return tree(send(method, path, Json.MAPPER.writeValueAsString(body), timeout));
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

  private String send(String method, String path, @Nullable String json, Duration timeout) {
    Answer answer;
    try {
      answer = exchange(method, path, json, timeout);
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
    if (answer.status() >= 400) {
      throw new CommandFailure(exitCode(answer.status()), problem(answer));
    }
    return answer.body();
  }

  /** A daemon that was killed leaves its socket, and one on another host has none here. */
  private Answer exchange(String method, String path, @Nullable String json, Duration timeout)
      throws IOException, InterruptedException {
    Path socket = home.resolve("nexa.sock");
    Optional<Answer> local =
        Files.exists(socket)
            ? LocalExchange.send(socket, method, path, json, timeout)
            : Optional.empty();
    return local.isPresent() ? local.get() : overHttp(method, path, json, timeout);
  }

  private Answer overHttp(String method, String path, @Nullable String json, Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(timeout)
            .header("Authorization", "Bearer " + token(home.resolve("token"), base));
    if (json == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(json));
    }
    HttpResponse<String> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""),
        answer.body());
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

  private String problem(Answer answer) {
    if (!answer.mediaType().contains("json")) {
      return "The daemon answered " + answer.status();
    }
    JsonNode problem = tree(answer.body());
    String detail = problem.path("detail").asString(problem.path("title").asString(""));
    String hint = problem.path("hint").asString("");
    return hint.isEmpty() ? detail : detail + " " + hint;
  }
}
