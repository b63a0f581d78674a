package nexa.heal.model;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Posts a question and reads a bounded answer within a bounded time, whatever the other side does.
 * It follows no redirect, so that the key goes nowhere else.
 */
final class BoundedHttp implements HttpClient {

  private static final long ANSWER_BYTES_MAX = 1 << 20;
  private static final int FAILURE_CHARS_MAX = 200;

  private final java.net.http.HttpClient client;
  private final Duration timeout;

  private BoundedHttp(Duration timeout) {
    this.timeout = timeout;
    this.client =
        java.net.http.HttpClient.newBuilder()
            .connectTimeout(timeout)
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
            .build();
  }

  /** What the vendors' clients build theirs with; the timeout is that of the whole exchange. */
  static HttpClientBuilder builder(Duration timeout) {
    return new Builder(timeout);
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    java.net.http.HttpRequest.Builder post =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
    request.headers().forEach((name, values) -> values.forEach(value -> post.header(name, value)));
    post.method(
        request.method().name(),
        java.net.http.HttpRequest.BodyPublishers.ofString(
            Optional.ofNullable(request.body()).orElse("")));
    HttpResponse<byte[]> response = answer(post.build());
    String body = new String(response.body(), StandardCharsets.UTF_8);
    if (response.statusCode() / 100 != 2) {
      throw new HttpException(
          response.statusCode(), body.substring(0, Math.min(body.length(), FAILURE_CHARS_MAX)));
    }
    return SuccessfulHttpResponse.builder()
        .statusCode(response.statusCode())
        .headers(response.headers().map())
        .body(body)
        .build();
  }

  private HttpResponse<byte[]> answer(java.net.http.HttpRequest post) {
    CompletableFuture<HttpResponse<byte[]>> pending =
        client.sendAsync(
            post, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      return pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      pending.cancel(true);
      throw new TimeoutException("no answer within " + timeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new UncheckedIOException(new IOException("no answer: " + e.getCause(), e));
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw new TimeoutException("interrupted", e);
    }
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("Answers are not streamed");
  }

  /** The builder the vendors' clients ask for; what they set of times is not longer than ours. */
  private record Builder(Duration timeout) implements HttpClientBuilder {

    @Override
    public Duration connectTimeout() {
      return timeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration wanted) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return timeout;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration wanted) {
      return this;
    }

    @Override
    public HttpClient build() {
      return new BoundedHttp(timeout);
    }
  }
}
