package nexa.agent.forge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nexa.agent.forge.Forge.Answer;
import nexa.agent.store.Json;
import nexa.event.OneLine;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The API of a forge over HTTP: bounded in time and size, and never led elsewhere. */
final class ForgeHttp {

  static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

  private static final int BODY_BYTES_MAX = 2 << 20;
  private static final int REASON_CHARS_MAX = 300;
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Duration AGAIN_MAX = Duration.ofHours(1);
  private static final int SECONDS_DIGITS_MAX = 10;

  private final HttpClient client;
  private final String api;
  private final Map<String, String> headers;
  private final Duration timeout;

  /**
   * @param api where the API's paths begin, without a slash at its end
   * @param headers sent each time, with the token
   */
  ForgeHttp(String api, Map<String, String> headers, Duration timeout) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.api = api;
    this.headers = Map.copyOf(headers);
    this.timeout = timeout;
  }

  /**
   * What was answered.
   *
   * @param status 0 when there was no answer
   * @param said why there was none, or how the forge explains it
   */
  record Reply(int status, JsonNode body, String said, Duration retryAfter, boolean isLimited) {

    private static Reply none(String reason) {
      return new Reply(0, MissingNode.getInstance(), reason, AGAIN, false);
    }

    /** What a reply that is no success means. */
    Forge.Failure failure() {
      return switch (status) {
        case 0 -> new Answer.Later("The forge cannot be reached: " + said, retryAfter);
        case 401 ->
            new Answer.Refused("The forge does not know the token. Put a new one in its file.");
        case 403, 429 ->
            isLimited || status == 429
                ? new Answer.Later("The forge asks to come less often.", retryAfter)
                : new Answer.Refused(
                    "The token may not do this: " + said
                        + ". Give it the right to open pull requests.");
        case 404 ->
            new Answer.Refused(
                "The forge shows no such repository to the token. Correct forge.repository, or the"
                    + " token's rights.");
        case 408, 425 -> new Answer.Later("The forge was too slow.", retryAfter);
        default ->
            status >= 500
                ? new Answer.Later("The forge is broken: it answered " + status + ".", retryAfter)
                : new Answer.Refused("The forge answered " + status + ": " + said + ".");
      };
    }
  }

  Reply get(String path) {
    return send(request(path).GET().build());
  }

  Reply post(String path, Map<String, ?> body) {
    return send("POST", path, body);
  }

  Reply send(String method, String path, Map<String, ?> body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path)).timeout(timeout);
    headers.forEach(request::header);
    return request.header("User-Agent", "nexa");
  }

  /** The time is for the whole answer: a body that trickles does not keep anybody. */
  private Reply send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), BODY_BYTES_MAX));
    try {
      return reply(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Reply.none("it took longer than " + timeout.toSeconds() + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() instanceof IOException io ? io : e;
      return Reply.none(OneLine.of(cause.toString(), REASON_CHARS_MAX));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.none("interrupted");
    }
  }

  private static Reply reply(HttpResponse<byte[]> response) {
    JsonNode body = json(response.body());
    String said = body.path("message").asString("");
    if (said.isEmpty()) {
      said = body.path("message").isMissingNode() ? body.path("error").asString("")
          : body.path("message").toString();
    }
    boolean isLimited =
        response.headers().firstValue("Retry-After").isPresent()
            || response.headers().firstValue("X-RateLimit-Remaining").orElse("").equals("0");
    return new Reply(
        response.statusCode(), body, OneLine.of(said, REASON_CHARS_MAX), after(response),
        isLimited);
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      return MissingNode.getInstance(); // nothing in it is looked for then
    }
  }

  private static Duration after(HttpResponse<?> response) {
    Long seconds = number(response.headers().firstValue("Retry-After").orElse(null));
    Long reset = number(response.headers().firstValue("X-RateLimit-Reset").orElse(null));
    if (seconds == null && reset != null) {
      seconds = reset - System.currentTimeMillis() / 1000;
    }
    if (seconds == null || seconds < 1) {
      return AGAIN;
    }
    return seconds > AGAIN_MAX.toSeconds() ? AGAIN_MAX : Duration.ofSeconds(seconds);
  }

  private static @Nullable Long number(@Nullable String text) {
    return text != null && !text.isEmpty() && text.length() <= SECONDS_DIGITS_MAX
        && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.valueOf(text) : null;
  }
}
