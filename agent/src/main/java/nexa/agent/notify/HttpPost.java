package nexa.agent.notify;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import nexa.agent.store.Courier.Answer;
import nexa.agent.store.Json;
import org.jspecify.annotations.Nullable;

/**
 * Sends JSON to a channel's address and understands the status it answers with. A redirect is not
 * followed: the address is a secret, and whoever answers must not choose who else gets it.
 */
public final class HttpPost {

  /** The headers of what is JSON. */
  static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final int ANSWER_BYTES_MAX = 64 << 10;
  private static final int REASON_CHARS_MAX = 160;
  private static final int SECRET_CHARS_MIN = 6;
  private static final int WAIT_DIGITS_MAX = 9;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_MAX)
          .build();

  private final InstantSource clock;
  private final Duration answerMax;

  public HttpPost(InstantSource clock) {
    this(clock, ANSWER_MAX);
  }

  /**
   * @param answerMax how long an answer may take
   */
  HttpPost(InstantSource clock, Duration answerMax) {
    this.clock = clock;
    this.answerMax = answerMax;
  }

  /**
   * What came back.
   *
   * @param body its beginning
   * @param answer what the status means, which says nothing of what the channel calls the message
   */
  record Reply(int status, String body, Answer answer) {}

  /** Posts a document; nothing of the answer matters but its status. */
  Answer post(URI url, Object document) throws IOException {
    return send("POST", url, JSON, Json.write(document)).answer();
  }

  /** Sends a text with more headers. */
  Reply send(String method, URI url, Map<String, String> headers, String text)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(answerMax)
            .header("User-Agent", "Nexa")
            .method(method, HttpRequest.BodyPublishers.ofString(text));
    headers.forEach(request::header);
    try {
      HttpResponse<InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      String body = body(response);
      int status = response.statusCode();
      return new Reply(
          status, body,
          status / 100 == 2
              ? new Answer.Taken(null)
              : refusal(status, reason(url, status, body), response));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** The status tells enough where the body breaks off. */
  private static String body(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return new String(body.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private Answer refusal(int status, String reason, HttpResponse<?> response) {
    return switch (status) {
      case 301, 302, 303, 307, 308 ->
          new Answer.Unavailable(
              reason + "; redirects are not followed, so give the final address", null, false);
      // The address, not the message, is at fault: it may be put right, or come back.
      case 401, 403, 404, 405, 407, 410 -> new Answer.Unavailable(reason, null, false);
      case 408, 425, 429 -> new Answer.Unavailable(reason, retryAfter(response), false);
      default ->
          status / 100 == 4
              ? new Answer.Refused(reason)
              : new Answer.Unavailable(reason, retryAfter(response), true);
    };
  }

  private static String reason(URI url, int status, String body) {
    String said = PlainText.line(withoutSecrets(url, body), REASON_CHARS_MAX);
    return url.getHost() + " answers " + status + (said.isEmpty() ? "" : ": " + said);
  }

  /** An error page likes to repeat the address it was asked for. */
  private static String withoutSecrets(URI url, String body) {
    String shown = body;
    for (String part : (url.getRawPath() + "/" + url.getRawQuery()).split("/", -1)) {
      if (part.length() >= SECRET_CHARS_MIN) {
        shown = shown.replace(part, "***");
      }
    }
    return shown;
  }

  /** Seconds, with a fraction at Discord's, or a date. */
  private @Nullable Duration retryAfter(HttpResponse<?> response) {
    String text = response.headers().firstValue("Retry-After").orElse("").strip();
    int dot = text.indexOf('.');
    String whole = dot < 0 ? text : text.substring(0, dot);
    if (!whole.isEmpty() && whole.length() <= WAIT_DIGITS_MAX
        && whole.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Duration.ofSeconds(Long.parseLong(whole) + (dot < 0 ? 0 : 1));
    }
    try {
      Duration wait =
          Duration.between(
              clock.instant(),
              ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null; // none was sent, or nothing that can be read
    }
  }
}
